/**
 * @file The query `broken-accuracy`: how many validation samples the network knows, or how well it predicts their number,
 * intact and broken, at the same step.
 */

import { answersOf } from '../answers.js';
import { breakageOf } from '../damage/index.js';
import { regressionOf } from '../regression.js';

/** Pictures that are answered at once: a drawing goes first after so many. */
const CHUNK = 250;

/**
 * @typedef {import('inkgrad').Session} Session
 * @typedef {import('../query-runner.js').Control} Control
 * @typedef {{ step: number, samples: number, intact: number, broken: number }} BrokenAccuracy accuracies; of a number R²
 * @typedef {(session: Session, inputAt: (at: number) => Float32Array, control: Control) => Promise<number>} Measure
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
    const { scale, shape, classes } = analysis.dataSet;
    const damage = /** @type {import('../damage/index.js').Damage} */ (params.damage);
    const breakage = breakageOf(damage, session.spec.layers, shape);
    const size = inputs.length / labels.length;
    const pictureAt = (/** @type {number} */ at) =>
      Float32Array.from(inputs.subarray(at * size, (at + 1) * size), (value) => scale * value);
    /** @type {Measure} */
    const measure = async (...means) => {
      const outputs = await outputsOf(labels.length, ...means);
      return classes === 0 ? regressionOf(outputs, labels).r2 : accuracyOf(outputs, labels);
    };
    const intact = known.get(parameters) ?? (await measure(session, pictureAt, control));
    known.set(parameters, intact);
    const weights = await session.parameters();
    try {
      await session.setParameters(breakage.weights(weights));
      const broken = await measure(session, (at) => breakage.input(pictureAt(at), at), control);
      return { step, samples: labels.length, intact, broken };
    } finally {
      await session.setParameters(weights);
    }
  });
}

/**
 * @param {number} total of samples
 * @param {Session} session
 * @param {(at: number) => Float32Array} inputAt
 * @param {Control} control
 * @returns {Promise<Float32Array>} of all samples, one after the other
 */
async function outputsOf(total, session, inputAt, { signal, turn }) {
  const parts = [];
  for (let from = 0; from < total; from += CHUNK) {
    const count = Math.min(CHUNK, total - from);
    const rows = Array.from({ length: count }, (_, at) => inputAt(from + at));
    const size = rows[0]?.length ?? 0;
    const inputs = new Float32Array(count * size);
    for (const [at, row] of rows.entries()) inputs.set(row, at * size);
    parts.push(await session.predict(inputs, { scale: 1, signal }));
    await turn();
  }
  const outputs = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const part of parts) {
    outputs.set(part, place);
    place += part.length;
  }
  return outputs;
}

/**
 * @param {Float32Array} outputs
 * @param {ArrayLike<number>} labels
 * @returns {number} NaN of a network whose answers are no numbers
 */
function accuracyOf(outputs, labels) {
  const { answers, finite } = answersOf(outputs, labels.length);
  return finite ? answers.filter((answer, at) => answer === labels[at]).length / labels.length : Number.NaN;
}
