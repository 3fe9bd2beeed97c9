/** @file The most accurate preset: convolutions with batch normalisation, data augmentation and a cosine schedule. */

/** @type {import('./index.js').Preset} */
export const best = {
  name: 'best',
  dataset: 'mnist',
  spec: {
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
      { kind: 'flatten' },
      { kind: 'dense', units: 128, activation: 'relu' },
      { kind: 'dropout', rate: 0.3 },
      { kind: 'dense', units: 10 },
    ],
    optimizer: { kind: 'adam', learning_rate: 0.003 },
    batch_size: 128,
    schedule: { kind: 'cosine', steps: 6450 },
    augment: { shift: 2, rotate: 8, scale: 0.08 },
  },
  epochs: 15,
  reached: { accuracy: 0.9959, epochs: 15 },
};
