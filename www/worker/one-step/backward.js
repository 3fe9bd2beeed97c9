/** @file The chain rule through one unit: where ∂L/∂a comes from, δ, and the gradients of the unit's weights. */

import { SHOWN, slopeOf } from './forward.js';
import { gateDeltas } from './recurrent.js';
import { largest, rowOf, unitAt, windowsOf } from './weighted.js';

/**
 * @typedef {import('./state.js').State} State
 * @typedef {import('./state.js').LayerAt} LayerAt
 * @typedef {{ unit: number, w: number, delta: number, product: number }} Path a weight to a unit of the next layer and its δ
 *
 * @typedef {{ from: 'loss' } | { from: 'layer', layer: number } |
 *   { from: 'weights', layer: number, terms: Path[], rest: { count: number, sum: number } }} Origin
 *
 * @typedef {{ index: number, source: number, x: number, here: number, all: number }} WeightGradient `here`: δ × x; `all`:
 *   the sum over the places at which the weight is used
 *
 * @typedef {object} Through what the unit passes on
 * @property {string} activation
 * @property {number} z
 * @property {number | null} slope f′(z); null for softmax
 * @property {number} delta
 * @property {number} places
 * @property {WeightGradient[]} weights of those that the forward pass shows
 * @property {{ here: number, all: number } | null} bias
 *
 * @typedef {object} Passed what a unit without weights of its own passes back
 * @property {'all' | 'chosen' | 'share' | 'scale' | 'slope' | 'inside'} rule
 * @property {number} factor
 * @property {number} value
 *
 * @typedef {object} Backward
 * @property {number} gradient ∂L/∂a
 * @property {Origin} origin
 * @property {Through | null} through
 * @property {Passed | null} passed
 * @property {{ cell: number | null, deltas: number[] } | null} gates of a recurrent unit at the last time step
 */

/** Kinds that hand every value on at the same index. */
const COPIES = new Set(['flatten', 'reshape', 'dropout']);

/**
 * @param {State} state
 * @param {number} sample
 * @param {number} index of the layer
 * @param {number} unit
 * @param {import('./forward.js').Forward} forward of the same unit
 * @returns {Promise<Backward>}
 */
export async function backwardOf(state, sample, index, unit, forward) {
  const layer = /** @type {LayerAt} */ (state.layers[index]);
  const gradient = (await state.outputGradient(index, sample))[unit] ?? Number.NaN;
  const origin = await originOf(state, sample, layer, unit);
  const through = forward.form === 'weighted' ? await throughOf(state, sample, layer, unit, forward) : null;
  const passed = through ? null : passedOf(layer, gradient, forward);
  const gates = forward.form === 'recurrent' ? gateDeltas(forward, gradient) : null;
  return { gradient, origin, through, passed, gates };
}

/** @param {State} state @param {number} sample @param {LayerAt} layer @param {number} unit @returns {Promise<Origin>} */
async function originOf(state, sample, layer, unit) {
  const after = state.layers.slice(layer.index + 1);
  const next = after.find(({ kind, input }) => !COPIES.has(kind) && !(kind === 'rows' && input[0] === 1));
  if (!next) return { from: 'loss' };
  const isDense = next.kind === 'dense';
  if (!isDense && next.kind !== 'conv2d') return { from: 'layer', layer: next.index };
  const [deltas, parameters] = await Promise.all([state.delta(next.index, sample), state.parameters()]);
  const weights = parameters.get(`layers.${next.index}.weight`)?.data ?? new Float32Array();
  const paths = (isDense ? densePaths : convolutionPaths)(next, unit, weights, deltas);
  return { from: 'weights', layer: next.index, ...largest(paths, SHOWN) };
}

/** @typedef {(next: LayerAt, unit: number, weights: Float32Array, deltas: Float32Array) => Path[]} Paths */

/** @type {Paths} */
function densePaths(next, unit, weights, deltas) {
  const [inputs, units] = [next.input.at(-1) ?? 1, next.output.at(-1) ?? 1];
  const [place, column] = [Math.floor(unit / inputs), unit % inputs];
  return Array.from({ length: units }, (_, row) => {
    const [w, delta] = [weights[row * inputs + column] ?? 0, deltas[place * units + row] ?? 0];
    return { unit: place * units + row, w, delta, product: w * delta };
  });
}

/** @type {Paths} */
function convolutionPaths(next, unit, weights, deltas) {
  const [channels = 1, high = 1, wide = 1] = next.input;
  const [filters = 1, height = 1, width = 1] = next.output;
  const { stride, kernel, top, left } = windowsOf(next);
  const [channel, row, column] = [Math.floor(unit / (high * wide)), Math.floor(unit / wide) % high, unit % wide];
  /** @type {Path[]} */
  const paths = [];
  for (let at = 0; at < kernel * kernel; at += 1) {
    const [y, x] = [row + top - Math.floor(at / kernel), column + left - (at % kernel)];
    const [r, c] = [y / stride, x / stride];
    if (!Number.isInteger(r) || !Number.isInteger(c) || r < 0 || c < 0 || r >= height || c >= width) continue;
    for (let filter = 0; filter < filters; filter += 1) {
      const w = weights[(filter * channels + channel) * kernel * kernel + at] ?? 0;
      const delta = deltas[(filter * height + r) * width + c] ?? 0;
      paths.push({ unit: (filter * height + r) * width + c, w, delta, product: w * delta });
    }
  }
  return paths;
}

/**
 * @param {State} state
 * @param {number} sample
 * @param {LayerAt} layer
 * @param {number} unit
 * @param {import('./forward.js').Weighted} forward
 * @returns {Promise<Through>}
 */
async function throughOf(state, sample, layer, unit, { activation, z, terms, bias }) {
  const [deltas, x] = await Promise.all([state.delta(layer.index, sample), state.given(layer.index, sample)]);
  const row = rowOf(layer, unit);
  const delta = deltas[unit] ?? 0;
  const others = Array.from({ length: row.places }, (_, place) => unitAt(row, layer, place));
  const totals = new Map(terms.map(({ index }) => [index, 0]));
  let biasTotal = 0;
  for (const other of others) {
    const [own, { sources }] = [deltas[other] ?? 0, other === unit ? row : rowOf(layer, other)];
    biasTotal += own;
    if (own === 0) continue;
    for (const [index, sum] of totals) totals.set(index, sum + own * (x[sources[index] ?? -1] ?? 0));
  }
  const weights = terms.map(({ index, source, x: value }) => {
    return { index, source, x: value, here: delta * value, all: totals.get(index) ?? 0 };
  });
  const slope = slopeOf(activation, z);
  return {
    ...{ activation, z, slope, delta, places: row.places, weights },
    bias: bias === null ? null : { here: delta, all: biasTotal },
  };
}

/**
 * @param {LayerAt} layer
 * @param {number} gradient
 * @param {import('./forward.js').Forward} forward
 * @returns {Passed}
 */
function passedOf(layer, gradient, forward) {
  const by = (/** @type {Passed['rule']} */ rule, factor = 1) => ({ rule, factor, value: gradient * factor });
  if (forward.form === 'copy') return by('all');
  if (forward.form === 'maximum') return by('chosen');
  if (forward.form === 'mean') return by('share', 1 / forward.count);
  if (forward.form === 'norm' && layer.kind === 'batch_norm')
    return by('scale', forward.w / Math.sqrt(forward.variance + forward.epsilon));
  if (forward.form === 'function') {
    const slope = slopeOf(forward.activation, forward.x);
    if (slope !== null) return by('slope', slope);
  }
  return by('inside');
}
