/** @file The query `input-range`: the greatest size of an input, as the network gets it. */

/** How many samples are looked at: an input that is out of scale is so in most of them. */
const SAMPLES = 256;

/**
 * @type {import('../query-runner.js').Handler<import('./index.js').TrainingContext>}
 * @returns {number | null} null while there are no data
 */
export function inputRange({ data }) {
  if (!data) return null;
  const { inputs, labels } = data.train;
  const count = Math.min(SAMPLES, labels.length);
  const read = inputs.subarray(0, Math.floor((inputs.length / labels.length) * count));
  return data.dataSet.scale * greatestSize(read);
}

/**
 * @param {ArrayLike<number>} values
 * @returns {number} infinite where one is no number
 */
export function greatestSize(values) {
  let greatest = 0;
  for (let index = 0; index < values.length; index += 1) {
    const size = Math.abs(values[index] ?? 0);
    if (Number.isNaN(size)) return Number.POSITIVE_INFINITY;
    if (size > greatest) greatest = size;
  }
  return greatest;
}
