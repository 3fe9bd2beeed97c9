/** @file Two hidden layers with a little dropout: slower a step, a little better in the end. */

/** @type {import('./index.js').Preset} */
export const deep = {
  name: 'deep',
  settings: {
    data: 'mnist',
    layers: [
      { kind: 'dense', units: 256, activation: 'relu' },
      { kind: 'dense', units: 64, activation: 'relu' },
    ],
    optimizer: 'adam',
    learning_rate: 0.001,
    batch_size: 128,
    dropout: 0.2,
  },
};
