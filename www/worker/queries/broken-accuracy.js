/** @file The query `broken-accuracy`: how many validation pictures the network knows, intact and broken, at the same step. */

import { answersOf } from '../answers.js';
import { breakageOf } from '../damage/index.js';

/** Pictures that are answered at once: a drawing goes first after so many. */
const CHUNK = 250;

/**
 * @typedef {import('inkgrad').Session} Session
 * @typedef {import('../query-runner.js').Control} Control
 * @typedef {{ step: number, samples: number, intact: number, broken: number }} BrokenAccuracy
 */

/** The accuracy of intact weights. @type {WeakMap<readonly import('../../shared/protocol.js').Parameter[], number>} */
const known = new WeakMap();

/**
 * Parameter `damage`: what is broken.
 *
 * @type {import('../query-runner.js').Handler<import('./index.js').PredictionContext>}
 * @returns {Promise<BrokenAccuracy>}
 */
export function brokenAccuracy({ analysis }, params, control) {
  return analysis.use(async ({ session, step, parameters }) => {
    const { inputs, labels } = await analysis.part('validation');
    const { scale, shape } = analysis.dataSet;
    const damage = /** @type {import('../damage/index.js').Damage} */ (params.damage);
    const breakage = breakageOf(damage, session.spec.layers, shape);
    const size = inputs.length / labels.length;
    const pictureAt = (/** @type {number} */ at) =>
      Float32Array.from(inputs.subarray(at * size, (at + 1) * size), (value) => scale * value);
    const intact = known.get(parameters) ?? (await accuracyOf(session, labels, pictureAt, control));
    known.set(parameters, intact);
    const weights = await session.parameters();
    try {
      await session.setParameters(breakage.weights(weights));
      const broken = await accuracyOf(session, labels, (at) => breakage.input(pictureAt(at), at), control);
      return { step, samples: labels.length, intact, broken };
    } finally {
      await session.setParameters(weights);
    }
  });
}

/**
 * @param {Session} session
 * @param {ArrayLike<number>} labels
 * @param {(at: number) => Float32Array} pictureAt
 * @param {Control} control
 * @returns {Promise<number>} NaN of a network whose answers are no numbers
 */
async function accuracyOf(session, labels, pictureAt, { signal, turn }) {
  let correct = 0;
  for (let from = 0; from < labels.length; from += CHUNK) {
    const count = Math.min(CHUNK, labels.length - from);
    const pictures = Array.from({ length: count }, (_, at) => pictureAt(from + at));
    const size = pictures[0]?.length ?? 0;
    const inputs = new Float32Array(count * size);
    for (const [at, picture] of pictures.entries()) inputs.set(picture, at * size);
    const outputs = await session.predict(inputs, { scale: 1, signal });
    const { answers, finite } = answersOf(outputs, count);
    if (!finite) return Number.NaN;
    correct += answers.filter((answer, at) => answer === labels[from + at]).length;
    await turn();
  }
  return correct / labels.length;
}
