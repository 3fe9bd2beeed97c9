/** @file Tables that the core does not read as they are: other decimal signs and separators, row numbers, without labels. */

import { countsRows } from './tables/row-numbers.js';
import { rewritten } from './text.js';

/**
 * @typedef {import('./imported.js').Contents} Contents
 * @typedef {Extract<import('inkgrad').FileContents, { kind: 'table' }>} Table
 * @typedef {import('../../shared/imports.js').ReadFault} ReadFault
 * @typedef {Pick<import('inkgrad').Inkgrad, 'readFile'>} Reader
 */

/** A column with more different values holds no labels. */
const MOST_LABELS = 256;

/**
 * @param {Table | { fault: ReadFault }} found what the core read, or why it could not
 * @param {() => Promise<Uint8Array<ArrayBuffer>>} text
 * @param {Reader} inkgrad
 * @returns {Promise<Contents>}
 */
export async function readTable(found, text, inkgrad) {
  if ('fault' in found) {
    // Where the core cannot tell the decimal sign, commas must not be taken for it.
    const bytes = found.fault.id === 'format.decimal_sign' ? null : rewritten(await text());
    const table = bytes && (await inkgrad.readFile(bytes).catch(() => null));
    if (table?.kind !== 'table') return { kind: 'text', fault: found.fault };
    return asPixels(table, async () => /** @type {Uint8Array<ArrayBuffer>} */ (bytes), inkgrad);
  }
  return asPixels(found, text, inkgrad);
}

/**
 * Which column holds the labels is guessed by the core. For rows of pixels more is known: where all columns are the pixels of
 * a square, as in Kaggle's test.csv, there are no labels; and what takes few whole numbers is rather a label than a pixel. A
 * column that numbers the rows is neither.
 *
 * @param {Table} table
 * @param {() => Promise<Uint8Array<ArrayBuffer>>} text
 * @param {Reader} inkgrad
 * @returns {Promise<import('./imported.js').TableContents>}
 */
async function asPixels(table, text, inkgrad) {
  const rows = table.labels?.length ?? 0;
  const { numbered, label } = pixelsIn(table, rows);
  if (label === 'found') return numbered ? withoutFirst(table, rows) : table;
  const read = await inkgrad.readFile(await text(), { label }).catch(() => null);
  if (read?.kind !== 'table') return table;
  return numbered ? withoutFirst(read, rows) : { ...read, rows };
}

/**
 * @param {Table} table
 * @param {number} rows
 * @returns {{ numbered: boolean, label: number | null | 'found' }} `numbered`: whether the first column of pixels numbers the
 *   rows; `label`: the column to be read as labels, null for none, `found` where the core has found it or there are no pixels
 */
function pixelsIn(table, rows) {
  const { labels, classes } = table;
  const width = rows === 0 ? 0 : table.inputs.length / rows;
  const column = (/** @type {number} */ at) =>
    Array.from({ length: rows }, (_, row) => table.inputs[row * width + at] ?? 0);
  const nameless = table.columns.every(isNumber);
  if (labels && !classes && countsRows(Array.from(labels))) {
    if (isSquare(width)) return { numbered: true, label: null };
    if (!isSquare(width - 1)) return { numbered: false, label: 'found' };
    return { numbered: true, label: nameless && isFirst(column(0), column(width - 1)) ? 1 : width };
  }
  const skipped = width > 0 && countsRows(column(0)) ? 1 : 0;
  const numbered = skipped === 1;
  if (isSquare(width - skipped))
    return { numbered, label: nameless && labels && isFirst(column(skipped), labels) ? skipped : 'found' };
  return isSquare(width - skipped + 1) ? { numbered, label: null } : { numbered: false, label: 'found' };
}

/**
 * @param {Table} table
 * @param {number} rows
 * @returns {import('./imported.js').TableContents} without its first column
 */
function withoutFirst({ inputs, columns, ...table }, rows) {
  const width = inputs.length / rows;
  const rest = new Float32Array(rows * (width - 1));
  for (let row = 0; row < rows; row += 1)
    rest.set(inputs.subarray(row * width + 1, (row + 1) * width), row * (width - 1));
  return { ...table, columns: columns.slice(1), inputs: rest, rows };
}

/** @param {number} count */
function isSquare(count) {
  return count >= 64 && Number.isInteger(Math.sqrt(count));
}

/**
 * @param {ArrayLike<number>} first column, without row numbers
 * @param {ArrayLike<number>} last
 * @returns {boolean} whether the first one holds the labels, and not the last one
 */
function isFirst(first, last) {
  const [labels, others] = [new Set(), new Set()];
  for (let row = 0; row < first.length; row += 1) {
    const value = first[row] ?? 0.5;
    if (!Number.isInteger(value) || value < 0 || labels.size > MOST_LABELS) return false;
    labels.add(value);
    others.add(last[row]);
  }
  return labels.size > 1 && (others.size === 1 || labels.size < others.size);
}

/** pandas numbers columns that have no names. @param {string} name */
function isNumber(name) {
  return /^\d*$/.test(name);
}
