/** @file The query `explain`: what each pixel of the drawing does to the score of a class, by the package. */

import { Answer } from '../answer.js';
import { abortedError } from '../worker-error.js';

/** What is explained is what was answered. */
export const AS_ANSWERED = { asAnswered: true };

/** @typedef {'gradient' | 'gradient_x_input' | 'integrated_gradients' | 'occlusion'} Method the package's names */

/**
 * @typedef {object} Explanation
 * @property {number} generation of the drawing
 * @property {number} step of the weights
 * @property {Method} method
 * @property {number} target the class that is explained
 * @property {number} answer the class that the network answers
 * @property {Float32Array} outputs
 * @property {Float32Array} input of the network
 * @property {Float32Array} values as many
 */

/**
 * Parameters: `method`, and `target`, a class or null for the answer.
 *
 * @type {import('../query-runner.js').Handler<import('./index.js').PredictionContext>}
 * @returns {Promise<Answer | null>} an `Explanation`; null where nothing is drawn
 */
export async function explain({ analysis, input, generation }, params, { signal }) {
  if (!input) return null;
  const method = /** @type {Method} */ (params.method);
  return analysis.use(async ({ session, step }) => {
    if (signal.aborted) throw abortedError();
    const outputs = await session.predict(input, { scale: 1, signal });
    const answer = answerOf(outputs);
    const target = typeof params.target === 'number' ? params.target : answer;
    const values = await session.explain(input, { method, target, scale: 1, signal });
    /** @type {Explanation} */
    const explanation = { generation, step, method, target, answer, outputs, input, values };
    return new Answer(explanation, [outputs, values]);
  }, AS_ANSWERED);
}

/**
 * @param {Float32Array} outputs
 * @returns {number} the class with the greatest; 0 where they are no numbers
 */
export function answerOf(outputs) {
  return Math.max(0, outputs.indexOf(Math.max(...outputs)));
}
