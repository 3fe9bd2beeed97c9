/** @file The most accurate preset: convolutions with batch normalisation, data augmentation and a cosine schedule. */

/** @type {import('./index.js').Preset} */
export const best = {
  name: 'best',
  settings: {
    layers: [
      { kind: 'conv2d', filters: 16, kernel: 3, activation: 'relu' },
      { kind: 'batch_norm' },
      { kind: 'conv2d', filters: 16, kernel: 3, activation: 'relu' },
      { kind: 'batch_norm' },
      { kind: 'max_pool2d', size: 2 },
      { kind: 'conv2d', filters: 32, kernel: 3, activation: 'relu' },
      { kind: 'batch_norm' },
      { kind: 'conv2d', filters: 32, kernel: 3, activation: 'relu' },
      { kind: 'batch_norm' },
      { kind: 'max_pool2d', size: 2 },
      { kind: 'dropout', rate: 0.3 },
      { kind: 'dense', units: 128, activation: 'relu' },
      { kind: 'dropout', rate: 0.3 },
    ],
    learning_rate: 0.003,
    batch_size: 128,
    schedule: 'cosine',
    steps: 6450,
    shift: 2,
    rotate: 8,
    zoom: 0.08,
    epochs: 15,
  },
};
