/**
 * @file Whether what a model file says of its data can be used: one's own data set, and the statistics by which a table is
 * standardised. A file may say anything.
 */

import { isTable, outputsOf } from './data-sets.js';
import { widthOf } from './table.js';

/** What is read at most: columns, classes or categories, and letters of a name. */
const MOST = { columns: 5000, names: 5000, letters: 300 };

/**
 * @param {any} own
 * @param {unknown} name
 * @param {readonly number[]} input shape of the network's input
 * @returns {boolean} whether it describes a data set of this name and shape
 */
export function isDataSet(own, name, input) {
  return (
    /^own-[\w-]{1,60}$/.test(own.name) &&
    own.name === name &&
    (own.title === undefined || isName(own.title)) &&
    JSON.stringify(own.shape) === JSON.stringify(input) &&
    Number.isInteger(own.classes) &&
    own.classes >= 0 &&
    own.classes <= MOST.names &&
    Number.isFinite(own.scale) &&
    (own.classNames === undefined || (areNames(own.classNames) && own.classNames.length === outputsOf(own))) &&
    (own.columns === undefined || (isTable(own) && areColumns(own.columns) && widthOf(own.columns) === own.shape[0]))
  );
}

/**
 * @param {any} table
 * @param {readonly number[]} input shape of the network's input
 * @returns {boolean} whether its statistics are of so many columns
 */
export function isTableOf({ columns, target, rows }, input) {
  return (
    areColumns(columns) &&
    input.length === 1 &&
    widthOf(columns) === input[0] &&
    [...columns, target].every(isFitted) &&
    isName(target.name) &&
    Number.isInteger(rows)
  );
}

/** @param {any} columns */
function areColumns(columns) {
  return (
    Array.isArray(columns) &&
    columns.length <= MOST.columns &&
    columns.every(
      ({ name, kind, unit, digits, categories }) =>
        isName(name) &&
        (unit === undefined || isName(unit)) &&
        (digits === undefined || (Number.isInteger(digits) && digits >= 0 && digits <= 20)) &&
        (kind === 'numeric' || (kind === 'categorical' && areNames(categories))),
    )
  );
}

/** @param {any} statistics */
function isFitted({ mean, deviation, minimum, maximum }) {
  return [mean, deviation, minimum, maximum].every(Number.isFinite) && deviation > 0;
}

/** @param {unknown} names */
function areNames(names) {
  return Array.isArray(names) && names.length <= MOST.names && names.every(isName);
}

/** @param {unknown} name */
function isName(name) {
  return typeof name === 'string' && name.length <= MOST.letters;
}
