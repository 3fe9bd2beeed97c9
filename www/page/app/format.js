/** @file Numbers as people read them, in the page's language. */

import { languageTag } from './language.js';

/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/**
 * @param {number} value
 * @param {Intl.NumberFormatOptions} options
 * @returns {string} with a true minus, which zero never has
 */
function written(value, options) {
  const key = languageTag() + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(languageTag(), options);
    formats.set(key, format);
  }
  return withMinus(format.format(value === 0 ? 0 : value));
}

/** @param {string} number */
function withMinus(number) {
  return number.replace(/^-/, '−');
}

/** @param {number} value a loss or another positive quantity: three digits after the point, or as many that count */
export function quantity(value) {
  if (!Number.isFinite(value)) return '∞';
  if (value !== 0 && Math.abs(value) < 0.001) return written(value, { maximumSignificantDigits: 2 });
  if (Math.abs(value) < 10) return written(value, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  return Math.abs(value) < 1e6
    ? written(value, { maximumSignificantDigits: 3 })
    : value.toExponential(1).replace('e+', 'e');
}

/** @param {number} value 0..1 */
export function percent(value) {
  return written(value, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }).replace('%', ' %');
}

/**
 * @param {number} value
 * @param {number} digits after the decimal point
 */
export function decimals(value, digits) {
  return written(value, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false });
}

/** @param {number} value */
export function whole(value) {
  return written(Math.round(value), {});
}

/**
 * @param {number} value of a scale or of a schedule
 * @param {number} [digits]
 * @returns {string} the first digits of it, whatever its size
 */
export function brief(value, digits = 4) {
  if (Math.abs(value) >= 1e6) return withMinus(Number(value.toPrecision(digits)).toExponential().replace('e+', 'e'));
  return written(value, { maximumSignificantDigits: digits, useGrouping: false });
}

/** @param {number} value a setting, as it is: 0.00032 and not 3.2e-4 */
export function setting(value) {
  return value.toLocaleString('en', { useGrouping: false, maximumSignificantDigits: 17 });
}
