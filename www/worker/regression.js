/** @file How well numbers are predicted. */

/**
 * @param {import('inkgrad').Session} session with this validation part
 * @param {import('./data-source.js').Parts} data
 */
export async function validateNumbers(session, { validation, table }) {
  const { signal } = new AbortController();
  const { loss, accuracy, confusion, outputs } = await session.evaluate('validation', { signal, perSample: true });
  const regression = regressionOf(outputs ?? [], validation.labels, table?.target.deviation);
  return { loss, accuracy, confusion, regression };
}

/**
 * @param {ArrayLike<number>} outputs
 * @param {ArrayLike<number>} labels
 * @param {number} [deviation] by which the labels were divided
 * @returns {import('../shared/protocol.js').Regression} `r2` is 0 for an answer that is always the mean of these labels
 */
export function regressionOf(outputs, labels, deviation = 1) {
  const count = labels.length;
  const at = (/** @type {ArrayLike<number>} */ values, /** @type {number} */ index) => Number(values[index]);
  let [mean, squared, absolute, total] = [0, 0, 0, 0];
  for (let index = 0; index < count; index += 1) mean += at(labels, index) / count;
  for (let index = 0; index < count; index += 1) {
    const error = at(outputs, index) - at(labels, index);
    squared += error ** 2;
    absolute += Math.abs(error);
    total += (at(labels, index) - mean) ** 2;
  }
  const r2 = total > 0 ? 1 - squared / total : 0;
  return { rmse: deviation * Math.sqrt(squared / count), mae: (deviation * absolute) / count, r2 };
}
