/** @file A table as it was read: for each column its numbers and its words, whatever it is taken for later. */

import { WorkerError } from '../../worker-error.js';
import { rowsOf, separatorOf, textOf } from './text.js';

/** Different words of a column that are told apart. One with more is no category. */
export const MOST_WORDS = 256;

/** Rows from which it is told what the table is like. */
const LOOK = 50;

/** Rows between two yields. */
const SLICE = 2000;

/** Cells that say that there is no value. */
const MISSING = new Set(['', '?', '-', 'na', 'n/a', 'nan', 'null', 'none', '#n/a', 'missing']);

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * @typedef {object} ReadColumn
 * @property {string} name
 * @property {number[]} numbers NaN where there is none
 * @property {number[]} codes of words, −1 where one is missing, MOST_WORDS for any that came too late
 * @property {string[]} words in the order of their first appearance
 * @property {number} digits after the decimal point, at most
 *
 * @typedef {object} ReadTable
 * @property {ReadColumn[]} columns
 * @property {number} rows
 * @property {boolean} header whether the first line names the columns
 * @property {boolean} decimalComma
 * @property {string[][]} first rows as they stand in the file
 *
 * @typedef {import('../../long-query.js').Course} Course
 */

/**
 * @param {Uint8Array} bytes
 * @param {{ header?: boolean | undefined }} options `header`: told by the first lines unless given
 * @param {Pick<Course, 'turn' | 'onProgress'>} course
 * @returns {Promise<ReadTable>}
 */
export async function readTable(bytes, { header }, { turn, onProgress }) {
  const text = textOf(bytes);
  const separator = separatorOf(text);
  const rows = rowsOf(text, separator);
  const start = [];
  for (let row = rows.next(); !row.done; row = rows.next()) {
    start.push(row.value);
    if (start.length > LOOK) break;
  }
  const [top] = start;
  if (!top || start.length < 2) throw new WorkerError('format', 'page.table_empty', 'the table has no rows');
  const decimalComma =
    separator !== ',' && start.some(({ cells }) => cells.some((cell) => /^[+-]?\d+,\d+$/.test(cell)));
  const number = numberReader(decimalComma);
  const classes = header === undefined ? classesOfHead(start.map(({ cells }) => cells)) : null;
  const named =
    classes !== null ||
    (header ??
      looksNamed(
        start.map(({ cells }) => cells),
        number,
      ));
  const table = new Columns(classes ? columnsOfHead(top.cells) : named ? top.cells : unnamed(top.cells), number);
  const body = named ? start.slice(1) : start;
  const add = (/** @type {{ line: number, cells: string[] }} */ row) =>
    table.add(classes ? withClass(row, classes) : row);
  for (const row of body) add(row);
  for (let row = rows.next(); !row.done; row = rows.next()) {
    add(row.value);
    if (table.rows % SLICE !== 0) continue;
    onProgress(row.value.end, text.length);
    await turn();
  }
  const { columns } = table;
  return { columns, rows: table.rows, header: named, decimalComma, first: body.slice(0, 5).map(({ cells }) => cells) };
}

/** @param {string[]} cells of the first row */
function unnamed(cells) {
  return cells.map((_, at) => `x${at + 1}`);
}

/**
 * scikit-learn's files begin with the number of rows and of columns, and with the names of the classes, which the last column
 * counts.
 *
 * @param {string[][]} rows the first ones
 * @returns {string[] | null} the names of the classes; null where the table is of another kind
 */
function classesOfHead([top = [], ...rest]) {
  const [count, columns, ...names] = top;
  const isWhole = (/** @type {string | undefined} */ cell) => /^\d+$/.test(cell ?? '');
  if (names.length < 2 || !isWhole(count) || !isWhole(columns) || names.some((name) => NUMBER.test(name))) return null;
  const fits = rest.every((row) => row.length === Number(columns) + 1 && Number(row.at(-1)) < names.length);
  return fits && rest.every((row) => isWhole(row.at(-1))) ? names : null;
}

/** @param {string[]} head */
function columnsOfHead([, columns]) {
  return [...Array.from({ length: Number(columns) }, (_, at) => `x${at + 1}`), 'target'];
}

/** @param {{ line: number, cells: string[] }} row @param {string[]} classes */
function withClass({ line, cells }, classes) {
  return { line, cells: [...cells.slice(0, -1), classes[Number(cells.at(-1))] ?? ''] };
}

/**
 * @param {boolean} comma whether it is a comma that stands before decimals
 * @returns {(cell: string) => number} NaN for anything else
 */
function numberReader(comma) {
  return (cell) => {
    const plain = comma ? cell.replaceAll('.', '').replace(',', '.') : cell;
    return NUMBER.test(plain) ? Number(plain) : Number.NaN;
  };
}

/**
 * @param {string[][]} rows the first ones
 * @param {(cell: string) => number} number
 * @returns {boolean} whether the first one has other cells than the rest: words above numbers, or names that do not come again
 */
function looksNamed([top = [], ...rest], number) {
  if (top.some((cell) => !Number.isNaN(number(cell)))) return false;
  if (new Set(top).size < top.length) return false;
  return top.every((cell, at) => {
    const below = rest.map((row) => row[at] ?? '');
    return below.some((value) => !Number.isNaN(number(value))) || !below.includes(cell);
  });
}

class Columns {
  rows = 0;
  /** @type {ReadColumn[]} */
  columns;
  /** @type {Map<string, number>[]} */
  #codes;
  #number;

  /**
   * @param {string[]} names
   * @param {(cell: string) => number} number
   */
  constructor(names, number) {
    this.#number = number;
    this.columns = unique(names).map((name) => ({ name, numbers: [], codes: [], words: [], digits: 0 }));
    this.#codes = names.map(() => new Map());
  }

  /** @param {{ line: number, cells: string[] }} row */
  add({ line, cells }) {
    if (cells.length !== this.columns.length) throw lengthError(line, cells.length, this.columns.length);
    this.rows += 1;
    for (const [at, cell] of cells.entries()) {
      const [column, codes] = [this.columns[at], this.#codes[at]];
      if (!column || !codes) continue;
      const missing = MISSING.has(cell.toLowerCase());
      const value = missing ? Number.NaN : this.#number(cell);
      column.numbers.push(value);
      if (!Number.isNaN(value)) column.digits = Math.max(column.digits, decimalsOf(cell));
      column.codes.push(missing ? -1 : codeOf(cell, codes, column.words));
    }
  }
}

/** @param {string} cell @returns {number} after its point or comma */
function decimalsOf(cell) {
  return /^[+-]?\d*[.,](\d+)$/.exec(cell)?.[1]?.length ?? 0;
}

/**
 * @param {string} word
 * @param {Map<string, number>} codes grows
 * @param {string[]} words likewise
 */
function codeOf(word, codes, words) {
  const known = codes.get(word);
  if (known !== undefined) return known;
  if (words.length === MOST_WORDS) return MOST_WORDS;
  codes.set(word, words.length);
  return words.push(word) - 1;
}

/** @param {string[]} names @returns {string[]} none twice, none empty */
function unique(names) {
  const seen = new Set();
  return names.map((given, at) => {
    let name = given === '' ? `x${at + 1}` : given;
    for (let count = 2; seen.has(name); count += 1) name = `${given} ${count}`;
    seen.add(name);
    return name;
  });
}

/** @param {number} line @param {number} found @param {number} expected */
function lengthError(line, found, expected) {
  const values = { line: String(line), count: String(found), first: String(expected) };
  const message = `line ${line}: ${found} cells, and the first line has ${expected}`;
  return new WorkerError('format', 'page.table_row', message, values);
}
