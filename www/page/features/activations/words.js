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

/**
 * @param {string} name
 * @param {number[]} shape
 * @param {number} index flat
 * @param {number | undefined} value
 */
export function readingOf(name, shape, index, value) {
  return text('reading', { name, place: placeIn(shape, index).join(', '), value: valueText(value) });
}
