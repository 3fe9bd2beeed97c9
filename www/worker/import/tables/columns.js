/** @file The columns of a table while its rows are read: the numbers and the words of each. */

import { WorkerError } from '../../worker-error.js';
import { digitsOf, isMissing, numberIn, PLAIN } from './numbers.js';

/** Different words of a column that are told apart. One with more is no category. */
export const MOST_WORDS = 256;

/**
 * @typedef {object} ReadColumn
 * @property {string} name
 * @property {number[]} numbers NaN where there is none
 * @property {number[]} codes of words, −1 where one is missing, MOST_WORDS for any that came too late
 * @property {string[]} words in the order of their first appearance
 * @property {number} digits after the decimal point, at most
 *
 * @typedef {import('./numbers.js').Notation} Notation
 */

export class Columns {
  rows = 0;
  /** @type {ReadColumn[]} */
  #columns;
  /** @type {Map<string, number>[]} */
  #codes;
  /** Whether a column has neither a name nor any cell with text. @type {boolean[]} */
  #empty;
  #notations;

  /**
   * @param {string[]} names empty where a column has none
   * @param {readonly Notation[]} notations
   */
  constructor(names, notations) {
    this.#notations = notations;
    this.#columns = unique(names).map((name) => ({ name, numbers: [], codes: [], words: [], digits: 0 }));
    this.#codes = names.map(() => new Map());
    this.#empty = names.map((name) => name === '');
  }

  /** @param {{ line: number, cells: string[] }} row */
  add({ line, cells }) {
    if (cells.length !== this.#columns.length) throw lengthError(line, cells.length, this.#columns.length);
    this.rows += 1;
    for (const [at, cell] of cells.entries()) {
      const [column, codes] = [this.#columns[at], this.#codes[at]];
      if (!column || !codes) continue;
      if (cell !== '') this.#empty[at] = false;
      const number = isMissing(cell) ? null : numberIn(cell, this.#notations[at] ?? PLAIN);
      const value = number === null ? Number.NaN : Number(number);
      // A network computes with 32 bits: what is infinite there is as good as missing.
      const missing = number === null ? isMissing(cell) : !Number.isFinite(Math.fround(value));
      column.numbers.push(missing ? Number.NaN : value);
      if (number !== null && !missing) column.digits = Math.max(column.digits, digitsOf(number));
      column.codes.push(missing ? -1 : codeOf(cell, codes, column.words));
    }
  }

  /** @returns {ReadColumn[]} without those that are empty, as spreadsheets write them beside a table */
  filled() {
    return this.cellsOf(this.#columns);
  }

  /** @template Cell @param {readonly Cell[]} cells of a row @returns {Cell[]} those of the columns that are not empty */
  cellsOf(cells) {
    return cells.filter((_, at) => !this.#empty[at]);
  }
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
    const base = given === '' ? `x${at + 1}` : given;
    let name = base;
    for (let count = 2; seen.has(name); count += 1) name = `${base} ${count}`;
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
