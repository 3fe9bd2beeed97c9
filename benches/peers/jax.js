/** @file jax-js: one jitted function of loss, gradient and update, as in its own MNIST example. */

/** @typedef {{ w: any, b: any }} Weights */

/**
 * @param {import('../workloads.js').Workload} workload
 * @param {import('../data.js').Batch[]} batches
 * @param {{ backend: 'wasm' }} options
 */
export async function create(workload, batches, { backend }) {
  const address = '/benches/node_modules/@jax-js/jax/dist/index.js';
  const jax = await import(/** @type {string} */ (address));
  const { numpy: np, nn, jit, tree } = jax;
  await jax.init();
  jax.defaultDevice(backend);

  const { input, layers, optimizer, batch } = workload;
  const forward = network(jax, layers);
  const loss = (/** @type {Weights[]} */ weights, /** @type {any} */ inputs, /** @type {any} */ targets) =>
    nn
      .logSoftmax(forward(weights, inputs, batch), -1)
      .mul(targets)
      .sum()
      .mul(-1 / batch);
  const update = jit(
    optimizer.kind === 'adam' ? adam(jax, loss, optimizer.learning_rate) : sgd(jax, loss, optimizer.learning_rate),
  );

  let weights = initial(jax, input, layers);
  const zeros = () => weights.map(({ w, b }) => ({ w: np.zeros(w.shape), b: np.zeros(b.shape) }));
  let mean = zeros();
  let square = zeros();
  const data = batches.map(({ inputs, oneHot }) => ({
    inputs: np.array(inputs.slice()).reshape([batch, ...input]),
    targets: np.array(oneHot).reshape([batch, 10]),
  }));
  const infer = (/** @type {number} */ count) => (/** @type {Weights[]} */ own, /** @type {any} */ inputs) =>
    nn.softmax(forward(own, inputs, count), -1);
  const inferOne = jit(infer(1));
  const features = input.reduce((product, size) => product * size, 1);

  let steps = 0;
  /** @type {any} */
  let value;
  return {
    step() {
      const { inputs, targets } = data[steps % data.length];
      steps += 1;
      value?.dispose();
      const corrections = [0.9, 0.999].map((beta) => np.array([1 / (1 - beta ** steps)]));
      [value, weights, mean, square] = update(weights, mean, square, corrections, inputs.ref, targets.ref);
    },
    settle: () => value.ref.data(),
    predict(/** @type {Float32Array} */ samples) {
      const count = samples.length / features;
      const inputs = np.array(samples.slice()).reshape([count, ...input]);
      return (count === 1 ? inferOne : infer(count))(tree.ref(weights), inputs).data();
    },
  };
}

/**
 * @param {any} jax
 * @param {number[]} input
 * @param {import('../workloads.js').Layer[]} layers
 * @returns {Weights[]} He's uniform, biases 0
 */
function initial({ numpy: np }, input, layers) {
  const uniform = (/** @type {number[]} */ shape, /** @type {number} */ inputs) => {
    const length = shape.reduce((product, size) => product * size, 1);
    const limit = Math.sqrt(6 / inputs);
    return np.array(Float32Array.from({ length }, () => (Math.random() * 2 - 1) * limit)).reshape(shape);
  };
  const weights = [];
  let shape = input;
  for (const layer of layers) {
    if (layer.kind === 'dense') {
      weights.push({ w: uniform([shape[0], layer.units], shape[0]), b: np.zeros([layer.units]) });
      shape = [layer.units];
    } else if (layer.kind === 'conv2d') {
      const { filters, kernel } = layer;
      const inputs = shape[0] * kernel * kernel;
      weights.push({ w: uniform([filters, shape[0], kernel, kernel], inputs), b: np.zeros([filters, 1, 1]) });
      shape = [filters, shape[1] - kernel + 1, shape[2] - kernel + 1];
    } else if (layer.kind === 'max_pool2d') {
      shape = [shape[0], shape[1] / layer.size, shape[2] / layer.size];
    } else {
      shape = [shape.reduce((product, size) => product * size, 1)];
    }
  }
  return weights;
}

/**
 * @param {any} jax
 * @param {import('../workloads.js').Layer[]} layers
 * @returns {(weights: Weights[], x: any, count: number) => any} the logits
 */
const network =
  ({ numpy: np, nn, lax }, layers) =>
  (weights, x, count) => {
    let next = 0;
    for (const layer of layers) {
      if (layer.kind === 'dense') {
        const { w, b } = weights[next++];
        x = np.matmul(x, w).add(b);
      } else if (layer.kind === 'conv2d') {
        const { w, b } = weights[next++];
        x = lax.conv(x, w, [1, 1], 'VALID').add(b);
      } else if (layer.kind === 'max_pool2d') {
        x = lax.reduceWindow(x, np.max, [layer.size, layer.size], [layer.size, layer.size]);
      } else {
        x = x.reshape([count, -1]);
      }
      if ('activation' in layer && layer.activation === 'relu') x = nn.relu(x);
    }
    return x;
  };

/**
 * Applies a function to the weights and to the biases of some lists of them, place by place.
 *
 * @param {(...arrays: any[]) => any} f
 * @param {Weights[][]} lists
 * @returns {Weights[]}
 */
const each = (f, ...lists) =>
  lists[0].map((_, at) => ({ w: f(...lists.map((list) => list[at].w)), b: f(...lists.map((list) => list[at].b)) }));

/** @type {(jax: any, loss: Function, rate: number) => Function} */
const sgd =
  ({ valueAndGrad, tree }, loss, rate) =>
  (
    /** @type {Weights[]} */ weights,
    /** @type {any} */ m,
    /** @type {any} */ v,
    /** @type {any[]} */ corrections,
    /** @type {any} */ x,
    /** @type {any} */ y,
  ) => {
    for (const correction of corrections) correction.dispose();
    const [value, gradient] = valueAndGrad(loss)(tree.ref(weights), x, y);
    return [value, each((w, g) => w.sub(g.mul(rate)), weights, gradient), m, v];
  };

/** @type {(jax: any, loss: Function, rate: number) => Function} */
const adam =
  ({ numpy: np, valueAndGrad, tree }, loss, rate) =>
  (
    /** @type {Weights[]} */ weights,
    /** @type {any} */ m,
    /** @type {any} */ v,
    /** @type {any[]} */ [c1, c2],
    /** @type {any} */ x,
    /** @type {any} */ y,
  ) => {
    const [value, gradient] = valueAndGrad(loss)(tree.ref(weights), x, y);
    const mean = each((old, g) => old.mul(0.9).add(g.mul(0.1)), m, tree.ref(gradient));
    const square = each((old, g) => old.mul(0.999).add(np.square(g).mul(0.001)), v, gradient);
    const stepped = (/** @type {any} */ w, /** @type {any} */ a, /** @type {any} */ b) =>
      w.sub(
        a
          .mul(rate)
          .mul(c1.ref)
          .div(np.sqrt(b.mul(c2.ref)).add(1e-8)),
      );
    const updated = each(stepped, weights, tree.ref(mean), tree.ref(square));
    c1.dispose();
    c2.dispose();
    return [value, updated, mean, square];
  };
