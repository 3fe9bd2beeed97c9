/** @file A small vision transformer: sixteen patches with learned position embeddings and two encoder layers. */

/** @type {import('./index.js').Preset} */
export const transformer = {
  name: 'transformer',
  settings: {
    layers: [
      { kind: 'patches', size: 7, units: 48 },
      { kind: 'transformer_encoder', heads: 4, hidden: 96, activation: 'gelu' },
      { kind: 'transformer_encoder', heads: 4, hidden: 96, activation: 'gelu' },
      { kind: 'layer_norm' },
      { kind: 'mean_pool' },
    ],
    learning_rate: 0.002,
    batch_size: 64,
  },
};
