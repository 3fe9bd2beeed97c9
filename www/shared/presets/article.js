/**
 * @file The article's Keras program, repaired: its data, its three layers of three sigmoid units, its rate, batch and
 * epochs, but ten outputs under cross-entropy. It is too small for its task, and that is what it shows.
 */

/** @type {import('./index.js').Preset} */
export const article = {
  name: 'article',
  dataset: 'digits',
  spec: {
    layers: [
      { kind: 'flatten' },
      { kind: 'dense', units: 3, activation: 'sigmoid' },
      { kind: 'dense', units: 3, activation: 'sigmoid' },
      { kind: 'dense', units: 3, activation: 'sigmoid' },
      { kind: 'dense', units: 10 },
    ],
    optimizer: { kind: 'adam', learning_rate: 0.01 },
    batch_size: 64,
  },
  epochs: 50,
  reached: { accuracy: 0.462, epochs: 50 },
};
