/** @file The query `predictions`: what the network answers for inputs that the page has made itself. */

import { Answer } from '../answer.js';

/**
 * Parameter `inputs`: of n samples, scaled, one after the other.
 *
 * @type {import('../query-runner.js').Handler<import('./index.js').PredictionContext>}
 * @returns {Promise<Answer>} `{ step, outputs }`, n × classes
 */
export async function predictions({ predictor: { session, step } }, params, { signal }) {
  const inputs = /** @type {Float32Array} */ (params.inputs);
  const outputs = await session.predict(inputs, { scale: 1, ...(signal && { signal }) });
  return new Answer({ step, outputs }, [outputs]);
}
