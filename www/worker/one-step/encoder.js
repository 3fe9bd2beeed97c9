/** @file One value of a transformer encoder: attention weights over the tokens, and both halves that are added. */

import { functions, softmax } from './functions.js';

/**
 * @typedef {import('./state.js').LayerAt} LayerAt
 * @typedef {Map<string, import('./state.js').Tensor>} Parameters
 *
 * @typedef {object} Encoder
 * @property {'encoder'} form
 * @property {number} token that asks
 * @property {number} tokens
 * @property {number} feature
 * @property {number[][]} attention weights over the tokens, of each head
 * @property {number} x
 * @property {number} attended what attention adds
 * @property {number} between x + attention
 * @property {number} mlp what the second half adds
 * @property {number} a
 */

const EPSILON = 1e-5;

/**
 * @param {LayerAt} layer
 * @param {Parameters} parameters
 * @param {Float32Array} x tokens × features
 * @param {number} unit index into the output
 * @returns {Encoder}
 */
export function encoderOf({ index, spec, input: [tokens = 1, features = 1] }, parameters, x, unit) {
  const of = (/** @type {string} */ name) => parameters.get(`layers.${index}.${name}`)?.data ?? new Float32Array();
  const [token, feature] = [Math.floor(unit / features), unit % features];
  const rows = Array.from({ length: tokens }, (_, at) => x.subarray(at * features, (at + 1) * features));
  const normed = rows.map((row) => layerNorm(row, of('norm1.weight'), of('norm1.bias')));
  const project = linear(of('attention.in_proj.weight'), of('attention.in_proj.bias'));
  const query = project(normed[token] ?? [], 0, features);
  const keys = normed.map((row) => project(row, features, features));
  const values = normed.map((row) => project(row, 2 * features, features));
  const heads = Number(spec.heads);
  const size = features / heads;
  /** @type {number[]} */
  const context = [];
  const attention = Array.from({ length: heads }, (_, head) => {
    const within = Array.from({ length: size }, (_, at) => head * size + at);
    const scores = keys.map((key) => within.reduce((sum, at) => sum + (query[at] ?? 0) * (key[at] ?? 0), 0));
    const weights = softmax(scores.map((score) => score / Math.sqrt(size)));
    for (const at of within) context.push(weights.reduce((sum, w, other) => sum + w * (values[other]?.[at] ?? 0), 0));
    return weights;
  });
  const attended = linear(of('attention.out_proj.weight'), of('attention.out_proj.bias'))(context, 0, features);
  const own = Array.from(rows[token] ?? []);
  const between = own.map((value, at) => value + (attended[at] ?? 0));
  const apply = functions[String(spec.activation ?? 'gelu')]?.value;
  const raw = linear(of('mlp.0.weight'), of('mlp.0.bias'))(
    layerNorm(between, of('norm2.weight'), of('norm2.bias')),
    0,
    of('mlp.0.bias').length,
  );
  const hidden = apply ? raw.map(apply) : softmax(raw);
  const mlp = linear(of('mlp.1.weight'), of('mlp.1.bias'))(hidden, feature, 1)[0] ?? 0;
  const here = between[feature] ?? 0;
  return {
    ...{ form: 'encoder', token, tokens, feature, attention, x: own[feature] ?? 0 },
    ...{ attended: attended[feature] ?? 0, between: here, mlp, a: here + mlp },
  };
}

/**
 * @param {ArrayLike<number>} x
 * @param {Float32Array} weight
 * @param {Float32Array} bias
 */
function layerNorm(x, weight, bias) {
  const list = Array.from(x);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  const variance = list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length;
  const scale = 1 / Math.sqrt(variance + EPSILON);
  return list.map((value, at) => (value - mean) * scale * (weight[at] ?? 1) + (bias[at] ?? 0));
}

/**
 * @param {Float32Array} weight
 * @param {Float32Array} bias
 * @returns {(x: ArrayLike<number>, first: number, count: number) => number[]} some units of it
 */
function linear(weight, bias) {
  return (x, first, count) =>
    Array.from({ length: count }, (_, at) => {
      const row = first + at;
      let sum = bias[row] ?? 0;
      for (let column = 0; column < x.length; column += 1)
        sum += (weight[row * x.length + column] ?? 0) * (x[column] ?? 0);
      return sum;
    });
}
