/** @file Lines of a small chart with a log scale. */

/**
 * @typedef {import('./trace.js').Point} Point
 * @typedef {'gradientNorm' | 'updateRatio'} Measure
 * @typedef {{ layer: string, path: string, last: number | null }} Line
 * @typedef {{ lines: Line[], from: number, to: number, ticks: { at: number, value: number }[] }} Chart `ticks`: powers of
 *   ten, `at` 0..1 from the foot
 */

/** The box that the paths lie in. */
export const BOX = { width: 100, height: 100 };

/** Lines of the scale at most. */
const MOST_TICKS = 4;

/**
 * @param {Point[]} points
 * @param {Measure} measure
 * @returns {Chart | null} null where nothing is known
 */
export function chartOf(points, measure) {
  const values = points.flatMap(({ layers }) => [...layers.values()].map((sizes) => sizes[measure]));
  const logarithms = values.filter(isPlottable).map(Math.log10);
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || logarithms.length === 0) return null;
  const low = Math.floor(Math.min(...logarithms) - 0.05);
  const high = Math.max(low + 1, Math.ceil(Math.max(...logarithms) + 0.05));
  const across = (/** @type {number} */ step) =>
    (BOX.width * (step - first.step)) / Math.max(1, last.step - first.step);
  const up = (/** @type {number} */ value) => BOX.height * (1 - (Math.log10(value) - low) / (high - low));
  const lines = [...last.layers.keys()].map((layer) => {
    const path = points.map((point) => [across(point.step), point.layers.get(layer)?.[measure] ?? null]);
    return { layer, path: pathOf(path, up), last: last.layers.get(layer)?.[measure] ?? null };
  });
  return { lines, from: first.step, to: last.step, ticks: ticksOf(low, high) };
}

/** @param {number | null} value @returns {value is number} */
function isPlottable(value) {
  return value !== null && value > 0 && Number.isFinite(value);
}

/**
 * @param {(number | null)[][]} points
 * @param {(value: number) => number} up
 * @returns {string} broken where nothing is known
 */
function pathOf(points, up) {
  let pen = 'M';
  let path = '';
  for (const [x, value = null] of points) {
    // A point without neighbours is a dot.
    if (isPlottable(value)) path += `${pen}${Number(x).toFixed(2)} ${up(value).toFixed(2)}${pen === 'M' ? 'h0' : ''}`;
    pen = isPlottable(value) ? 'L' : 'M';
  }
  return path;
}

/**
 * @param {number} low power of ten
 * @param {number} high
 */
function ticksOf(low, high) {
  const every = Math.ceil((high - low) / MOST_TICKS);
  const powers = Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, at) => low + at * every);
  return powers.map((power) => ({ at: (power - low) / (high - low), value: Number(`1e${power}`) }));
}
