/** @file Two convolutions with max pooling and one dense layer: the network of the TensorFlow.js example. */

/** @type {import('./index.js').Preset} */
export const convolutional = {
  name: 'convolutional',
  settings: {
    layers: [
      { kind: 'conv2d', filters: 8, kernel: 5, activation: 'relu' },
      { kind: 'max_pool2d', size: 2 },
      { kind: 'conv2d', filters: 16, kernel: 5, activation: 'relu' },
      { kind: 'max_pool2d', size: 2 },
    ],
    learning_rate: 0.002,
    batch_size: 32,
  },
};
