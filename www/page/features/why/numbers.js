/** @file Numbers of the tab "Why", as they are written. */

import { percent, quantity } from '../../app/format.js';

/** Losses whose outputs are probabilities. */
const PROBABILITIES = new Set(['cross_entropy', 'binary_cross_entropy']);

/**
 * @param {number} value
 * @param {string} loss kind of the loss
 * @returns {string} a probability as a percentage, another output as it is
 */
export function outputText(value, loss) {
  return PROBABILITIES.has(loss) ? percent(value) : quantity(value);
}

/** @param {number} value @returns {string} with its sign */
export function signed(value) {
  if (value === 0) return quantity(0);
  return `${value > 0 ? '+' : '−'}${quantity(Math.abs(value))}`;
}

/** @param {ArrayLike<number>} values */
export function allFinite(values) {
  return Array.from(values).every(Number.isFinite);
}

/**
 * @param {ArrayLike<number>} outputs
 * @returns {number} the class with the greatest
 */
export function answerOf(outputs) {
  let best = 0;
  for (let at = 1; at < outputs.length; at += 1) if (Number(outputs[at]) > Number(outputs[best])) best = at;
  return best;
}

/**
 * @param {Float32Array} before
 * @param {Float32Array} after
 * @returns {{ added: number, erased: number }} ink, in pixels
 */
export function inkBetween(before, after) {
  let [added, erased] = [0, 0];
  for (let at = 0; at < before.length; at += 1) {
    const change = (after[at] ?? 0) - (before[at] ?? 0);
    if (change > 0) added += change;
    else erased -= change;
  }
  return { added, erased };
}

/**
 * @param {Float32Array} values
 * @param {1 | -1} sign
 * @returns {number | null} where the greatest value of this sign is; null without one
 */
export function extremeOf(values, sign) {
  let best = -1;
  let most = 0;
  for (let at = 0; at < values.length; at += 1) {
    const value = sign * (values[at] ?? 0);
    if (value > most) [best, most] = [at, value];
  }
  return best < 0 ? null : best;
}
