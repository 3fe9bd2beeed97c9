/**
 * @file How many axes a sample has behind each layer: enough to lay a picture out flat where a layer wants a vector, and
 * to offer the kinds that fit somewhere. Sizes, and whether a network can be, are the core's business.
 */

/** @typedef {import('./layers.js').Layer} Layer */

const VECTOR = 1;
const SEQUENCE = 2;
const IMAGE = 3;

/** Axes that a kind wants; a kind that is not named takes any. */
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

/** Axes that a kind leaves; one that is not named leaves as many as it takes. */
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
 * @param {number} axes of what reaches it
 */
export function fits(kind, axes) {
  return (wanted[kind] ?? axes) === axes;
}

/**
 * @param {Layer} layer
 * @param {number} axes of what reaches it
 * @returns {number} of what it gives
 */
export function axesAfter({ kind, shape, return_sequences: sequences }, axes) {
  if (Array.isArray(shape)) return shape.length;
  if (recurrent.has(kind)) return sequences === true ? SEQUENCE : VECTOR;
  return left[kind] ?? axes;
}

/**
 * @param {string} kind
 * @param {number} axes
 * @returns {boolean} whether the sample has to be laid out flat before it: a dense layer knows vectors, and of a sequence
 *   each step
 */
export function wantsFlat(kind, axes) {
  return kind === 'dense' && axes === IMAGE;
}

/**
 * @param {Layer[]} layers
 * @param {number} axes of what reaches the first
 * @returns {number} of what the last gives
 */
export function axesBehind(layers, axes) {
  return layers.reduce((given, layer) => axesAfter(layer, wantsFlat(layer.kind, given) ? VECTOR : given), axes);
}
