/** @file Turns the first layer's weights into small signed pictures for the page. */

/** How many units are shown at most. */
export const TILES = 96;

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
  for (let unit = 0; unit < shown; unit += 1) {
    const row = weight.subarray(unit * area, (unit + 1) * area);
    let largest = 1e-12;
    for (const value of row) largest = Math.max(largest, Math.abs(value));
    for (let at = 0; at < area; at += 1) {
      pixels[unit * area + at] = Math.round((127 * /** @type {number} */ (row[at])) / largest);
    }
  }
  return { width, height, units: Uint32Array.from({ length: shown }, (_, unit) => unit), pixels };
}
