/** @file A modern LeNet-5: its convolutions and dense layers, with ReLU and max pooling. */

/** @type {import('./index.js').Preset} */
export const lenet = {
  name: 'lenet',
  settings: {
    layers: [
      { kind: 'conv2d', filters: 6, kernel: 5, activation: 'relu', padding: 'same' },
      { kind: 'max_pool2d', size: 2 },
      { kind: 'conv2d', filters: 16, kernel: 5, activation: 'relu' },
      { kind: 'max_pool2d', size: 2 },
      { kind: 'dense', units: 120, activation: 'relu' },
      { kind: 'dense', units: 84, activation: 'relu' },
    ],
    batch_size: 64,
  },
};
