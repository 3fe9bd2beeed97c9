/**
 * @file ConvNetJS: its network and its trainer, which takes samples one by one and updates after each batch. In place
 * of Adam it has Adadelta, as in its own MNIST example: its Adam does not converge.
 */
import { script } from './script.js';

/**
 * @param {import('../workloads.js').Workload} workload
 * @param {import('../data.js').Batch[]} batches
 */
export async function create({ input, layers, optimizer, batch }, batches) {
  await script('/benches/node_modules/convnetjs/build/convnet.js');
  const { convnetjs } = /** @type {any} */ (globalThis);
  const [depth, height, width] = input.length === 3 ? input : [input[0], 1, 1];
  const net = new convnetjs.Net();
  net.makeLayers([
    { type: 'input', out_sx: width, out_sy: height, out_depth: depth },
    ...layers.slice(0, -1).flatMap(translated),
    { type: 'softmax', num_classes: 10 },
  ]);
  const method = optimizer.kind === 'adam' ? 'adadelta' : 'sgd';
  const trainer = new convnetjs.Trainer(net, {
    method,
    learning_rate: optimizer.learning_rate,
    momentum: 0,
    batch_size: batch,
    l2_decay: 0,
  });

  const features = depth * height * width;
  const volume = (/** @type {Float32Array} */ samples, /** @type {number} */ index) => {
    const one = new convnetjs.Vol(width, height, depth, 0);
    for (let at = 0; at < features; at += 1) one.w[at] = samples[index * features + at];
    return one;
  };
  const data = batches.map(({ inputs, labels }) =>
    Array.from(labels, (label, index) => ({ label, picture: volume(inputs, index) })),
  );
  let next = 0;
  return {
    step() {
      for (const { label, picture } of data[next % data.length]) trainer.train(picture, label);
      next += 1;
    },
    settle() {},
    predict(/** @type {Float32Array} */ samples) {
      const count = samples.length / features;
      const out = new Float32Array(count * 10);
      for (let index = 0; index < count; index += 1) out.set(net.forward(volume(samples, index)).w, index * 10);
      return out;
    },
  };
}

/**
 * @param {import('../workloads.js').Layer} layer
 * @returns {object[]} ConvNetJS's definitions of it; it flattens by itself
 */
function translated(layer) {
  switch (layer.kind) {
    case 'dense':
      return [{ type: 'fc', num_neurons: layer.units, activation: layer.activation }];
    case 'conv2d':
      return [
        { type: 'conv', sx: layer.kernel, filters: layer.filters, stride: 1, pad: 0, activation: layer.activation },
      ];
    case 'max_pool2d':
      return [{ type: 'pool', sx: layer.size, stride: layer.size }];
    default:
      return [];
  }
}
