/** @file inkgrad, by its public package alone. */

/**
 * @param {import('../workloads.js').Workload} workload
 * @param {import('../data.js').Batch[]} batches
 * @param {{ build?: 'simd128' | 'relaxed-simd', workers?: number | 'auto', stepsPerCall?: number }} options
 */
export async function create({ input, layers, optimizer, batch }, batches, { stepsPerCall = 1, ...where }) {
  const { load } = await import(/** @type {string} */ ('/pkg/inkgrad.js'));
  const { Session } = await load(where);
  const loss = { kind: 'cross_entropy' };
  // The batches in their order, as the peers take them.
  const session = await Session.create({ seed: 1, input, layers, loss, optimizer, batch_size: batch, shuffle: false });
  const features = batches[0].inputs.length;
  const inputs = new Float32Array(features * batches.length);
  const labels = new Uint8Array(batch * batches.length);
  batches.forEach((own, index) => {
    inputs.set(own.inputs, index * features);
    labels.set(own.labels, index * batch);
  });
  await session.setData('train', { inputs, labels });
  return {
    stepsPerCall,
    step: () => session.step(stepsPerCall),
    settle() {},
    predict: (/** @type {Float32Array} */ samples) => session.predict(samples),
  };
}
