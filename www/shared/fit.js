/** @file Whether a network that can be built can also be trained here: its input and outputs fit the data, and its size. */

import { outputsOf } from './data-sets.js';

/** With the gradient and two moments each takes 16 bytes, and its first values are drawn within one task. */
export const MOST_PARAMETERS = 20_000_000;

/** Bytes of the largest model's file, with two moments and the best parameters so far, and its header. */
export const MOST_MODEL_BYTES = 4 * 4 * MOST_PARAMETERS + 30e6;

/** A step of more multiply-adds lasts longer than a second, for which the worker gives no sign of life. */
export const MOST_MULTIPLY_ADDS = 1e10;

/**
 * @typedef {{ parameters: number, multiplyAdds: number, outputShape: readonly number[] }} Row of a description
 * @typedef {object} Misfit
 * @property {string} id
 * @property {string} message
 * @property {string} path
 * @property {Record<string, string>} values
 * @property {string} found
 * @property {string} [expected]
 */

/**
 * @param {import('./data-sets.js').DataSet | null} data
 * @param {{ input: readonly number[], batch_size?: number }} spec
 * @param {readonly Row[]} layers as the core describes them
 * @returns {Misfit | null}
 */
export function misfitOf(data, { input, batch_size: batchSize = 32 }, layers) {
  if (!data) return null;
  const [expected, found] = [data.shape, input].map((shape) => `[${shape.join(', ')}]`);
  if (expected !== found) return misfit('page.input', 'input', found ?? '', {}, expected);
  const large = tooLarge(layers);
  if (large) return large;
  const most = Math.max(1, Math.floor(MOST_MULTIPLY_ADDS / layers.reduce((sum, row) => sum + row.multiplyAdds, 1)));
  if (batchSize > most) return misfit('page.long_step', 'batch_size', String(batchSize), { most: String(most) });
  const outputs = layers.at(-1)?.outputShape.reduce((product, size) => product * size, 1) ?? 0;
  if (outputs === outputsOf(data)) return null;
  return misfit('page.outputs', `layers[${layers.length - 1}]`, String(outputs), { classes: String(outputsOf(data)) });
}

/**
 * @param {readonly Row[]} layers
 * @returns {Misfit | null} null where the page can hold their parameters
 */
export function tooLarge(layers) {
  const parameters = layers.reduce((sum, row) => sum + row.parameters, 0);
  if (parameters <= MOST_PARAMETERS) return null;
  const largest = layers.reduce(
    (most, row, index) => (row.parameters > (layers[most]?.parameters ?? 0) ? index : most),
    0,
  );
  return misfit('page.too_large', `layers[${largest}]`, millions(parameters), { most: millions(MOST_PARAMETERS) });
}

/**
 * @param {number} size of a model's file in bytes
 * @returns {{ id: string, message: string, values: Record<string, string> } | null} null where it can be opened
 */
export function fileTooLarge(size) {
  if (size <= MOST_MODEL_BYTES) return null;
  const values = { most: String(MOST_MODEL_BYTES / 1e6), megabytes: String(Math.round(size / 1e6)) };
  return { id: 'format.file_too_large', message: `a file of ${values.megabytes} MB is too large`, values };
}

/** @param {number} count @returns {string} as in `79.4` */
function millions(count) {
  return String(Number((count / 1e6).toFixed(1)));
}

/**
 * @param {string} id
 * @param {string} path
 * @param {string} found
 * @param {Record<string, string>} values
 * @param {string} [expected]
 * @returns {Misfit}
 */
function misfit(id, path, found, values, expected) {
  return { id, message: `${path}: ${id}, found ${found}`, path, values, found, expected };
}
