/** @file The query `own-accuracy`: what the network answers to labelled samples of the person's own. */

import { Answer } from '../answer.js';
import { answersOf } from '../answers.js';

/**
 * Parameters `inputs`: of n samples, scaled, one after the other; `labels`: their classes.
 *
 * @type {import('../query-runner.js').Handler<import('./index.js').PredictionContext>}
 * @returns {Promise<Answer>} `{ step, correct, answers }`
 */
export async function ownAccuracy({ analysis }, params, { signal }) {
  const inputs = /** @type {Float32Array} */ (params.inputs);
  const labels = /** @type {Uint8Array} */ (params.labels);
  return analysis.use(async ({ session, step }) => {
    const outputs = await session.predict(inputs, { scale: 1, signal });
    const { answers } = answersOf(outputs, labels.length);
    const correct = labels.reduce((sum, label, at) => sum + Number(answers[at] === label), 0);
    return new Answer({ step, correct, answers }, [answers]);
  });
}
