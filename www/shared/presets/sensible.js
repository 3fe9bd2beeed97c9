/** @file The article's program with enough units for ten digits: the same data, learning rate and batch size. */

/** @type {import('./index.js').Preset} */
export const sensible = {
  name: 'sensible',
  dataset: 'digits',
  spec: {
    layers: [
      { kind: 'flatten' },
      { kind: 'dense', units: 64, activation: 'relu' },
      { kind: 'dense', units: 32, activation: 'relu' },
      { kind: 'dense', units: 10 },
    ],
    optimizer: { kind: 'adam', learning_rate: 0.01 },
    batch_size: 64,
  },
  epochs: 50,
  reached: { accuracy: 0.923, epochs: 50 },
};
