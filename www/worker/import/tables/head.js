/** @file The first line of a table: names of its columns, numbers of columns, what scikit-learn writes, or a row as any other. */

import { isNumber } from './numbers.js';

/** A first line that counts so many columns is no row of data. */
const LEAST_COUNTED = 4;

/**
 * @typedef {object} Head
 * @property {boolean} named whether the first line is no row
 * @property {string[]} names of the columns; empty where one has none
 * @property {string[] | null} classes that the last column counts
 */

/**
 * @param {string[][]} rows the first ones
 * @param {boolean | undefined} header as the person says; undefined where it is to be told
 * @returns {Head}
 */
export function headOf([top = [], ...rest], header) {
  const classes = header === undefined ? classesOf(top, rest) : null;
  if (classes) return { named: true, names: namesBefore(top), classes };
  const nameless = top.map(() => '');
  if (header === undefined && isCounted(top)) return { named: true, names: nameless, classes };
  const names = aligned(top, rest);
  const named = header ?? looksNamed(names, rest);
  return { named, names: named ? names : nameless, classes };
}

/**
 * scikit-learn's files begin with the number of rows and of columns, and with the names of the classes, which the last column
 * counts.
 *
 * @param {string[]} top
 * @param {string[][]} rest
 * @returns {string[] | null} the names of the classes; null where the table is of another kind
 */
function classesOf([count, columns, ...names], rest) {
  const isWhole = (/** @type {string | undefined} */ cell) => /^\d+$/.test(cell ?? '');
  if (names.length < 2 || !isWhole(count) || !isWhole(columns) || names.some(isNumber)) return null;
  const fits = rest.every((row) => row.length === Number(columns) + 1 && Number(row.at(-1)) < names.length);
  return fits && rest.every((row) => isWhole(row.at(-1))) ? names : null;
}

/** @param {string[]} top */
function namesBefore([, columns]) {
  return [...Array.from({ length: Number(columns) }, () => ''), 'target'];
}

/**
 * pandas writes 0, 1, 2 … above columns without names, after an empty cell where it writes the rows' numbers too.
 *
 * @param {string[]} top
 */
function isCounted(top) {
  const from = (/** @type {string[]} */ cells, /** @type {number} */ first) =>
    cells.every((cell, at) => cell === String(first + at));
  if (top[0] === '') return top.length > 1 && from(top.slice(1), 0);
  return top.length >= LEAST_COUNTED && (from(top, 0) || from(top, 1));
}

/**
 * R names no column of row names; where each row ends with a separator, the first line may lack it, or alone have it.
 *
 * @param {string[]} top
 * @param {string[][]} rest
 * @returns {string[]} as many names as the rows have cells, where that is clear
 */
function aligned(top, rest) {
  const [{ length: width } = top] = rest;
  if (rest.some(({ length }) => length !== width)) return top;
  if (top.length === width + 1 && top.at(-1) === '') return top.slice(0, -1);
  if (top.length !== width - 1) return top;
  return rest.every((row) => row.at(-1) === '') ? [...top, ''] : ['', ...top];
}

/**
 * @param {string[]} names the first line
 * @param {string[][]} rest the next ones
 * @returns {boolean} whether it has other cells than the rest: words above numbers, or names that do not come again
 */
function looksNamed(names, rest) {
  const given = names.filter((name) => name !== '');
  if (given.length === 0 || given.some(isNumber)) return false;
  const below = names.map((_, at) => rest.map((row) => row[at] ?? ''));
  const numeric = below.map((cells) => cells.some(isNumber));
  if (new Set(given).size < given.length && !numeric.includes(true)) return false;
  return names.every((name, at) => name === '' || numeric[at] || !below[at]?.includes(name));
}
