/** @file A recurrent layer that reads an image row by row, from top to bottom. */

/** @type {import('./index.js').Preset} */
export const recurrent = {
  name: 'recurrent',
  settings: {
    layers: [{ kind: 'rows' }, { kind: 'lstm', units: 64 }],
    learning_rate: 0.003,
    batch_size: 64,
    clip_norm: 5,
  },
};
