/**
 * @file The query `kept-state`: what a kept step of any run answers, how well it does over validation samples, and its first
 * weights. It is loaded as a session of its own, and freed.
 */

import { dataSetOf, sizeOf } from '../../shared/data-sets.js';
import { Answer } from '../answer.js';
import { abortedError } from '../worker-error.js';

/** Validation samples, from the beginning: enough to a per cent. */
const SAMPLES = 1000;

/** Numbers of the first weights that are given. */
const MOST_NUMBERS = 64 * 28 * 28;

/**
 * Parameters `bytes` of the saved session; `dataset` and `content` of its run; `input`: a drawing as the network's input, or
 * null.
 *
 * @type {import('../query-runner.js').Handler<import('./index.js').FileContext>}
 * @returns {Promise<Answer>} a `KeptState`
 */
export async function keptState({ load, open }, params, { signal }) {
  const { bytes, dataset, content, input } = /** @type {import('../../shared/protocol.js').KeptStateQuery} */ (
    /** @type {unknown} */ (params)
  );
  const inkgrad = await load();
  const source = await open({ dataset, content }, inkgrad);
  const session = await inkgrad.Session.load(bytes);
  try {
    const probabilities =
      input?.length === sizeOf(session.spec.input) ? await session.predict(input, { scale: 1, signal }) : null;
    const parameter = firstWeights(await session.parameters());
    const evaluation = await evaluate(session, source, dataSetOf(dataset).scale, signal);
    const answer = { input: [...session.spec.input], probabilities, parameter, ...evaluation };
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

/**
 * @param {import('inkgrad').Session} session
 * @param {import('../data-source.js').Source} source
 * @param {number} scale
 * @param {AbortSignal} signal
 */
async function evaluate(session, source, scale, signal) {
  const { inputs, labels } = await source.part('validation', SAMPLES);
  if (signal.aborted) throw abortedError();
  const count = Math.min(SAMPLES, labels.length);
  const size = inputs.length / Math.max(1, labels.length);
  await session.setData('validation', {
    inputs: inputs.subarray(0, count * size),
    labels: labels.subarray(0, count),
    scale,
  });
  const { loss, accuracy, confusion } = await session.evaluate('validation', { signal });
  return { loss, accuracy, confusion, count };
}
