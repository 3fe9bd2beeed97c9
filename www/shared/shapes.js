/**
 * @file The rank of each layer's output: used to insert flatten before dense layers, and to offer only layers that fit.
 * The core checks sizes and the whole network.
 */

/** @typedef {import('./layers.js').Layer} Layer */

const VECTOR = 1;
const SEQUENCE = 2;
const IMAGE = 3;

/** Required input rank by kind; other kinds accept any rank. */
const wanted = /** @type {Record<string, number>} */ ({
  conv2d: IMAGE,
  max_pool2d: IMAGE,
  avg_pool2d: IMAGE,
  global_avg_pool2d: IMAGE,
  rows: IMAGE,
  patches: IMAGE,
  rnn: SEQUENCE,
  lstm: SEQUENCE,
  gru: SEQUENCE,
  transformer_encoder: SEQUENCE,
  mean_pool: SEQUENCE,
});

/** Output rank by kind; other kinds keep the input rank. */
const left = /** @type {Record<string, number>} */ ({
  flatten: VECTOR,
  global_avg_pool2d: VECTOR,
  mean_pool: VECTOR,
  rows: SEQUENCE,
  patches: SEQUENCE,
});

const recurrent = new Set(['rnn', 'lstm', 'gru']);

/**
 * @param {string} kind
 * @param {number} axes rank of its input
 */
export function fits(kind, axes) {
  return (wanted[kind] ?? axes) === axes;
}

/**
 * @param {Layer} layer
 * @param {number} axes rank of its input
 * @returns {number} rank of its output
 */
export function axesAfter({ kind, shape, return_sequences: sequences }, axes) {
  if (Array.isArray(shape)) return shape.length;
  if (recurrent.has(kind)) return sequences === true ? SEQUENCE : VECTOR;
  return left[kind] ?? axes;
}

/**
 * @param {string} kind
 * @param {number} axes
 * @returns {boolean} whether flatten must precede it: a dense layer takes vectors, and the steps of a
 *   sequence
 */
export function wantsFlat(kind, axes) {
  return kind === 'dense' && axes === IMAGE;
}

/**
 * @param {Layer[]} layers
 * @param {number} axes rank of the first layer's input
 * @returns {number} rank of the last layer's output
 */
export function axesBehind(layers, axes) {
  return layers.reduce((given, layer) => axesAfter(layer, wantsFlat(layer.kind, given) ? VECTOR : given), axes);
}
