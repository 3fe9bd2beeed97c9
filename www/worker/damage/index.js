/** @file A broken copy: what is done to the weights and to the drawing. This code comes when something is first broken. */

import { damagedInput } from './drawing.js';
import { weightDamage } from './weights.js';

/**
 * @typedef {import('../../shared/protocol.js').Damage} Damage
 *
 * @typedef {object} Breakage
 * @property {(parameters: readonly import('../../shared/protocol.js').Parameter[]) =>
 *   import('../../shared/protocol.js').Parameter[]} weights gives copies
 * @property {(input: Float32Array, index?: number) => Float32Array} input gives a copy
 */

/**
 * @param {Damage} damage
 * @param {readonly object[]} layers of the network's spec
 * @param {readonly number[]} shape of the drawing
 * @returns {Breakage}
 */
export function breakageOf(damage, layers, shape) {
  return {
    weights: weightDamage(layers, damage),
    input: (input, index) => damagedInput(input, shape, damage, index),
  };
}
