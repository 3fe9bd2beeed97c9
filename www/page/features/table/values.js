/** @file Values of a table as people type them. */

import { SIGNIFICANT } from '../../app/with-unit.js';

/**
 * @typedef {import('../../../shared/table.js').Table} Table
 * @typedef {import('../../../shared/table.js').FittedColumn} FittedColumn
 */

/**
 * @param {{ columns: readonly FittedColumn[] }} table
 * @param {readonly number[]} values
 * @returns {number[]} without what 32-bit numbers add after the last digit
 */
export function roundedRow({ columns }, values) {
  return values.map((value, at) => {
    const { kind, digits } = columns[at] ?? {};
    if (kind !== 'numeric' || Number.isNaN(value)) return value;
    return digits === undefined ? Number(value.toPrecision(SIGNIFICANT)) : Number(value.toFixed(digits));
  });
}

/**
 * @param {FittedColumn} column
 * @returns {number} of a slider and of the arrow keys: the last digit, or a hundredth of the range
 */
export function stepOf({ digits, minimum, maximum }) {
  const range = maximum - minimum;
  const hundredth = range > 0 ? 10 ** Math.floor(Math.log10(range / 50)) : 1;
  return digits === undefined ? hundredth : Math.max(10 ** -digits, hundredth);
}

/**
 * @param {FittedColumn} column
 * @param {number} value
 * @returns {boolean} whether no training row was as low or as high
 */
export function isOutside({ kind, minimum, maximum, deviation }, value) {
  const rounding = 1e-4 * deviation;
  return kind === 'numeric' && (value < minimum - rounding || value > maximum + rounding);
}
