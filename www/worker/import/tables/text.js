/** @file The text of a table: how it is encoded, what separates its cells, and its rows (RFC 4180). */

import { WorkerError } from '../../worker-error.js';

/** Bytes from which the separator is told. */
const LOOK = 65_536;

const SEPARATORS = /** @type {const} */ ([',', ';', '\t', '|']);

/** @typedef {(typeof SEPARATORS)[number] | ' '} Separator */

/**
 * @param {Uint8Array} bytes in UTF-8, in UTF-16 with its mark, or as older programs of Windows write it
 * @returns {string}
 */
export function textOf(bytes) {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/**
 * @typedef {object} Layout
 * @property {Separator} separator
 * @property {number} from where the first row begins
 * @property {number} line of that place, from 1
 *
 * @typedef {{ line: number, cells: string[], end: number }} Row `line` counts from 1, `end` is the place in the text
 */

/** Excel reads its separator from a first line as `sep=;`. */
const NAMED_SEPARATOR = /^\uFEFF?"?sep=([,;|\t])"?[ \t]*(?:\r\n|\n|\r)/i;

/**
 * @param {string} text
 * @returns {Layout}
 */
export function layoutOf(text) {
  const [head, named] = NAMED_SEPARATOR.exec(text) ?? [];
  if (head !== undefined) return { separator: /** @type {Separator} */ (named), from: head.length, line: 2 };
  return { separator: separatorOf(text), from: text.charCodeAt(0) === 0xfeff ? 1 : 0, line: 1 };
}

/**
 * @param {string} text
 * @returns {Separator} the one that gives most lines the same number of cells, more than one; blanks where it is none
 */
function separatorOf(text) {
  const lines = firstLines(text);
  const scores = SEPARATORS.map((separator) => {
    const { cells, share } = mostCommon(lines.map((line) => cellsIn(line, separator)));
    return { separator, score: cells > 1 ? share * 1000 + cells : 0 };
  });
  const best = scores.reduce((most, one) => (one.score > most.score ? one : most));
  if (best.score > 0) return best.separator;
  return lines.every((line) => /\S\s+\S/.test(line)) ? ' ' : ',';
}

/**
 * @param {number[]} counts of cells. That of the first line may be another: R names no column of row names
 * @returns {{ cells: number, share: number }} the count that comes most often, and the share of lines that have it
 */
function mostCommon(counts) {
  const times = new Map();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  const [cells, most] = [...times].reduce((best, one) => (one[1] > best[1] ? one : best), [1, 0]);
  return { cells, share: most / Math.max(1, counts.length) };
}

/** @param {string} text */
function firstLines(text) {
  const lines = text.slice(0, LOOK).split(/\r\n|\n|\r/);
  // The last one may be cut off.
  if (text.length > LOOK) lines.pop();
  return lines.filter((line) => line.trim() !== '').slice(0, 50);
}

/**
 * @param {string} line
 * @param {string} separator
 * @returns {number} cells, where quoted ones may hold the separator
 */
function cellsIn(line, separator) {
  let [count, quoted] = [1, false];
  for (const letter of line) {
    if (letter === '"') quoted = !quoted;
    else if (letter === separator && !quoted) count += 1;
  }
  return count;
}

/**
 * @param {string} text
 * @param {Layout} layout
 * @returns {Generator<Row>} rows that are not empty
 */
export function* rowsOf(text, { separator, from, line: first }) {
  let [at, line] = [from, first];
  while (at < text.length) {
    const begun = line;
    const cells = [];
    for (;;) {
      const cell = cellAt(text, at, separator, line);
      cells.push(cell.value);
      line += cell.lines;
      at = cell.end;
      const letter = text[at];
      if (letter === '\n' || letter === '\r' || letter === undefined) break;
      at += 1;
      while (separator === ' ' && text[at] === ' ') at += 1;
    }
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
    line += 1;
    if (separator === ' ') trimBlanks(cells);
    if (cells.some((cell) => cell !== '')) yield { line: begun, cells, end: at };
  }
}

/** Blanks before the first cell and after the last one. @param {string[]} cells */
function trimBlanks(cells) {
  if (cells[0] === '') cells.shift();
  if (cells.at(-1) === '') cells.pop();
}

/**
 * @param {string} text
 * @param {number} from
 * @param {string} separator
 * @param {number} line
 * @returns {{ value: string, end: number, lines: number }} `end`: of what separates it; `lines` within it
 */
function cellAt(text, from, separator, line) {
  let at = from;
  if (text[at] !== '"') {
    while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at += 1;
    return { value: text.slice(from, at).trim(), end: at, lines: 0 };
  }
  let [value, lines] = ['', 0];
  for (;;) {
    const close = text.indexOf('"', at + 1);
    if (close < 0) throw quoteError(line);
    const part = text.slice(at + 1, close);
    value += part;
    lines += part.split('\n').length - 1;
    at = close + 1;
    if (text[at] !== '"') break;
    value += '"';
  }
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return { value: value.trim(), end: at, lines };
}

/** @param {number} line */
function quoteError(line) {
  const values = { line: String(line) };
  return new WorkerError('format', 'page.table_quote', `line ${line}: a quote stays open`, values);
}
