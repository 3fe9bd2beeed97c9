/**
 * @file What the page adds to the file of a saved session about the run: the core passes over it, and so do other programs.
 * What cannot be is left out when it is read. What it says of the data is in `model-data.js`.
 *
 * | text | what |
 * | --- | --- |
 * | `page.validation` | JSON: step, loss and accuracy of the last evaluation of the validation part |
 * | `page.epochs` | after which training is finished |
 * | `page.selection` | JSON: what of the data was used |
 * | `page.notes` | what the person has written about the run |
 */

import { withTexts } from './session-file.js';

const PREFIX = 'page.';

/** Letters of the notes. */
const LONGEST = 10_000;

/**
 * @typedef {import('./data-sets.js').Selection} Selection
 * @typedef {{ step: number, loss: number, accuracy: number | null }} Evaluated
 *
 * @typedef {object} PageTexts
 * @property {Evaluated | null} validation
 * @property {number} epochs
 * @property {Selection} selection
 * @property {string} notes
 */

/**
 * @param {Uint8Array} bytes of a saved session
 * @param {{ validation: Evaluated | null, epochs: number, dataset: import('./data-sets.js').Dataset, notes: string }} facts
 * @returns {Uint8Array<ArrayBuffer>} the same file with these texts
 */
export function withPageTexts(bytes, { validation, epochs, dataset, notes }) {
  const { own: _, name: __, ...selection } = dataset;
  const texts = {
    ...(validation && { validation: JSON.stringify(evaluatedOf(validation)) }),
    epochs: String(epochs),
    ...(Object.keys(selection).length > 0 && { selection: JSON.stringify(selection) }),
    ...(notes !== '' && { notes }),
  };
  return withTexts(bytes, Object.fromEntries(Object.entries(texts).map(([name, text]) => [PREFIX + name, text])));
}

/** @param {Evaluated} validation */
function evaluatedOf({ step, loss, accuracy }) {
  return { step, loss, accuracy };
}

/**
 * @param {Record<string, string>} texts of a file's header
 * @returns {PageTexts}
 */
export function pageTextsOf(texts) {
  const text = (/** @type {string} */ name) => texts[PREFIX + name];
  const epochs = Number(text('epochs'));
  return {
    validation: evaluatedIn(objectIn(text('validation'))),
    epochs: isWhole(epochs, 10_000) ? epochs : 0,
    selection: selectionIn(objectIn(text('selection'))),
    notes: (text('notes') ?? '').slice(0, LONGEST),
  };
}

/** @param {Record<string, unknown>} found @returns {Evaluated | null} */
function evaluatedIn({ step, loss, accuracy }) {
  if (!isWhole(step, Number.MAX_SAFE_INTEGER) || typeof loss !== 'number') return null;
  if (accuracy !== null && !isWithin(accuracy, 0, 1)) return null;
  return { step: Number(step), loss, accuracy: accuracy === null ? null : Number(accuracy) };
}

/** @param {Record<string, unknown>} found @returns {Selection} */
function selectionIn({ validation, split_seed, limit, noise }) {
  const selection = {
    ...(isWithin(validation, 0, 1) && validation !== 0 && validation !== 1 && { validation }),
    ...(isWhole(split_seed, 2 ** 32 - 1) && { split_seed }),
    ...(isWhole(limit, 1e9) && limit !== 0 && { limit }),
    ...(isWithin(noise, 0, 1) && { noise }),
  };
  return /** @type {Selection} */ (selection);
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
