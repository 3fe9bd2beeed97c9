/** @file Makes a data set of a table as it was chosen: a value for each column and row, and what is predicted. */

import { dataName } from '../../../shared/data-name.js';
import { MOST_CATEGORIES, MOST_INPUTS } from '../../../shared/imported-table.js';
import { storedBlob } from '../../../shared/stored-data.js';
import { widthOf } from '../../../shared/table.js';
import { WorkerError } from '../../worker-error.js';

/** Rows that are needed to learn from one part and to look at another. */
const LEAST_ROWS = 10;

/** A name with its unit, as in "petal length (cm)". */
const WITH_UNIT = /^(.*\S)\s*[([]([^()[\]]{1,12})[)\]]$/;

/**
 * @typedef {import('./read.js').ReadTable} ReadTable
 * @typedef {import('./columns.js').ReadColumn} ReadColumn
 * @typedef {import('../../../shared/imported-table.js').TableChoice} TableChoice
 * @typedef {import('../../../shared/table.js').Column} Column
 * @typedef {import('../../../shared/data-sets.js').DataSet} DataSet
 */

/**
 * @param {ReadTable} table
 * @param {TableChoice} choice
 * @returns {Promise<{ dataSet: DataSet, content: Blob, samples: number, dropped: number }>} `dropped`: rows in which what is to
 *   be predicted is missing
 */
export async function buildTable(table, { kinds, target, task, title }) {
  const predicted = table.columns[target];
  if (!predicted) throw fault('page.table_target', 'no column is predicted');
  const isClass = task === 'class';
  const rows = Array.from({ length: table.rows }, (_, row) => row).filter((row) =>
    isClass ? Number(predicted.codes[row]) >= 0 : !Number.isNaN(predicted.numbers[row]),
  );
  const used = table.columns.filter((_, at) => at !== target && kinds[at] !== 'ignored');
  const kindOf = (/** @type {ReadColumn} */ column) => kinds[table.columns.indexOf(column)];
  if (used.length === 0) throw fault('page.table_columns', 'no column is left to learn from');
  if (rows.length < LEAST_ROWS)
    throw fault('page.table_rows', `only ${rows.length} rows`, { rows: String(rows.length) });
  const read = used.map((column) => (kindOf(column) === 'categorical' ? categorical(column) : numeric(column)));
  const columns = read.map(({ column }) => column);
  const width = widthOf(columns);
  if (width > MOST_INPUTS)
    throw fault('page.table_wide', `${width} inputs`, { count: String(width), most: String(MOST_INPUTS) });
  const inputs = new Float32Array(rows.length * columns.length);
  for (const [at, row] of rows.entries())
    for (const [index, { values }] of read.entries()) inputs[at * columns.length + index] = values[row] ?? Number.NaN;
  const classes = isClass ? categorical(predicted) : null;
  const labels = classes
    ? Uint8Array.from(rows, (row) => classes.values[row] ?? 0)
    : Float32Array.from(rows, (row) => predicted.numbers[row] ?? 0);
  const content = storedBlob({ train: { inputs, labels } });
  const classNames = classes?.column.categories;
  if (classNames && classNames.length < 2) throw fault('page.table_one_class', 'there is only one class');
  const dataSet = {
    name: await dataName(content),
    title,
    shape: [width],
    classes: classNames?.length ?? 0,
    ...(classNames && { classNames }),
    scale: 1,
    columns,
    target: { ...named(predicted.name), ...(!isClass && { digits: predicted.digits }) },
  };
  return { dataSet, content, samples: rows.length, dropped: table.rows - rows.length };
}

/** @param {string} text @returns {{ name: string, unit?: string }} */
function named(text) {
  const [, name, unit] = WITH_UNIT.exec(text) ?? [];
  return name && unit ? { name, unit } : { name: text };
}

/**
 * @param {ReadColumn} column
 * @returns {{ column: Column, values: readonly number[] }}
 */
function numeric({ name, numbers, digits }) {
  return { column: { ...named(name), kind: 'numeric', digits }, values: numbers };
}

/**
 * Categories that are all numbers stand by their size, others in the order of the alphabet.
 *
 * @param {ReadColumn} column
 * @returns {{ column: Column, values: readonly number[] }}
 */
function categorical({ name, words, codes }) {
  if (codes.some((code) => code >= MOST_CATEGORIES)) {
    const values = { name, most: String(MOST_CATEGORIES) };
    throw fault('page.table_categories', `${name}: more than ${MOST_CATEGORIES} categories`, values);
  }
  const numbers = words.every((word) => word !== '' && !Number.isNaN(Number(word)));
  const compare = numbers
    ? (/** @type {string} */ a, /** @type {string} */ b) => Number(a) - Number(b)
    : (/** @type {string} */ a, /** @type {string} */ b) => (a < b ? -1 : 1);
  const categories = words.toSorted(compare);
  const places = words.map((word) => categories.indexOf(word));
  return {
    column: { name, kind: 'categorical', categories },
    values: codes.map((code) => (code < 0 ? Number.NaN : (places[code] ?? Number.NaN))),
  };
}

/**
 * @param {string} id
 * @param {string} message
 * @param {Record<string, string>} [values]
 */
function fault(id, message, values = {}) {
  return new WorkerError('data', id, message, values);
}
