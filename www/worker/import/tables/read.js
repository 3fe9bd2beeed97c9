/** @file A table as it was read: for each column its numbers and its words, whatever it is taken for later. */

import { WorkerError } from '../../worker-error.js';
import { Columns } from './columns.js';
import { headOf } from './head.js';
import { Notations, needsNotations } from './numbers.js';
import { layoutOf, rowsOf, textOf } from './text.js';

/** Rows from which it is told what the table is like. */
const LOOK = 50;

/** Rows between two yields. */
const SLICE = 2000;

/**
 * @typedef {import('./columns.js').ReadColumn} ReadColumn
 * @typedef {import('./text.js').Row} Row
 * @typedef {import('./text.js').Layout} Layout
 *
 * @typedef {object} ReadTable
 * @property {ReadColumn[]} columns
 * @property {number} rows
 * @property {boolean} header whether the first line names the columns
 * @property {boolean} decimalComma
 * @property {string[][]} first rows as they stand in the file
 *
 * @typedef {Pick<import('../../long-query.js').Course, 'turn' | 'onProgress'>} Course
 */

/**
 * @param {Uint8Array} bytes
 * @param {{ header?: boolean | undefined }} options `header`: told by the first lines unless given
 * @param {Course} course
 * @returns {Promise<ReadTable>}
 */
export async function readTable(bytes, { header }, course) {
  const text = textOf(bytes);
  const layout = layoutOf(text);
  const start = startOf(text, layout);
  if (start.length < 2) throw new WorkerError('format', 'page.table_empty', 'the table has no rows');
  const { named, names, classes } = headOf(
    start.map(({ cells }) => cells),
    header,
  );
  const { notations, decimalComma } = await notationsOf(text, layout, named, course);
  const table = new Columns(names, notations);
  await eachRow(text, layout, course, (row, at) => {
    if (at > 0 || !named) table.add(classes ? withClass(row, classes) : row);
  });
  const first = (named ? start.slice(1) : start).slice(0, 5).map(({ cells }) => table.cellsOf(cells));
  return { columns: table.filled(), rows: table.rows, header: named, decimalComma, first };
}

/**
 * @param {string} text
 * @param {Layout} layout
 * @returns {Row[]} the first ones
 */
function startOf(text, layout) {
  const start = [];
  for (const row of rowsOf(text, layout)) {
    start.push(row);
    if (start.length > LOOK) break;
  }
  return start;
}

/**
 * A cell at the end may tell how the first ones are written, so all are looked at before any is read.
 *
 * @param {string} text
 * @param {Layout} layout
 * @param {boolean} named
 * @param {Course} course
 */
async function notationsOf(text, layout, named, course) {
  const found = new Notations();
  if (needsNotations(text, layout.separator))
    await eachRow(text, layout, course, ({ cells }, at) => {
      if (at > 0 || !named) found.add(cells);
    });
  return found.decided(layout.separator);
}

/**
 * @param {string} text
 * @param {Layout} layout
 * @param {Course} course
 * @param {(row: Row, at: number) => void} use
 */
async function eachRow(text, layout, { turn, onProgress }, use) {
  let at = 0;
  for (const row of rowsOf(text, layout)) {
    use(row, at);
    at += 1;
    if (at % SLICE !== 0) continue;
    onProgress(row.end, text.length);
    await turn();
  }
}

/** @param {Row} row @param {string[]} classes */
function withClass({ cells, ...row }, classes) {
  return { ...row, cells: [...cells.slice(0, -1), classes[Number(cells.at(-1))] ?? ''] };
}
