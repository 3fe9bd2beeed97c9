/** @file Numbers of the formulas: four digits that count, a true minus, powers of ten where a number is tiny or huge. */

import { brief } from '../../app/format.js';

const DIGITS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** @param {number} power @returns {string} as in `²¹` */
export function superscript(power) {
  return `${power < 0 ? '⁻' : ''}${[...String(Math.abs(power))].map((digit) => DIGITS[Number(digit)]).join('')}`;
}

/**
 * @param {number} value
 * @param {number} [count] of digits
 * @returns {string}
 */
export function figure(value, count = 4) {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size > 0 && (size < 1e-5 || size >= 1e6)) {
    const [digits = '', power] = value.toExponential(count - 2).split('e');
    return `${digits.replace('-', '−')} · 10${superscript(Number(power))}`;
  }
  return brief(value, count);
}

/**
 * @param {number} value
 * @param {number} [count] of digits
 * @returns {string} in brackets where it is negative and follows a sign
 */
export function factor(value, count = 4) {
  const written = figure(value, count);
  return value < 0 || written.includes('·') ? `(${written})` : written;
}
