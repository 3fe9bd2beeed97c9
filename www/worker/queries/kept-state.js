/**
 * @file The query `kept-state`: what a kept step of any run answers, how well it does over validation samples, and its first
 * weights. It is loaded as a session of its own, and freed.
 */

import { sizeOf } from '../../shared/data-sets.js';
import { Answer } from '../answer.js';
import { abortedError } from '../worker-error.js';
import { surestMistakes } from './kept-mistakes.js';

/** Validation samples, from the beginning: enough to a per cent. */
const SAMPLES = 1000;

/** Numbers of the first weights that are given. */
const MOST_NUMBERS = 64 * 28 * 28;

/**
 * Parameters `bytes` of the saved session; `data` of its run; `input`: a drawing as the network's input, or
 * null; `mistakes`: how many of the surest ones are wanted [0].
 *
 * @type {import('../query-runner.js').Handler<import('./index.js').FileContext>}
 * @returns {Promise<Answer>} a `KeptState`
 */
export async function keptState({ load, open }, params, { signal }) {
  const {
    bytes,
    data,
    input,
    mistakes: most = 0,
  } = /** @type {import('../../shared/answers.js').KeptStateQuery} */ (/** @type {unknown} */ (params));
  const inkgrad = await load();
  const source = await open(data, inkgrad);
  const session = await inkgrad.Session.load(bytes);
  try {
    const probabilities =
      input?.length === sizeOf(session.spec.input) ? await session.predict(input, { scale: 1, signal }) : null;
    const parameter = firstWeights(await session.parameters());
    const { dataSet } = source;
    const samples = await samplesOf(source);
    if (signal.aborted) throw abortedError();
    const evaluation = await evaluate(session, samples, dataSet.scale, signal);
    const mistakes = await surestMistakes(session, samples, dataSet, most, signal);
    const answer = { input: [...session.spec.input], probabilities, parameter, mistakes, ...evaluation };
    return new Answer(
      answer,
      [parameter?.values, probabilities].filter((values) => values !== null && values !== undefined),
    );
  } finally {
    session.free();
  }
}

/** @param {import('../../shared/protocol.js').Parameter[]} parameters */
function firstWeights(parameters) {
  const found = parameters.find(({ shape }) => shape.length > 1);
  return found ? { name: found.name, shape: found.shape, values: found.data.slice(0, MOST_NUMBERS) } : null;
}

/** @param {import('../data-source.js').Source} source */
async function samplesOf(source) {
  const { inputs, labels } = await source.part('validation', SAMPLES);
  const count = Math.min(SAMPLES, labels.length);
  const size = inputs.length / Math.max(1, labels.length);
  return { inputs: inputs.subarray(0, count * size), labels: labels.subarray(0, count) };
}

/**
 * @param {import('inkgrad').Session} session
 * @param {import('./kept-mistakes.js').Samples} samples
 * @param {number} scale
 * @param {AbortSignal} signal
 */
async function evaluate(session, samples, scale, signal) {
  await session.setData('validation', { ...samples, scale });
  const { loss, accuracy, confusion } = await session.evaluate('validation', { signal });
  return { loss, accuracy, confusion, count: samples.labels.length };
}
