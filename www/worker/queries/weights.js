/** @file The query `weights`: what parameters there are, and a stretch of one of them. */

import { Answer } from '../answer.js';

/**
 * Parameters `name`: of the parameter, the first with rows and columns unless given; `from` and `count`: the stretch.
 *
 * @type {import('../query-runner.js').Handler<import('./index.js').PredictionContext>}
 * @returns {Answer} a `Weights`
 */
export function weights({ predictor: { parameters, session, step } }, params) {
  const parameter = parameters.find(({ name }) => name === params.name) ?? defaultOf(parameters);
  const all = parameter?.data ?? new Float32Array(0);
  const from = Number(params.from ?? 0);
  const values = all.slice(from, from + Number(params.count ?? 0));
  const listed = parameters.map(({ name, shape }) => ({ name, shape }));
  const { spec } = session;
  const answer = { step, spec, parameters: listed, name: parameter?.name ?? '', from, values, ...sizesOf(all) };
  return new Answer(answer, [values]);
}

/** @param {readonly import('../../shared/protocol.js').Parameter[]} parameters */
function defaultOf(parameters) {
  return parameters.find(({ shape }) => shape.length > 1) ?? parameters[0];
}

/** @param {Float32Array} values */
function sizesOf(values) {
  let [largest, squares] = [0, 0];
  for (let at = 0; at < values.length; at += 1) {
    const size = Math.abs(/** @type {number} */ (values[at]));
    squares += size * size;
    if (size > largest) largest = size;
  }
  return { largest, rootMeanSquare: Math.sqrt(squares / Math.max(1, values.length)) };
}
