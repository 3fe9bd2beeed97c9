/** @file Turns the first layer's weights into small signed pictures for the page. */

/** How many units are shown at most. */
export const TILES = 96;

/**
 * Full colour is at least this many times 1/√inputs, so that weights that have learned nothing yet stay quiet; the few
 * weights of a kernel grow less. It is reached at this share of the largest weight, so that one does not pale all others.
 */
const QUIET = { picture: 6, kernel: 2.5 };
const CUT = 0.6;

/**
 * @typedef {import('../shared/protocol.js').WeightTiles} WeightTiles
 *
 * @param {{ kind: string, outputShape: number[] }[]} rows of the summary
 * @param {ReadonlyMap<string, Float32Array>} weights by parameter name
 * @param {[number, number, number]} shape of a picture
 * @returns {WeightTiles | null} null where the first weights are no pictures: a recurrent layer's, above all
 */
export function firstTiles(rows, weights, [channels, height, width]) {
  const at = rows.findIndex(
    (_, index) => weights.has(`layers.${index}.weight`) || weights.has(`layers.${index}.weight_ih`),
  );
  const [row, weight] = [rows[at], weights.get(`layers.${at}.weight`)];
  if (!row || !weight) return null;
  if (row.kind === 'dense' && weight.length === (row.outputShape[0] ?? 0) * channels * height * width) {
    return weightTiles(weight, width, channels * height);
  }
  const units = row.kind === 'conv2d' ? row.outputShape[0] : row.kind === 'patches' ? row.outputShape[1] : 0;
  const side = Math.sqrt(weight.length / (units || Number.NaN) / channels);
  return Number.isInteger(side) ? weightTiles(weight, side, channels * side) : null;
}

/**
 * @param {Float32Array} weight row-major [units, height × width]
 * @param {number} width
 * @param {number} height
 * @returns {WeightTiles}
 */
export function weightTiles(weight, width, height) {
  const area = width * height;
  const shown = Math.min(TILES, weight.length / area);
  const pixels = new Int8Array(shown * area);
  const part = weight.subarray(0, pixels.length);
  let most = 0;
  for (let at = 0; at < part.length; at += 1) {
    const size = Math.abs(/** @type {number} */ (part[at]));
    if (size > most) most = size;
  }
  const quiet = area > 100 ? QUIET.picture : QUIET.kernel;
  const full = Math.max(quiet / Math.sqrt(area), CUT * most);
  for (let at = 0; at < part.length; at += 1) {
    const value = (127 / full) * /** @type {number} */ (part[at]);
    pixels[at] = value > 127 ? 127 : value < -127 ? -127 : Math.round(value);
  }
  return { width, height, units: Uint32Array.from({ length: shown }, (_, unit) => unit), pixels };
}
