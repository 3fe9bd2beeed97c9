/** @file A histogram as a drawing: bars in a box of 0 to 1, and where zero lies. */

/**
 * @typedef {import('inkgrad').Histogram} Histogram
 */

/**
 * @param {Histogram} histogram
 * @returns {string} the path of its bars in a box of 32 by 1, upside down
 */
export function barsOf({ counts }) {
  const most = Math.max(1, ...counts);
  const bars = counts.map((count, at) => (count === 0 ? '' : `M${at} 1V${1 - heightOf(count, most)}h1V1`));
  return bars.join('');
}

/**
 * Square roots, so that a single number is seen beside a thousand.
 *
 * @param {number} count
 * @param {number} most
 */
function heightOf(count, most) {
  return Number(Math.sqrt(count / most).toFixed(3));
}

/**
 * @param {Histogram} histogram
 * @returns {number | null} how far along zero lies, 0..1; null outside
 */
export function zeroAt({ edges }) {
  const [from = 0, to = 0] = [edges[0], edges.at(-1)];
  return from < 0 && to > 0 ? -from / (to - from) : null;
}

/**
 * @param {Histogram} histogram
 * @returns {boolean} whether all edges are numbers
 */
export function isKnown({ edges }) {
  return edges.every(Number.isFinite);
}
