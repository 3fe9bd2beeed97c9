/** @file How one unit comes by its value, with the numbers: for every kind of layer that the core has. */

import { encoderOf } from './encoder.js';
import { functions } from './functions.js';
import { recurrentOf } from './recurrent.js';
import { isWeighted, largest, rowOf, windowSources } from './weighted.js';

/**
 * @typedef {import('./state.js').State} State
 * @typedef {import('./state.js').LayerAt} LayerAt
 * @typedef {import('./weighted.js').Row} Row
 * @typedef {{ index: number, source: number, x: number, w: number, product: number }} Term `index` of the weight among
 *   the unit's, `source` of the input; −1 in the padding
 * @typedef {{ terms: Term[], rest: { count: number, sum: number } }} Sum
 * @typedef {{ source: number, x: number }} Value
 *
 * @typedef {Sum & { form: 'weighted', bias: number | null, position: number | null, z: number, activation: string,
 *   a: number }} Weighted
 * @typedef {{ form: 'maximum', values: Value[], chosen: number, a: number }} Maximum
 * @typedef {{ form: 'mean', values: Value[], rest: { count: number, sum: number }, count: number, a: number }} Mean
 * @typedef {{ form: 'norm', kind: string, source: number, x: number, mean: number, variance: number, epsilon: number,
 *   normalised: number, w: number, b: number, a: number }} Norm
 * @typedef {{ form: 'copy', kind: string, source: number, x: number, a: number }} Copy
 * @typedef {{ form: 'function', source: number, x: number, activation: string, a: number }} Applied
 * @typedef {{ form: 'residual', source: number, x: number, inner: number, a: number }} Residual
 * @typedef {{ form: 'value', a: number }} Other
 * @typedef {Weighted | Maximum | Mean | Norm | Copy | Applied | Residual | Other |
 *   import('./recurrent.js').Recurrent | import('./encoder.js').Encoder} Forward
 */

/** The largest products that are shown one by one. */
export const SHOWN = 12;

/**
 * @param {State} state
 * @param {number} sample
 * @param {number} index of the layer
 * @param {number} unit index into its output
 * @param {number} [step] of a recurrent layer, the last unless given
 * @returns {Promise<Forward>}
 */
export async function forwardOf(state, sample, index, unit, step) {
  const layer = /** @type {LayerAt} */ (state.layers[index]);
  const x = await state.given(index, sample);
  const a = (await state.activations(sample))[index]?.[unit] ?? Number.NaN;
  if (isWeighted(layer)) return weighted(state, sample, layer, unit, x, a);
  const parameters = await state.parameters();
  if (['rnn', 'lstm', 'gru'].includes(layer.kind)) return recurrentOf(layer, parameters, x, unit, step);
  if (layer.kind === 'transformer_encoder') return encoderOf(layer, parameters, x, unit);
  return simple(layer, parameters, x, unit, a);
}

/**
 * @param {State} state
 * @param {number} sample
 * @param {LayerAt} layer
 * @param {number} unit
 * @param {Float32Array} x
 * @param {number} a
 * @returns {Promise<Weighted>}
 */
async function weighted(state, sample, layer, unit, x, a) {
  const parameters = await state.parameters();
  const row = rowOf(layer, unit);
  const weight = parameters.get(`layers.${layer.index}.weight`)?.data ?? new Float32Array();
  const sum = largest(termsOf(row, weight, x), SHOWN);
  const bias = parameters.get(`layers.${layer.index}.bias`)?.data[row.channel] ?? null;
  const position = parameters.get(`layers.${layer.index}.position`)?.data[unit] ?? null;
  const z = (await state.weightedSums(layer.index, sample))[unit] ?? Number.NaN;
  return { form: 'weighted', ...sum, bias, position, z, activation: layer.spec.activation ?? 'linear', a };
}

/**
 * @param {Row} row
 * @param {Float32Array} weight
 * @param {Float32Array} x
 * @returns {Term[]} one for every weight of the unit
 */
function termsOf({ sources, offset }, weight, x) {
  return Array.from(sources, (source, index) => {
    const [value, w] = [source < 0 ? 0 : (x[source] ?? 0), weight[offset + index] ?? 0];
    return { index, source, x: value, w, product: value * w };
  });
}

/**
 * @param {LayerAt} layer
 * @param {Map<string, import('./state.js').Tensor>} parameters
 * @param {Float32Array} x
 * @param {number} unit
 * @param {number} a
 * @returns {Forward}
 */
function simple(layer, parameters, x, unit, a) {
  const { kind, spec } = layer;
  const source = kind === 'rows' ? rowsSource(layer, unit) : unit;
  const value = x[source] ?? 0;
  if (['flatten', 'reshape', 'rows', 'dropout'].includes(kind)) return { form: 'copy', kind, source, x: value, a };
  if (kind.endsWith('_norm')) return { form: 'norm', kind, source, x: value, a, ...normOf(layer, parameters, x, unit) };
  if (kind === 'activation') return { form: 'function', source, x: value, activation: String(spec.function), a };
  if (kind === 'residual') return { form: 'residual', source, x: value, inner: a - value, a };
  const sources = pooledSources(layer, unit);
  if (!sources) return { form: 'value', a };
  const values = sources.map((at) => ({ source: at, x: x[at] ?? 0 }));
  if (kind === 'max_pool2d') {
    const chosen = values.reduce((best, one, at) => (one.x > (values[best]?.x ?? 0) ? at : best), 0);
    return { form: 'maximum', values, chosen, a };
  }
  const rest = values.slice(SHOWN);
  const sum = rest.reduce((total, one) => total + one.x, 0);
  return {
    form: 'mean',
    values: values.slice(0, SHOWN),
    rest: { count: rest.length, sum },
    count: values.length,
    a,
  };
}

/**
 * @param {LayerAt} layer
 * @param {number} unit
 * @returns {number} index into the image of a value of its rows
 */
function rowsSource({ input: [channels = 1, height = 1, width = 1] }, unit) {
  const [row, rest] = [Math.floor(unit / (channels * width)), unit % (channels * width)];
  return (Math.floor(rest / width) * height + row) * width + (rest % width);
}

/**
 * @param {LayerAt} layer
 * @param {number} unit
 * @returns {number[] | null} indices of the values that are pooled into one
 */
function pooledSources({ kind, spec, input, output }, unit) {
  const [first = 1, second = 1, third = 1] = input;
  if (kind === 'global_avg_pool2d')
    return Array.from({ length: second * third }, (_, at) => unit * second * third + at);
  if (kind === 'mean_pool') return Array.from({ length: first }, (_, at) => at * second + unit);
  if (kind !== 'max_pool2d' && kind !== 'avg_pool2d') return null;
  const size = Number(spec.size);
  const stride = Number(spec.stride ?? size);
  const [, height = 1, width = 1] = output;
  const [channel, place] = [Math.floor(unit / (height * width)), unit % (height * width)];
  const from = [Math.floor(place / width) * stride, (place % width) * stride];
  const window = windowSources([1, second, third], from, size);
  return Array.from(window, (at) => channel * second * third + at);
}

/**
 * @param {LayerAt} layer of kind batch_norm or layer_norm
 * @param {Map<string, import('./state.js').Tensor>} parameters
 * @param {Float32Array} x
 * @param {number} unit
 */
function normOf({ kind, index, spec, input }, parameters, x, unit) {
  const of = (/** @type {string} */ name) => parameters.get(`layers.${index}.${name}`)?.data ?? new Float32Array();
  const epsilon = Number(spec.epsilon ?? 1e-5);
  const last = input.at(-1) ?? 1;
  const perChannel = kind === 'batch_norm' && input.length === 3;
  const feature = perChannel ? Math.floor(unit / ((input[1] ?? 1) * last)) : unit % last;
  const statistics =
    kind === 'batch_norm'
      ? { mean: of('running_mean')[feature] ?? 0, variance: of('running_var')[feature] ?? 1 }
      : momentsOf(x.subarray(unit - (unit % last), unit - (unit % last) + last));
  const normalised = ((x[unit] ?? 0) - statistics.mean) / Math.sqrt(statistics.variance + epsilon);
  return { ...statistics, epsilon, normalised, feature, w: of('weight')[feature] ?? 1, b: of('bias')[feature] ?? 0 };
}

/** @param {ArrayLike<number>} values @returns {{ mean: number, variance: number }} the variance is biased */
function momentsOf(values) {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  return { mean, variance: list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length };
}

/**
 * @param {string} activation
 * @param {number} z
 * @returns {number | null} f′(z); null for softmax, whose values depend on each other
 */
export function slopeOf(activation, z) {
  return functions[activation]?.derivative(z) ?? null;
}
