/** @file Texts of this feature in the page's language, and its numbers. */

import { brief, decimals } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { texts } from './texts.js';

export const text = translator(texts);

/** Digits that count, of numbers whose table does not say how many they have. */
const SIGNIFICANT = 5;

/** Digits after the point that are read at a glance. */
const MOST_DIGITS = 4;

/**
 * @param {number} value
 * @param {{ digits?: number, unit?: string }} column
 * @returns {string} with its unit
 */
export function withUnit(value, { digits, unit = '' }) {
  const short = digits === undefined || digits > MOST_DIGITS;
  const number = short ? brief(value, SIGNIFICANT) : decimals(value, digits);
  return unit === '' ? number : `${number} ${unit}`;
}
