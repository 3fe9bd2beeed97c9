/** @file The answers of a classifier: the class with the greatest output, as the page reads it, and how sure it is. */

/**
 * @param {Float32Array} outputs samples × outputs
 * @param {number} count of samples
 * @returns {{ classes: number, answers: Uint16Array, confidences: Float32Array, finite: boolean }} one output tells two
 *   classes apart at 0.5; `finite` is whether all outputs are numbers
 */
export function answersOf(outputs, count) {
  const width = count === 0 ? 0 : outputs.length / count;
  const [answers, confidences] = [new Uint16Array(count), new Float32Array(count)];
  for (let at = 0; at < count; at += 1) {
    const own = outputs.subarray(at * width, (at + 1) * width);
    const [first = 0] = own;
    answers[at] = width === 1 ? Number(first >= 0.5) : greatest(own);
    confidences[at] = width === 1 ? Math.max(first, 1 - first) : (own[Number(answers[at])] ?? 0);
  }
  return { classes: Math.max(width, 2), answers, confidences, finite: outputs.every(Number.isFinite) };
}

/**
 * @param {Float32Array} values
 * @returns {number} index of the first among the greatest
 */
function greatest(values) {
  let best = 0;
  for (let at = 1; at < values.length; at += 1) {
    if (Number(values[at]) > Number(values[best])) best = at;
  }
  return best;
}
