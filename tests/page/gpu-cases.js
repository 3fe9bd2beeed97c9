/** @file Networks to compare training on WebGPU with training on the CPU. */

/**
 * @param {number} units
 * @param {object} [more]
 */
export const dense = (units, more = {}) => ({ kind: 'dense', units, ...more });
export const flatten = { kind: 'flatten' };

export const COMMON = { seed: 3, loss: { kind: 'cross_entropy' }, batch_size: 7 };
export const SGD = { kind: 'sgd', learning_rate: 0.1 };

/** Together they have every layer, activation, loss and optimiser that has a shader. @type {[string, object][]} */
export const CASES = [
  [
    'products of odd sizes',
    {
      input: [70],
      layers: [
        dense(130, { activation: 'relu' }),
        { kind: 'dropout', rate: 0.3 },
        dense(67, { bias: false }),
        dense(3),
      ],
      optimizer: { kind: 'sgd', learning_rate: 0.1, momentum: 0.9, nesterov: true, weight_decay: 0.01 },
      batch_size: 33,
      l1: 0.001,
      l2: 0.002,
      clip_norm: 0.5,
    },
  ],
  [
    'images',
    {
      input: [2, 9, 8],
      layers: [
        { kind: 'conv2d', filters: 5, kernel: 3, padding: 'same', stride: 2, activation: 'gelu' },
        { kind: 'max_pool2d', size: 3, stride: 1 },
        { kind: 'conv2d', filters: 3, kernel: 2, padding: 'same', activation: 'elu', bias: false },
        { kind: 'avg_pool2d', size: 2, stride: 1 },
        { kind: 'conv2d', filters: 4, kernel: 1, activation: 'softplus' },
        { kind: 'activation', function: 'softmax' },
        flatten,
        dense(3),
      ],
      optimizer: { kind: 'adamw', learning_rate: 0.01, weight_decay: 0.1 },
    },
  ],
  [
    'functions',
    {
      input: [3, 4],
      layers: [
        dense(5, { activation: 'sigmoid' }),
        dense(5, { activation: 'tanh' }),
        { kind: 'activation', function: 'gelu_tanh' },
        dense(5, { activation: 'silu', trainable: false }),
        dense(4, { activation: 'softmax' }),
        flatten,
        dense(6, { activation: 'leaky_relu' }),
        dense(2, { activation: 'sigmoid' }),
      ],
      loss: { kind: 'mse' },
      optimizer: { kind: 'rmsprop', learning_rate: 0.01 },
    },
  ],
  [
    'a mean of planes, half the squared error',
    {
      input: [1, 5, 4],
      layers: [{ kind: 'conv2d', filters: 3, kernel: 2, activation: 'silu' }, { kind: 'global_avg_pool2d' }, dense(1)],
      loss: { kind: 'half_squared_error' },
      optimizer: { kind: 'adagrad', learning_rate: 0.1 },
    },
  ],
  [
    'one logit',
    {
      input: [3],
      layers: [dense(1)],
      loss: { kind: 'binary_cross_entropy' },
      optimizer: { kind: 'adamax', learning_rate: 0.01 },
    },
  ],
  [
    'smoothed labels',
    {
      input: [3],
      layers: [dense(3)],
      loss: { kind: 'cross_entropy', label_smoothing: 0.2 },
      optimizer: { kind: 'lion', learning_rate: 0.01, weight_decay: 0.1 },
    },
  ],
];

/**
 * Matrix products of every kind that are tall enough for quads, with sizes that leave some quads partial.
 *
 * @type {[string, object][]}
 */
export const TALL_PRODUCTS = [
  [
    'tall products',
    {
      input: [13],
      layers: [dense(61, { activation: 'tanh' }), dense(31, { activation: 'silu' }), dense(3)],
      optimizer: { kind: 'sgd', learning_rate: 0.05, momentum: 0.9 },
      batch_size: 30,
    },
  ],
  [
    'tall products of images',
    {
      input: [29, 4, 5],
      layers: [
        { kind: 'conv2d', filters: 27, kernel: 2, activation: 'relu' },
        { kind: 'conv2d', filters: 61, kernel: 3, padding: 'same', activation: 'tanh' },
        flatten,
        dense(3),
      ],
      optimizer: SGD,
    },
  ],
];

/** Each of the three kinds of product uses the largest tiles once, with sizes that are no multiples of the tile. */
export const LARGE_PRODUCTS = {
  input: [21],
  layers: [dense(519, { activation: 'relu' }), dense(509, { activation: 'tanh' }), dense(3)],
  optimizer: SGD,
  batch_size: 517,
};
