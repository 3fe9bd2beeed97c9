/** @file What the tab says, in the page's language. */

import { brief } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { placeIn } from '../../app/tensor.js';
import { texts } from './texts.js';

export const text = translator(texts);

/** @param {import('./pictures.js').Label} label */
export function labelText({ key, values }) {
  return text(key, values);
}

/**
 * @param {import('./pictures.js').Parameter} parameter
 * @param {number} index flat
 * @returns {string} as PyTorch writes it
 */
export function weightName({ name, shape }, index) {
  return `${name}[${placeIn(shape, index).join(', ')}]`;
}

/** @param {number | undefined} value */
export function valueText(value) {
  if (value === undefined) return '…';
  return Number.isFinite(value) ? brief(value, 5) : text('notFinite');
}

/** @param {number} value @returns {string} so short that it stands in a cell */
export function roundedText(value) {
  return Math.abs(value) < 10 ? value.toFixed(2).replace('-0.00', '0.00').replace('-', '−') : brief(value, 2);
}
