/** @file The query `one-step`: a copy of the run in the prediction worker, one unit of it, and steps forward and back. */

import { exampleOf, examples } from '../one-step/examples.js';
import { Microscope } from '../one-step/microscope.js';
import { nextBatch } from '../one-step/next-batch.js';
import { Saved } from '../one-step/saved.js';
import { TaskQueue } from '../task-queue.js';

/**
 * @typedef {import('../one-step/state.js').Samples} Samples
 * @typedef {import('./index.js').PredictionContext} Context
 *
 * @typedef {{ kind: 'batch' } | { kind: 'picture', index: number | null } |
 *   { kind: 'pad', input: Float32Array, label: number } | { kind: 'example', name: import('../one-step/examples.js').ExampleName }} Source
 *
 * @typedef {object} Request
 * @property {number} id of the copy: the page counts them
 * @property {{ bytes: Uint8Array | null, source: Source }} [open] begins a new copy
 * @property {'forward' | 'back'} [move]
 * @property {import('../one-step/microscope.js').Choice} choice
 */

/** The copy of the network that was looked at last. */
const current = {
  /** @type {import('../analysis.js').Analysis | null} */
  analysis: null,
  id: -1,
  /** @type {Microscope | null} */
  microscope: null,
  picture: -1,
};

const queue = new TaskQueue();

/**
 * @type {import('../query-runner.js').Handler<Context>}
 * @returns {Promise<import('../one-step/microscope.js').View & { picture: number } | null>} null where there is no such
 *   copy any more
 */
export function oneStep({ analysis }, params, { signal }) {
  const { id, open, move, choice } = /** @type {Request} */ (/** @type {unknown} */ (params));
  return queue.add(async () => {
    if (signal.aborted) return null;
    if (open) {
      Object.assign(current, { analysis, id, microscope: null, picture: -1 });
      const { bytes, samples, picture } = await opened(analysis, open.bytes, open.source);
      Object.assign(current, { microscope: new Microscope(analysis.inkgrad, bytes, samples), picture });
    }
    // The copy of a network that was replaced is not kept.
    if (current.analysis !== analysis) Object.assign(current, { analysis: null, microscope: null });
    const { microscope, picture } = current;
    if (!microscope || current.id !== id) return null;
    if (move === 'forward') await microscope.forward();
    if (move === 'back') microscope.back();
    return { ...(await microscope.view(choice)), picture };
  });
}

/**
 * @param {import('../analysis.js').Analysis} analysis
 * @param {Uint8Array | null} bytes of the run
 * @param {Source} source
 * @returns {Promise<{ bytes: Uint8Array, samples: Samples, picture: number }>}
 */
async function opened(analysis, bytes, source) {
  if (source.kind === 'example' && Object.hasOwn(examples, source.name))
    return { ...(await exampleOf(analysis.inkgrad, source.name)), picture: -1 };
  if (!bytes) throw new Error('there is no run to copy');
  if (source.kind === 'pad') {
    const samples = { inputs: source.input, labels: Uint8Array.of(source.label), count: 1 };
    return { bytes, samples, picture: -1 };
  }
  const run = new Saved(bytes);
  const known = run.counter('samples') || 1;
  const part = await analysis.part('train', known);
  const count = Math.min(known > 1 ? known : part.labels.length, part.labels.length);
  if (source.kind === 'batch') {
    const indices = await nextBatch(analysis.inkgrad, run, count);
    return { bytes, samples: gathered(analysis, part, indices), picture: -1 };
  }
  const index = source.kind === 'picture' ? source.index : null;
  const picture = index === null || index >= count ? Math.floor(Math.random() * count) : index;
  return { bytes, samples: gathered(analysis, part, [picture]), picture };
}

/**
 * @param {import('../analysis.js').Analysis} analysis
 * @param {import('../data-source.js').Part} part
 * @param {number[]} indices
 * @returns {Samples} scaled
 */
function gathered({ dataSet: { scale, shape } }, { inputs, labels }, indices) {
  const size = shape.reduce((product, length) => product * length, 1);
  const gathered = new Float32Array(indices.length * size);
  const factor = Math.fround(scale);
  for (const [at, index] of indices.entries())
    for (let pixel = 0; pixel < size; pixel += 1)
      gathered[at * size + pixel] = factor * (inputs[index * size + pixel] ?? 0);
  return {
    inputs: gathered,
    labels: Uint8Array.from(indices, (index) => labels[index] ?? 0),
    count: indices.length,
  };
}
