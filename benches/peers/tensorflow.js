/** @file TensorFlow.js: a layers model, its own optimiser minimising the cross-entropy of the logits, channels last. */
import { script } from './script.js';

const PACKAGES = '/benches/node_modules/@tensorflow';

/**
 * @param {import('../workloads.js').Workload} workload
 * @param {import('../data.js').Batch[]} batches
 * @param {{ backend: 'cpu' | 'wasm', threads?: number }} options
 */
export async function create({ input, layers, optimizer, batch }, batches, { backend, threads = 1 }) {
  await script(`${PACKAGES}/tfjs/dist/tf.min.js`);
  const { tf } = /** @type {any} */ (globalThis);
  if (backend === 'wasm') {
    await script(`${PACKAGES}/tfjs-backend-wasm/dist/tf-backend-wasm.min.js`);
    tf.wasm.setWasmPaths(`${PACKAGES}/tfjs-backend-wasm/dist/`);
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', threads > 1);
    if (threads > 1) tf.wasm.setThreadsCount(threads);
  }
  if (!(await tf.setBackend(backend))) throw new Error(`the backend ${backend} does not run here`);
  await tf.ready();

  const shape = input.length === 3 ? [input[1], input[2], input[0]] : input;
  const model = tf.sequential();
  layers.forEach((layer, index) => {
    model.add(translated(tf, layer, index === 0 ? { inputShape: shape } : {}));
  });
  const rate = optimizer.learning_rate;
  const rule = optimizer.kind === 'adam' ? tf.train.adam(rate) : tf.train.sgd(rate);
  const data = batches.map((own) => ({
    inputs: tf.tensor(own.inputs, [batch, ...shape]),
    targets: tf.tensor2d(own.oneHot, [batch, 10]),
  }));
  const features = shape.reduce((product, size) => product * size, 1);

  let next = 0;
  /** @type {any} */
  let loss;
  return {
    step() {
      const { inputs, targets } = data[next % data.length];
      next += 1;
      loss?.dispose();
      loss = rule.minimize(() => tf.losses.softmaxCrossEntropy(targets, model.apply(inputs, { training: true })), true);
    },
    settle: () => loss.data(),
    async predict(/** @type {Float32Array} */ samples) {
      const count = samples.length / features;
      const out = tf.tidy(() => tf.softmax(model.predict(tf.tensor(samples, [count, ...shape]))));
      const probabilities = await out.data();
      out.dispose();
      return probabilities;
    },
  };
}

/**
 * @param {any} tf
 * @param {import('../workloads.js').Layer} layer
 * @param {object} first what the first layer says of its input
 */
function translated(tf, layer, first) {
  switch (layer.kind) {
    case 'dense':
      return tf.layers.dense({ units: layer.units, activation: layer.activation, ...first });
    case 'conv2d':
      return tf.layers.conv2d({
        filters: layer.filters,
        kernelSize: layer.kernel,
        activation: layer.activation,
        ...first,
      });
    case 'max_pool2d':
      return tf.layers.maxPooling2d({ poolSize: layer.size });
    default:
      return tf.layers.flatten();
  }
}
