/** @file The first layer's weights as small signed images, which the page paints. */

/** Maximum number of units shown. */
export const MAX_TILES = 96;

/**
 * Full colour stands for at least this multiple of 1/√inputs, so that untrained weights look pale. Kernels have fewer
 * weights and a smaller multiple. Full colour is reached at this fraction of the largest weight, which clips outliers.
 */
const MIN_SCALE = { image: 6, kernel: 2.5 };
const CLIP_FRACTION = 0.6;

/**
 * @typedef {Omit<import('../shared/protocol.js').WeightTiles, 'step'>} WeightTiles
 *
 * @param {{ kind: string, outputShape: number[] }[]} rows of the summary
 * @param {ReadonlyMap<string, Float32Array>} weights by parameter name
 * @param {[number, number, number]} shape of an image
 * @returns {WeightTiles | null} null where the first layer's weights form no images, such as a recurrent layer's
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
  const shown = Math.min(MAX_TILES, weight.length / area);
  const values = weight.slice(0, shown * area);
  let largest = 0;
  for (let at = 0; at < values.length; at += 1) {
    const size = Math.abs(/** @type {number} */ (values[at]));
    if (size > largest) largest = size;
  }
  const minimum = area > 100 ? MIN_SCALE.image : MIN_SCALE.kernel;
  const limit = Math.max(minimum / Math.sqrt(area), CLIP_FRACTION * largest);
  return { width, height, units: Uint32Array.from({ length: shown }, (_, unit) => unit), values, limit };
}
