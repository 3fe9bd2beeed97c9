/** @file The colour of a kind in the list and the minimap. Presentation only: a kind without one is plain. */

/** @type {Record<string, string>} */
const tones = {
  dense: 'dense',
  conv2d: 'window',
  patches: 'window',
  max_pool2d: 'pool',
  avg_pool2d: 'pool',
  global_avg_pool2d: 'pool',
  mean_pool: 'pool',
  rnn: 'sequence',
  lstm: 'sequence',
  gru: 'sequence',
  transformer_encoder: 'sequence',
  residual: 'block',
};

/** @param {string} kind */
export function toneOf(kind) {
  return tones[kind] ?? 'plain';
}
