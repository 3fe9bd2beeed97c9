/** @file The workloads: a network, an optimiser and a batch size. All contenders read the same. */

/**
 * @typedef {{ kind: 'dense', units: number, activation: 'relu' | 'linear' }
 *   | { kind: 'conv2d', filters: number, kernel: number, activation: 'relu' }
 *   | { kind: 'max_pool2d', size: number } | { kind: 'flatten' }} Layer
 * @typedef {object} Workload
 * @property {number[]} input the shape of one sample, as in inkgrad's spec
 * @property {Layer[]} layers
 * @property {{ kind: 'adam' | 'sgd', learning_rate: number }} optimizer
 * @property {number} batch samples per step
 * @property {boolean} [standardise] with MNIST's mean and standard deviation, so that no input is exactly zero
 */

/**
 * @param {number[]} units
 * @returns {Layer[]} dense layers, all but the last with a ReLU
 */
const dense = (...units) =>
  units.map((count, index) => ({
    kind: 'dense',
    units: count,
    activation: index < units.length - 1 ? 'relu' : 'linear',
  }));

/** @type {Layer[]} two convolutions with max pooling, and a dense layer: 8 and 16 filters of 5×5 */
const convolutional = [
  { kind: 'conv2d', filters: 8, kernel: 5, activation: 'relu' },
  { kind: 'max_pool2d', size: 2 },
  { kind: 'conv2d', filters: 16, kernel: 5, activation: 'relu' },
  { kind: 'max_pool2d', size: 2 },
  { kind: 'flatten' },
  ...dense(10),
];

/** @type {Workload['optimizer']} */
const adam = { kind: 'adam', learning_rate: 0.001 };

/** @type {Record<string, Workload>} */
export const workloads = {
  'mlp 784-128-10, batch 32': { input: [784], layers: dense(128, 10), optimizer: adam, batch: 32 },
  'mlp 784-128-10, batch 128': { input: [784], layers: dense(128, 10), optimizer: adam, batch: 128 },
  'mlp 784-128-10, batch 128, no zeros': {
    input: [784],
    layers: dense(128, 10),
    optimizer: adam,
    batch: 128,
    standardise: true,
  },
  'mlp 784-512-256-10, batch 128': { input: [784], layers: dense(512, 256, 10), optimizer: adam, batch: 128 },
  'cnn 8-16, batch 64': { input: [1, 28, 28], layers: convolutional, optimizer: adam, batch: 64 },
  'tiny 64-32-10, batch 32': {
    input: [64],
    layers: dense(32, 10),
    optimizer: { kind: 'sgd', learning_rate: 0.1 },
    batch: 32,
  },
};
