/** @file One hidden layer on the 8×8 digits: a network small enough to look at every weight. */

/** @type {import('./index.js').Preset} */
export const digits = {
  name: 'digits',
  settings: {
    data: 'digits',
    layers: [{ kind: 'dense', units: 32, activation: 'relu' }],
    optimizer: 'adam',
    learning_rate: 0.005,
    batch_size: 32,
  },
};
