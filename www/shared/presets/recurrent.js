/** @file A recurrent layer that reads an image row by row, from top to bottom. */

/** @type {import('./index.js').Preset} */
export const recurrent = {
  name: 'recurrent',
  dataset: 'mnist',
  spec: {
    layers: [{ kind: 'rows' }, { kind: 'lstm', units: 64 }, { kind: 'dense', units: 10 }],
    optimizer: { kind: 'adam', learning_rate: 0.003 },
    batch_size: 64,
    clip_norm: 5,
  },
  epochs: 0,
  reached: { accuracy: 0.9833, epochs: 5 },
};
