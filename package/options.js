/** @file Checks the options of `load()` and fills in the defaults. */

import { InkgradError, mismatch } from './error.js';

/** @typedef {Required<Omit<import('./inkgrad.js').LoadOptions, 'wasm'>> & { wasm: unknown }} Options */

const BUILDS = /** @type {const} */ (['auto', 'simd128', 'relaxed-simd']);
const GPU = /** @type {const} */ (['off', 'auto', 'on']);
const NAMES = ['build', 'workers', 'gpu', 'wasm'];

/**
 * @param {unknown} given
 * @returns {Options}
 */
export function readOptions(given = {}) {
  if (typeof given !== 'object' || given === null) throw mismatch('spec', 'options', 'an object', given);
  const unknown = Object.keys(given).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) {
    const expected = `one of the options ${NAMES.join(', ')}`;
    const message = `${unknown}: expected ${expected}, found "${unknown}"`;
    throw new InkgradError('spec', message, { path: unknown, expected, found: unknown });
  }
  const { build, workers, gpu, wasm } = /** @type {Record<string, unknown>} */ (given);
  return { build: oneOf(build, 'build', BUILDS), workers: readWorkers(workers), gpu: oneOf(gpu, 'gpu', GPU), wasm };
}

/**
 * @template {string} Name
 * @param {unknown} value
 * @param {string} path
 * @param {readonly [Name, ...Name[]]} names the first is the default
 * @returns {Name}
 */
function oneOf(value, path, names) {
  if (value === undefined) return names[0];
  const found = names.find((name) => name === value);
  if (found === undefined) throw mismatch('spec', path, `one of ${names.join(', ')}`, value);
  return found;
}

/**
 * @param {unknown} value
 * @returns {number | 'auto'}
 */
function readWorkers(value = 1) {
  if (value === 'auto') return value;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw mismatch('spec', 'workers', "a positive integer or 'auto'", value);
}
