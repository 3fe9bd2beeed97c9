/** @file The query `ink-change`: the ink to add and to rub out, so that the network answers another class. */

import { fitOf } from '../../shared/data-sets.js';
import { Answer } from '../answer.js';
import { findInkChange } from '../ink-change.js';
import { abortedError } from '../worker-error.js';
import { AS_ANSWERED, answerOf } from './explain.js';

/** Losses whose outputs are probabilities. */
const PROBABILITIES = new Set(['cross_entropy', 'binary_cross_entropy']);

/**
 * @typedef {object} ChangedPicture
 * @property {number} generation of the drawing
 * @property {number} step of the weights
 * @property {number} target
 * @property {boolean} reached whether the changed picture is answered with the target surely enough
 * @property {Float32Array} input as it is
 * @property {Float32Array} outputs for it
 * @property {Float32Array} changedInput
 * @property {Float32Array} changedOutputs
 * @property {number} strokes
 */

/**
 * Parameter `target`: a class, or null for the second best.
 *
 * @type {import('../query-runner.js').Handler<import('./index.js').PredictionContext>}
 * @returns {Promise<Answer | null>} a `ChangedPicture`; null where nothing is drawn
 */
export async function inkChange({ analysis, input, generation }, params, { signal, turn }) {
  const { shape } = analysis.dataSet;
  const [, height = 0, width = 0] = shape;
  const margin = Math.max(0, Math.round((width * (1 - fitOf(analysis.dataSet).box)) / 2) - 1);
  if (!input || input.length !== width * height) return null;
  return analysis.use(async ({ session, step }) => {
    if (signal.aborted) throw abortedError();
    const scaled = { scale: 1, signal };
    const network = {
      gradient: (/** @type {Float32Array} */ picture, /** @type {number} */ target) =>
        session.explain(picture, { ...scaled, method: 'gradient', target }),
      predict: (/** @type {Float32Array} */ pictures) => session.predict(pictures, scaled),
      logarithmic: PROBABILITIES.has(session.spec.loss.kind),
    };
    const outputs = await network.predict(input);
    const target = typeof params.target === 'number' ? params.target : secondOf(outputs);
    const found = await findInkChange({ input, target, size: { width, height, margin }, network, turn });
    /** @type {ChangedPicture} */
    const changed = {
      generation,
      step,
      target,
      reached: found.reached,
      input,
      outputs,
      changedInput: found.input,
      changedOutputs: found.outputs,
      strokes: found.strokes,
    };
    return new Answer(changed, [outputs, found.input, found.outputs]);
  }, AS_ANSWERED);
}

/**
 * @param {Float32Array} outputs
 * @returns {number} the class with the second greatest
 */
function secondOf(outputs) {
  const others = outputs.slice();
  others[answerOf(outputs)] = Number.NEGATIVE_INFINITY;
  return answerOf(others);
}
