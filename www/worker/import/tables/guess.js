/** @file What the columns of a table may be: numbers, categories, or nothing to learn from; and which one is predicted. */

import { MOST_WORDS } from './columns.js';
import { countsRows } from './row-numbers.js';

/** Categories of a column that are offered unasked. */
const FEW = 30;

/** Whole numbers so few that they rather name classes, each with some rows. */
const [MOST_NUMBERED_CLASSES, LEAST_ROWS] = [20, 5];

/** Names of columns that hold what is to be predicted, the surest first. */
const TARGETS = ['target', 'class', 'label', 'species', 'diagnosis', 'outcome', 'survived', 'quality', 'price', 'y'];

/**
 * @typedef {import('./read.js').ReadTable} ReadTable
 * @typedef {import('./columns.js').ReadColumn} ReadColumn
 * @typedef {import('../../../shared/imported-table.js').TableLook} TableLook
 * @typedef {import('../../../shared/imported-table.js').ColumnLook} ColumnLook
 */

/**
 * @param {ReadTable} table
 * @returns {TableLook} what the page shows of it
 */
export function lookAt(table) {
  const columns = table.columns.map((column) => lookAtColumn(column, table.rows));
  const target = targetOf(columns, table.rows);
  return {
    rows: table.rows,
    header: table.header,
    decimalComma: table.decimalComma,
    first: table.first,
    columns,
    target,
    task: columns[target] && isClass(columns[target], table.rows) ? 'class' : 'number',
  };
}

/**
 * @param {ReadColumn} column
 * @param {number} rows
 * @returns {ColumnLook}
 */
function lookAtColumn({ name, numbers, codes, words, digits }, rows) {
  const values = numbers.filter((value) => !Number.isNaN(value));
  const filled = codes.filter((code) => code >= 0).length;
  const distinct = codes.includes(MOST_WORDS) ? null : words.length;
  const numeric = values.length === filled && filled > 0;
  const counts = new Uint32Array(words.length);
  for (const code of codes) if (code >= 0 && code < words.length) counts[code] = (counts[code] ?? 0) + 1;
  const range = { minimum: Number.POSITIVE_INFINITY, maximum: Number.NEGATIVE_INFINITY };
  for (const value of values) {
    range.minimum = Math.min(range.minimum, value);
    range.maximum = Math.max(range.maximum, value);
  }
  return {
    name,
    kind: kindOf({ numeric, distinct, numbers, rows }),
    numbers: values.length,
    missing: rows - filled,
    whole: values.every(Number.isInteger),
    ...(values.length > 0 && range),
    digits,
    distinct,
    words: words.slice(0, FEW).map((word, at) => ({ word, count: counts[at] ?? 0 })),
  };
}

/**
 * @param {{ numeric: boolean, distinct: number | null, numbers: number[], rows: number }} column
 * @returns {ColumnLook['kind']}
 */
function kindOf({ numeric, distinct, numbers, rows }) {
  if (numeric) return countsRows(numbers) ? 'ignored' : 'numeric';
  // Words that hardly ever come again say nothing of the next row.
  return distinct !== null && distinct > 0 && distinct <= FEW && distinct < Math.max(3, rows / 2)
    ? 'categorical'
    : 'ignored';
}

/**
 * @param {ColumnLook[]} columns
 * @param {number} rows
 * @returns {number} index of the one that is most likely predicted
 */
function targetOf(columns, rows) {
  const names = columns.map(({ name }) => name.toLowerCase());
  for (const target of TARGETS) {
    const found = names.indexOf(target);
    if (found >= 0) return found;
  }
  const last = columns.findLastIndex(({ kind, missing }) => kind !== 'ignored' && missing < rows / 2);
  return last < 0 ? columns.length - 1 : last;
}

/** @param {ColumnLook} column @param {number} rows */
function isClass({ kind, distinct, whole }, rows) {
  const most = Math.min(MOST_NUMBERED_CLASSES, rows / LEAST_ROWS);
  return kind === 'categorical' || (distinct !== null && whole && distinct <= most);
}
