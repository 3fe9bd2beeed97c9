/** @file Turns the first layer's weights into small signed pictures for the page. */

/** How many units are shown at most. */
export const TILES = 96;

/**
 * Full colour is at least this many times 1/√inputs, so that weights that have learned nothing yet stay quiet, and it is
 * reached at this share of the largest weight, so that one weight does not pale all others.
 */
const QUIET = 6;
const CUT = 0.6;

/**
 * @param {Float32Array} weight row-major [units, height × width]
 * @param {number} width
 * @param {number} height
 * @returns {import('../shared/protocol.js').WeightTiles}
 */
export function weightTiles(weight, width, height) {
  const area = width * height;
  const shown = Math.min(TILES, weight.length / area);
  const pixels = new Int8Array(shown * area);
  const part = weight.subarray(0, pixels.length);
  let most = 0;
  for (const value of part) most = Math.max(most, Math.abs(value));
  const full = Math.max(QUIET / Math.sqrt(area), CUT * most);
  for (const [at, value] of part.entries())
    pixels[at] = Math.max(-127, Math.min(127, Math.round((127 * value) / full)));
  return { width, height, units: Uint32Array.from({ length: shown }, (_, unit) => unit), pixels };
}
