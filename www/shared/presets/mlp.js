/** @file One hidden layer of 128 units: what the page opens with. */

/** @type {import('./index.js').Preset} */
export const mlp = {
  name: 'mlp',
  settings: {
    data: 'mnist',
    layers: [{ kind: 'dense', units: 128, activation: 'relu' }],
    optimizer: 'adam',
    learning_rate: 0.001,
    batch_size: 128,
  },
};
