/** @file Columns by their importance. */

import { brief, percent } from '../../app/format.js';
import { text } from './words.js';

/**
 * @typedef {import('../../../shared/importance.js').Importance} Importance
 * @typedef {import('../../../shared/importance.js').Spread} Spread
 * @typedef {'loss' | 'score'} Measure
 */

/**
 * @param {Pick<Importance, 'columns'>} found
 * @param {Measure} by
 * @returns {number[]} indices of columns, the most important first
 */
export function sorted({ columns }, by) {
  const value = (/** @type {number} */ at) => columns[at]?.[by].mean ?? 0;
  return Array.from(columns, (_, at) => at).sort((a, b) => value(b) - value(a) || a - b);
}

/**
 * @param {Spread} spread
 * @param {boolean} asPercent
 * @returns {string}
 */
export function change({ mean, deviation }, asPercent) {
  const write = (/** @type {number} */ value) => (asPercent ? percent(value) : brief(value, 3));
  return text('plusMinus', { mean: write(mean), deviation: write(deviation) });
}
