/** @file No hidden layer: multinomial logistic regression, the least that learns digits at all. */

/** @type {import('./index.js').Preset} */
export const linear = {
  name: 'linear',
  settings: { data: 'mnist', layers: [], optimizer: 'adam', learning_rate: 0.001, batch_size: 128 },
};
