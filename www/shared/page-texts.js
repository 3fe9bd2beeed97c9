/**
 * @file What the page adds to the file of a saved session, as texts of its header: the core passes over them, and so do
 * other programs. What cannot be is left out when they are read.
 *
 * | text | what |
 * | --- | --- |
 * | `page.validation` | JSON: step, loss and accuracy of the last evaluation of the validation part |
 * | `page.epochs` | after which training is finished |
 * | `page.data` | JSON: the data set, what of it was used, and the statistics by which a table is standardised |
 * | `page.notes` | what the person has written about the run |
 */

import { dataSetNames } from './data-sets.js';
import { isDataSet, isTableOf } from './model-data.js';
import { withTexts } from './session-file.js';

const PREFIX = 'page.';

/** Letters of the notes, and of a title. */
const LONGEST = 10_000;

/**
 * @typedef {import('./data-sets.js').Dataset} Dataset
 * @typedef {{ step: number, loss: number, accuracy: number | null }} Evaluated
 * @typedef {import('./table.js').Table} Table
 * @typedef {{ name: string, own: import('./data-sets.js').DataSet | null, table: Table | null,
 *   selection: import('./data-sets.js').Selection }} UsedData
 *
 * @typedef {object} PageTexts
 * @property {Evaluated | null} validation
 * @property {number} epochs
 * @property {UsedData | null} data
 * @property {string} notes
 */

/**
 * @param {Uint8Array} bytes of a saved session
 * @param {{ validation: Evaluated | null, epochs: number, data: Dataset & { table?: Table }, notes: string }} facts
 * @returns {Uint8Array<ArrayBuffer>} the same file with these texts
 */
export function withPageTexts(bytes, { validation, epochs, data: { hand: _, ...used }, notes }) {
  const texts = {
    ...(validation && { validation: JSON.stringify(evaluatedOf(validation)) }),
    epochs: String(epochs),
    data: JSON.stringify(used),
    ...(notes !== '' && { notes }),
  };
  const added = Object.entries(texts).map(([name, text]) => [PREFIX + name, text]);
  // What an opened file said of itself is said anew.
  return withTexts(bytes, (found) => {
    const own = Object.entries(found).filter(([name]) => !name.startsWith(PREFIX));
    return Object.fromEntries([...own, ...added]);
  });
}

/** @param {Evaluated} validation */
function evaluatedOf({ step, loss, accuracy }) {
  return { step, loss, accuracy };
}

/**
 * @param {Record<string, string>} texts of a file's header
 * @param {readonly number[]} input shape of the network's input
 * @returns {PageTexts}
 */
export function pageTextsOf(texts, input) {
  const text = (/** @type {string} */ name) => texts[PREFIX + name];
  const epochs = Number(text('epochs'));
  return {
    validation: evaluatedIn(objectIn(text('validation'))),
    epochs: isWhole(epochs, 10_000) ? epochs : 0,
    data: dataIn(objectIn(text('data')), input),
    notes: (text('notes') ?? '').slice(0, LONGEST),
  };
}

/** @param {Record<string, unknown>} found @returns {Evaluated | null} */
function evaluatedIn({ step, loss, accuracy }) {
  if (!isWhole(step, Number.MAX_SAFE_INTEGER) || typeof loss !== 'number') return null;
  if (accuracy !== null && !isWithin(accuracy, 0, 1)) return null;
  return { step: Number(step), loss, accuracy: accuracy === null ? null : Number(accuracy) };
}

/**
 * @param {Record<string, unknown>} found
 * @param {readonly number[]} input
 * @returns {UsedData | null}
 */
function dataIn({ name, own, table, validation, split_seed, limit, noise }, input) {
  const known = own === undefined ? dataSetNames.some((one) => one === name) : isDataSet(own, name, input);
  if (!known || (table !== undefined && !isTableOf(table, input))) return null;
  const selection = {
    ...(isWithin(validation, 0, 1) && validation !== 0 && validation !== 1 && { validation }),
    ...(isWhole(split_seed, 2 ** 32 - 1) && { split_seed }),
    ...(isWhole(limit, 1e9) && limit !== 0 && { limit }),
    ...(isWithin(noise, 0, 1) && { noise }),
  };
  return {
    name: String(name),
    own: /** @type {import('./data-sets.js').DataSet | undefined} */ (own) ?? null,
    table: /** @type {Table | undefined} */ (table) ?? null,
    selection: /** @type {import('./data-sets.js').Selection} */ (selection),
  };
}

/** @param {string | undefined} text @returns {Record<string, unknown>} empty where it holds none */
function objectIn(text) {
  try {
    const value = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** @param {unknown} value @param {number} most */
function isWhole(value, most) {
  return Number.isInteger(value) && isWithin(value, 0, most);
}

/** @param {unknown} value @param {number} least @param {number} most */
function isWithin(value, least, most) {
  return typeof value === 'number' && value >= least && value <= most;
}
