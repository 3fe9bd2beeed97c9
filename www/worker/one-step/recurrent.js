/** @file The gates of one unit of a recurrent layer at one step, by the formulas of the core. */

import { functions } from './functions.js';
import { largest } from './weighted.js';

/**
 * @typedef {import('./state.js').LayerAt} LayerAt
 * @typedef {Map<string, import('./state.js').Tensor>} Parameters
 *
 * @typedef {object} Gate
 * @property {string} name `i`, `f`, `g`, `o`, `r`, `z`, `n` or `h`
 * @property {number} fromInput W·x + b
 * @property {number} fromState V·h + c
 * @property {number} z
 * @property {'sigmoid' | 'tanh'} activation
 * @property {number} a
 *
 * @typedef {object} Recurrent
 * @property {'recurrent'} form
 * @property {'rnn' | 'lstm' | 'gru'} kind
 * @property {number} step counted from 0
 * @property {number} steps
 * @property {number} unit of the state
 * @property {Gate[]} gates
 * @property {import('./forward.js').Sum} sum of the first gate's input products
 * @property {{ h: number, c: number }} before
 * @property {{ h: number, c: number }} after
 * @property {number} a h after this step
 */

const GATES = { rnn: ['h'], lstm: ['i', 'f', 'g', 'o'], gru: ['r', 'z', 'n'] };
const { value: sigmoid } = /** @type {{ value: (z: number) => number }} */ (functions.sigmoid);

/**
 * @param {LayerAt} layer
 * @param {Parameters} parameters
 * @param {Float32Array} x steps × features
 * @param {number} unit index into the output
 * @param {number} [wanted] step, where the output is the last state alone
 * @returns {Recurrent}
 */
export function recurrentOf(layer, parameters, x, unit, wanted) {
  const kind = /** @type {Recurrent['kind']} */ (layer.kind);
  const [steps = 1, inputs = 1] = layer.input;
  const units = layer.output.at(-1) ?? 1;
  const sequence = layer.output.length === 2;
  const step = sequence ? Math.floor(unit / units) : Math.min(steps - 1, Math.max(0, wanted ?? steps - 1));
  const of = (/** @type {string} */ name) =>
    parameters.get(`layers.${layer.index}.${name}`)?.data ?? new Float32Array();
  const weights = {
    input: of('weight_ih'),
    state: of('weight_hh'),
    inputBias: of('bias_ih'),
    stateBias: of('bias_hh'),
  };
  let h = new Float64Array(units);
  let c = new Float64Array(units);
  const cell = (/** @type {number} */ at, /** @type {number} */ of) => {
    const now = x.subarray(at * inputs, (at + 1) * inputs);
    const gates = GATES[kind].map((name, gate) => gateOf(name, weights, gate * units + of, now, h));
    return stateOf(kind, gates, h[of] ?? 0, c[of] ?? 0);
  };
  for (let at = 0; at < step; at += 1) {
    const states = Array.from({ length: units }, (_, other) => cell(at, other).after);
    h = Float64Array.from(states, (state) => state.h);
    c = Float64Array.from(states, (state) => state.c);
  }
  const own = unit % units;
  const { gates, after } = cell(step, own);
  const terms = Array.from({ length: inputs }, (_, index) => {
    const [value, w] = [x[step * inputs + index] ?? 0, weights.input[own * inputs + index] ?? 0];
    return { index, source: step * inputs + index, x: value, w, product: value * w };
  });
  const before = { h: h[own] ?? 0, c: c[own] ?? 0 };
  return { form: 'recurrent', kind, step, steps, unit: own, gates, sum: largest(terms, 6), before, after, a: after.h };
}

/**
 * @param {string} name
 * @param {{ input: Float32Array, state: Float32Array, inputBias: Float32Array, stateBias: Float32Array }} weights
 * @param {number} row
 * @param {Float32Array} x
 * @param {Float64Array} h
 */
function gateOf(name, { input, state, inputBias, stateBias }, row, x, h) {
  return {
    name,
    fromInput: dot(input, row, x) + (inputBias[row] ?? 0),
    fromState: dot(state, row, h) + (stateBias[row] ?? 0),
  };
}

/**
 * @param {Float32Array} matrix
 * @param {number} row
 * @param {Float32Array | Float64Array} vector
 */
function dot(matrix, row, vector) {
  let sum = 0;
  for (let at = 0; at < vector.length; at += 1) sum += (matrix[row * vector.length + at] ?? 0) * (vector[at] ?? 0);
  return sum;
}

/**
 * @param {Recurrent['kind']} kind
 * @param {{ name: string, fromInput: number, fromState: number }[]} sums of the gates
 * @param {number} h before
 * @param {number} c before
 * @returns {{ gates: Gate[], after: { h: number, c: number } }}
 */
function stateOf(kind, sums, h, c) {
  /** @type {Gate[]} */
  const gates = [];
  for (const sum of sums) {
    const activation = ['g', 'n', 'h'].includes(sum.name) ? 'tanh' : 'sigmoid';
    // The GRU's reset gate acts on what comes from the state.
    const share = kind === 'gru' && sum.name === 'n' ? (gates[0]?.a ?? 1) : 1;
    const z = sum.fromInput + share * sum.fromState;
    gates.push({ ...sum, z, activation, a: activation === 'tanh' ? Math.tanh(z) : sigmoid(z) });
  }
  const [first = 0, second = 0, third = 0, fourth = 0] = gates.map(({ a }) => a);
  if (kind === 'rnn') return { gates, after: { h: first, c: 0 } };
  if (kind === 'gru') return { gates, after: { h: (1 - second) * third + second * h, c: 0 } };
  const cell = second * c + first * third;
  return { gates, after: { h: fourth * Math.tanh(cell), c: cell } };
}

/**
 * δ of each gate at the last time step, where nothing comes back from a later one.
 *
 * @param {Recurrent} forward
 * @param {number} gradient ∂L/∂h
 * @returns {{ cell: number | null, deltas: number[] } | null} ∂L/∂c and, in the order of the gates, ∂L/∂z; null before the
 *   last step
 */
export function gateDeltas({ kind, step, steps, gates, before, after }, gradient) {
  if (step !== steps - 1) return null;
  const [first = 0, second = 0, third = 0, fourth = 0] = gates.map(({ a }) => a);
  const logistic = (/** @type {number} */ a) => a * (1 - a);
  if (kind === 'rnn') return { cell: null, deltas: [gradient * (1 - first ** 2)] };
  if (kind === 'gru') {
    const delta = gradient * (1 - second) * (1 - third ** 2);
    const reset = delta * (gates[2]?.fromState ?? 0) * logistic(first);
    return { cell: null, deltas: [reset, gradient * (before.h - third) * logistic(second), delta] };
  }
  const cell = gradient * fourth * (1 - Math.tanh(after.c) ** 2);
  const deltas = [cell * third * logistic(first), cell * before.c * logistic(second), cell * first * (1 - third ** 2)];
  return { cell, deltas: [...deltas, gradient * Math.tanh(after.c) * logistic(fourth)] };
}
