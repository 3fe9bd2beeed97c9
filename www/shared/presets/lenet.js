/** @file A modern LeNet-5: its convolutions and dense layers, with ReLU and max pooling. */

/** @type {import('./index.js').Preset} */
export const lenet = {
  name: 'lenet',
  dataset: 'mnist',
  spec: {
    layers: [
      { kind: 'conv2d', filters: 6, kernel: 5, activation: 'relu', padding: 'same' },
      { kind: 'max_pool2d', size: 2 },
      { kind: 'conv2d', filters: 16, kernel: 5, activation: 'relu' },
      { kind: 'max_pool2d', size: 2 },
      { kind: 'flatten' },
      { kind: 'dense', units: 120, activation: 'relu' },
      { kind: 'dense', units: 84, activation: 'relu' },
      { kind: 'dense', units: 10 },
    ],
    optimizer: { kind: 'adam', learning_rate: 0.001 },
    batch_size: 64,
  },
  epochs: 0,
  reached: { accuracy: 0.9885, epochs: 5 },
};
