/** @file The loss of one sample, output by output, by the loss that is set. */

import { functions, softmax } from './functions.js';

/**
 * @typedef {object} Output
 * @property {number} unit
 * @property {number} z what the network gives
 * @property {number} y what it stands for: a probability, or z itself
 * @property {number} target
 * @property {number} part of the sum
 *
 * @typedef {object} LossView
 * @property {string} kind
 * @property {Output[]} outputs all of them
 * @property {number} sum of the parts
 * @property {number} divisor
 * @property {number} value sum ÷ divisor
 * @property {number} smoothing
 * @property {number | null} truth the right class
 */

const { value: sigmoid } = /** @type {{ value: (z: number) => number }} */ (functions.sigmoid);

/**
 * @param {{ kind: string, label_smoothing?: number }} loss
 * @param {Float32Array} z
 * @param {Uint8Array | Float32Array} labels of the sample: a class, or targets
 * @returns {LossView}
 */
export function lossOf({ kind, label_smoothing: smoothing = 0 }, z, labels) {
  const truth = labels instanceof Uint8Array && (z.length > 1 || kind === 'cross_entropy') ? (labels[0] ?? 0) : null;
  const targets = Array.from(z, (_, at) => {
    if (truth === null) return labels[at] ?? 0;
    return (at === truth ? 1 - smoothing : 0) + smoothing / z.length;
  });
  const values = kind === 'cross_entropy' ? softmax(z) : Array.from(z);
  const outputs = values.map((value, unit) => {
    const [own, target] = [z[unit] ?? 0, targets[unit] ?? 0];
    const y = kind === 'binary_cross_entropy' ? sigmoid(own) : value;
    return { unit, z: own, y, target, part: partOf(kind, own, y, target, z) };
  });
  const sum = outputs.reduce((total, { part }) => total + part, 0);
  const divisor = kind === 'mse' || kind === 'binary_cross_entropy' ? z.length : 1;
  return { kind, outputs, sum, divisor, value: sum / divisor, smoothing, truth };
}

/**
 * @param {string} kind
 * @param {number} z
 * @param {number} y
 * @param {number} target
 * @param {Float32Array} all
 */
function partOf(kind, z, y, target, all) {
  if (kind === 'mse') return (y - target) ** 2;
  if (kind === 'half_squared_error') return (y - target) ** 2 / 2;
  // From the logits, so that a probability of 0 has a finite logarithm.
  if (kind === 'binary_cross_entropy') return softplus(z) - target * z;
  return target === 0 ? 0 : -target * (z - logSum(all));
}

/** @param {number} z */
function softplus(z) {
  return Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z)));
}

/** @param {Float32Array} z */
function logSum(z) {
  const most = z.reduce((greatest, value) => Math.max(greatest, value), Number.NEGATIVE_INFINITY);
  return most + Math.log(z.reduce((sum, value) => sum + Math.exp(value - most), 0));
}
