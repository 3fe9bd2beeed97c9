/**
 * @file Reads random numbers out of training: the order of an epoch's samples, the masks of dropout, augmented images.
 *
 * The package has no function that returns them. A dense layer of weight 0 after the layers in question reveals their
 * output: with the target −1, learning rate 1 and half the squared error, one step sets its weights to −y.
 */

/**
 * @typedef {import('inkgrad').Inkgrad} Inkgrad
 * @typedef {import('inkgrad').Spec} Spec
 */

/**
 * The order in which an epoch visits its samples. The loss of a step on one sample is half the square of its index.
 *
 * @param {Inkgrad} inkgrad
 * @param {{ seed: number, count: number, epoch: number }} run
 * @returns {Promise<Uint32Array>}
 */
export async function epochOrder(inkgrad, { seed, count, epoch }) {
  const session = await inkgrad.Session.create({
    seed,
    input: [1],
    layers: [{ kind: 'dense', units: 1, init: 'zeros' }],
    loss: { kind: 'half_squared_error' },
    optimizer: { kind: 'sgd', learning_rate: 0 },
    batch_size: 1,
  });
  const labels = Float32Array.from({ length: count }, (_, index) => index);
  await session.setData('train', { inputs: new Float32Array(count), labels });
  if (epoch > 0) await session.step(epoch * count);
  const order = new Uint32Array(count);
  for (let place = 0; place < count; place += 1) {
    const { loss } = await session.step(1, { blocking: true });
    order[place] = Math.round(Math.sqrt(2 * loss));
  }
  session.free();
  return order;
}

/**
 * The output of some layers in a training step, for one sample of the batch.
 *
 * @param {Inkgrad} inkgrad
 * @param {object} run
 * @param {Partial<Spec> & Pick<Spec, 'input' | 'layers'>} run.spec
 * @param {Float32Array} run.image the input of every sample
 * @param {number} run.batch a power of two
 * @param {number} run.sample its place in the batch
 * @param {number} run.step
 * @returns {Promise<Float32Array>}
 */
export async function trainingOutput(inkgrad, { spec, image, batch, sample, step }) {
  const session = await inkgrad.Session.create({
    ...spec,
    layers: [...spec.layers, { kind: 'flatten' }, { kind: 'dense', units: 1, init: 'zeros', bias: false }],
    loss: { kind: 'half_squared_error' },
    optimizer: { kind: 'sgd', learning_rate: 1 },
    batch_size: batch,
    shuffle: false,
  });
  const inputs = new Float32Array(batch * image.length);
  for (let at = 0; at < batch; at += 1) inputs.set(image, at * image.length);
  const labels = Float32Array.from({ length: batch }, (_, at) => (at === sample ? -1 : 0));
  await session.setData('train', { inputs, labels });
  if (step > 0) await session.step(step);
  const [weight] = await session.parameters();
  if (!weight) throw new Error('the dense layer has a weight');
  await session.setParameters([{ ...weight, data: new Float32Array(weight.data.length) }]);
  await session.step(1);
  const [revealed] = await session.parameters();
  session.free();
  return (revealed?.data ?? new Float32Array()).map((value) => 0 - value * batch);
}
