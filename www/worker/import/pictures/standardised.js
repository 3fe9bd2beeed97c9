/** @file Pictures compared whatever their brightness and contrast. */

/**
 * @param {ArrayLike<number>} values
 * @returns {Float32Array} with mean 0 and length 1
 */
export function standardised(values) {
  let mean = 0;
  for (let at = 0; at < values.length; at += 1) mean += /** @type {number} */ (values[at]) / values.length;
  const shifted = Float32Array.from(values, (value) => value - mean);
  const length = Math.hypot(...shifted) || 1;
  return shifted.map((value) => value / length);
}
