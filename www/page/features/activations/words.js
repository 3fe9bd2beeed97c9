/** @file What the tab says, in the page's language. */

import { brief, percent } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { placeIn } from '../../app/tensor.js';
import { texts } from './texts.js';

export const text = translator(texts);

/**
 * @param {number | undefined} value
 * @param {number} [digits]
 */
export function valueText(value, digits = 4) {
  if (value === undefined) return '…';
  return Number.isFinite(value) ? brief(value, digits) : text('notFinite');
}

/** @param {number} value a probability */
export function percentText(value) {
  return Number.isFinite(value) ? percent(value) : text('notFinite');
}

/** @typedef {(unit: number) => string} Names of units */

/**
 * @param {string} name
 * @param {number[]} shape
 * @param {number} index flat
 * @param {number | undefined} value
 * @param {Names} [names] where the values are classes
 */
export function readingOf(name, shape, index, value, names) {
  const place = names ? names(index) : placeIn(shape, index).join(', ');
  return text('reading', { name, place, value: valueText(value) });
}
