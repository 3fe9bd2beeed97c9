/**
 * @file Which samples the next step of a run takes. The core alone knows its order: a session with one weight is put at
 * the run's position, and learns the number of each sample.
 */

import { Saved } from './saved.js';

/**
 * @param {import('inkgrad').Inkgrad} inkgrad
 * @param {Saved} run
 * @param {number} count of the training data
 * @returns {Promise<number[]>} indices of samples, in the order of the batch
 */
export async function nextBatch({ Session }, run, count) {
  const { seed = 0, shuffle = true, batch_size: size = 32 } = JSON.parse(run.metadata['inkgrad.spec'] ?? '{}');
  const known = run.counter('samples') === count;
  const position = known ? run.counter('position') : 0;
  const spec = /** @type {import('inkgrad').Spec} */ ({
    ...{ seed, shuffle, input: [1], batch_size: 1 },
    layers: [{ kind: 'dense', units: 1, bias: false, init: 'zeros' }],
    loss: { kind: 'half_squared_error' },
    optimizer: { kind: 'sgd', learning_rate: 1 },
  });
  const data = { inputs: new Float32Array(count).fill(1), labels: Float32Array.from({ length: count }, (_, at) => at) };
  const fresh = await Session.create(spec);
  await fresh.setData('train', data);
  const saved = new Saved(await fresh.save());
  fresh.free();
  const order = run.metadata['inkgrad.order'] ?? '0';
  const probe = await Session.load(saved.with({ 'inkgrad.order': order, 'inkgrad.position': String(position) }));
  try {
    await probe.setData('train', data);
    const indices = [];
    for (let left = Math.min(size, count - position); left > 0; left -= 1) {
      // At the rate 1 the weight becomes the target.
      await probe.step(1);
      indices.push(Math.round((await probe.parameters())[0]?.data[0] ?? 0));
    }
    return indices;
  } finally {
    probe.free();
  }
}
