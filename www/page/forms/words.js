/** @file What a field says of itself: its explanation and its faults, in the page's language. */

import { setting } from '../app/format.js';
import { language, translator } from '../app/language.js';
import { nameOf } from '../names/index.js';
import { explanations, texts } from './texts.js';
import { typedText } from './typed.js';

/**
 * @typedef {import('../../shared/spec-schema.js').Field} Field
 * @typedef {import('./typed.js').Fault} Fault
 */

export const text = translator(texts);

/**
 * @param {Field} field
 * @returns {string} one sentence
 */
export function explanationOf({ name, description }) {
  return language.value === 'zh' ? (explanations[name] ?? description) : description;
}

/**
 * @param {Field} field
 * @param {Fault} fault
 * @returns {string}
 */
export function faultText({ range: { minimum, maximum, above, below } }, fault) {
  if (fault !== 'range') return text(fault);
  const first = Number.isFinite(minimum) ? text(above ? 'above' : 'atLeast', { minimum: setting(minimum) }) : '';
  const second = Number.isFinite(maximum) ? text(below ? 'below' : 'atMost', { maximum: setting(maximum) }) : '';
  return first && second ? text('and', { first, second }) : first || second;
}

/**
 * @param {Field} field
 * @param {unknown} value
 * @returns {string} as it stands in a list of choices or as a placeholder
 */
export function valueName(field, value) {
  if (value === undefined || value === null) return '';
  if (field.options.includes(String(value))) return nameOf('option', String(value));
  return typedText(field, value);
}

/**
 * @param {Field} field
 * @param {unknown} usual what holds where the field is unset
 */
export function unsetText(field, usual) {
  return usual === undefined || usual === null ? text('unset') : text('unsetIs', { value: valueName(field, usual) });
}
