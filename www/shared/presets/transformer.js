/** @file A small vision transformer: sixteen patches with learned position embeddings and two encoder layers. */

/** @type {import('./index.js').Preset} */
export const transformer = {
  name: 'transformer',
  dataset: 'mnist',
  spec: {
    layers: [
      { kind: 'patches', size: 7, units: 48 },
      { kind: 'transformer_encoder', heads: 4, hidden: 96 },
      { kind: 'transformer_encoder', heads: 4, hidden: 96 },
      { kind: 'layer_norm' },
      { kind: 'mean_pool' },
      { kind: 'dense', units: 10 },
    ],
    optimizer: { kind: 'adam', learning_rate: 0.002 },
    batch_size: 64,
  },
  epochs: 0,
  reached: { accuracy: 0.9732, epochs: 5 },
};
