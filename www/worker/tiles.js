/** @file Turns the first layer's weights into small signed pictures for the page. */

/** How many units are shown at most. */
export const TILES = 96;

/** Full colour is at least this many times 1/√inputs, so that weights that have learned nothing yet stay quiet. */
const LOUDEST = 6;

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
  let largest = LOUDEST / Math.sqrt(area);
  for (const value of part) largest = Math.max(largest, Math.abs(value));
  for (const [at, value] of part.entries()) pixels[at] = Math.round((127 * value) / largest);
  return { width, height, units: Uint32Array.from({ length: shown }, (_, unit) => unit), pixels };
}
