/** @file Numbers of tables as people read them. */

import { brief, decimals } from './format.js';

/** Digits that count, of numbers whose table does not say how many they have. */
export const SIGNIFICANT = 5;

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
