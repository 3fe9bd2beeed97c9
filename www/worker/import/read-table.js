/** @file Tables that the core does not read as they are: with decimal commas or other separators, and without labels. */

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
 * a square, as in Kaggle's test.csv, there are no labels; and what takes few whole numbers is rather a label than a pixel.
 *
 * @param {Table} table
 * @param {() => Promise<Uint8Array<ArrayBuffer>>} text
 * @param {Reader} inkgrad
 * @returns {Promise<import('./imported.js').TableContents>}
 */
async function asPixels(table, text, inkgrad) {
  const rows = table.labels?.length ?? 0;
  const columns = rows === 0 ? 0 : table.inputs.length / rows;
  const label = isSquare(columns) && isFirst(table, columns) ? 0 : null;
  if (label === null && (isSquare(columns) || !isSquare(columns + 1))) return table;
  const read = await inkgrad.readFile(await text(), { label }).catch(() => null);
  return read?.kind === 'table' ? { ...read, rows } : table;
}

/** @param {number} count */
function isSquare(count) {
  return count >= 64 && Number.isInteger(Math.sqrt(count));
}

/**
 * @param {Table} table without a header
 * @param {number} columns
 * @returns {boolean} whether the first column holds the labels, and not the last one
 */
function isFirst({ columns: names, inputs, labels }, columns) {
  if (names.length > 0 || !labels) return false;
  const [first, last] = [new Set(), new Set()];
  for (let row = 0; row < labels.length; row += 1) {
    const value = inputs[row * columns] ?? 0.5;
    if (!Number.isInteger(value) || value < 0 || first.size > MOST_LABELS) return false;
    first.add(value);
    last.add(labels[row]);
  }
  return first.size > 1 && (last.size === 1 || first.size < last.size);
}
