/** @file Which pictures are listed: those that a filter lets through, the greatest loss first. */

/**
 * Answer of the query `validation-answers`.
 *
 * @typedef {object} ValidationAnswers
 * @property {number} step of the weights
 * @property {number} classes
 * @property {boolean} finite whether all outputs are numbers
 * @property {Uint8Array | Float32Array} labels the truth of each picture
 * @property {Uint16Array} answers
 * @property {Float32Array} confidences 0..1
 * @property {Float32Array} losses
 * @property {Float32Array} [outputs] of a network that predicts a number, which has no `classes`
 *
 * @typedef {object} Filter
 * @property {number | null} truth null for any
 * @property {number | null} answer null for any
 * @property {boolean} right whether pictures that are answered rightly are listed too
 *
 * @typedef {{ index: number, truth: number, answer: number, confidence: number, loss: number }} Mistake
 */

/** @type {Filter} */
export const everything = { truth: null, answer: null, right: false };

/**
 * @param {Record<string, unknown> | null} focus what another part of the page asks to see
 * @returns {Filter} on the diagonal of the confusion table the right ones too
 */
export function filterOf(focus) {
  const [truth, answer] = [numberOf(focus?.truth), numberOf(focus?.answer)];
  return { truth, answer, right: truth !== null && truth === answer };
}

/** @param {unknown} value */
function numberOf(value) {
  return typeof value === 'number' ? value : null;
}

/**
 * @param {ValidationAnswers} answers
 * @param {Filter} filter
 * @returns {number[]} indices of pictures; a loss that is no number is the greatest
 */
export function ranked({ labels, answers, losses }, { truth, answer, right }) {
  const passes = (/** @type {number} */ index) =>
    (truth === null || labels[index] === truth) &&
    (answer === null || answers[index] === answer) &&
    (right || labels[index] !== answers[index]);
  const size = (/** @type {number} */ index) => {
    const loss = losses[index] ?? 0;
    return Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss;
  };
  const indices = Array.from(labels, (_, index) => index).filter(passes);
  return indices.sort((one, other) => compare(size(other), size(one)) || one - other);
}

/**
 * @param {Pick<ValidationAnswers, 'labels' | 'outputs'>} answers numbers that were predicted
 * @returns {number[]} indices of rows, the greatest error first
 */
export function byError({ labels, outputs = new Float32Array() }) {
  const error = (/** @type {number} */ index) => Math.abs(Number(outputs[index]) - Number(labels[index]));
  return Array.from(labels, (_, index) => index).sort((one, other) => error(other) - error(one) || one - other);
}

/** @param {number} one @param {number} other */
function compare(one, other) {
  return one === other ? 0 : one - other;
}

/**
 * @param {ValidationAnswers} answers
 * @param {number} index
 * @returns {Mistake}
 */
export function mistakeAt({ labels, answers, confidences, losses }, index) {
  const [truth = 0, answer = 0] = [labels[index], answers[index]];
  return { index, truth, answer, confidence: confidences[index] ?? 0, loss: losses[index] ?? 0 };
}
