/** @file What is typed into a field: how it is read, how a value is shown, and what an arrow key makes of a number. */

import { fieldText, parseField } from '../../shared/spec-schema.js';

/**
 * @typedef {import('../../shared/spec-schema.js').Field} Field
 * @typedef {'number' | 'whole' | 'range' | 'choice' | 'sizes' | 'required'} Fault
 * @typedef {{ value: unknown } | { fault: Fault }} Typed an undefined value unsets the field
 */

/** What an arrow key adds to a number, as a fraction of it. */
const FINE = 0.05;
/** Where an arrow key starts from 0. */
const LEAST = 0.001;
const DIGITS = 6;

/**
 * @param {Field} field
 * @param {string} typed
 * @returns {Typed}
 */
export function readTyped(field, typed) {
  if (field.type === 'text') return { value: typed.trim() === '' ? undefined : typed.trim() };
  if (typed.trim() !== '') return parseField(field, field.type === 'sizes' ? typed.replace(/[[\]]/g, '') : typed);
  return field.required ? { fault: 'required' } : { value: undefined };
}

/**
 * @param {Field} field
 * @param {unknown} value
 * @returns {string} as a person reads it and `readTyped` takes it
 */
export function typedText(field, value) {
  return field.type === 'sizes' ? fieldText(value).replaceAll('x', ' × ') : fieldText(value);
}

/**
 * @param {Field} field
 * @param {number} value
 * @param {1 | -1} direction
 * @param {boolean} coarse whether Shift is held: whole numbers double and halve
 * @returns {number | null} null where the field's range ends
 */
export function stepped(field, value, direction, coarse) {
  const next = field.type === 'integer' ? wholeStep(value, direction, coarse) : fineStep(value, direction, coarse);
  const { minimum, maximum, above, below } = field.range;
  if (direction > 0 && next >= maximum) return below || value >= maximum ? null : maximum;
  if (direction < 0 && next <= minimum) return above || value <= minimum ? null : minimum;
  return next;
}

/**
 * @param {number} value
 * @param {1 | -1} direction
 * @param {boolean} coarse
 */
function wholeStep(value, direction, coarse) {
  if (!coarse) return value + direction;
  return direction > 0 ? Math.max(1, value * 2) : Math.floor(value / 2);
}

/**
 * @param {number} value
 * @param {1 | -1} direction
 * @param {boolean} coarse
 */
function fineStep(value, direction, coarse) {
  if (value === 0) return direction * LEAST;
  const change = Math.abs(value) * FINE * (coarse ? 4 : 1);
  return Number((value + direction * change).toPrecision(DIGITS));
}
