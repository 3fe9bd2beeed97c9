/** @file Validates the options of `load()` and fills in defaults. */

import { oneOf } from './arguments.js';
import { InkgradError, mismatch } from './error.js';

/** @typedef {Required<Omit<import('./inkgrad.js').LoadOptions, 'wasm'>> & { wasm: unknown }} Options */

const BUILDS = /** @type {const} */ (['auto', 'simd128', 'relaxed-simd']);
const GPU = /** @type {const} */ (['off', 'auto', 'on']);
const NAMES = ['build', 'workers', 'gpu', 'wasm'];

/**
 * @param {unknown} options
 * @returns {Options}
 */
export function readOptions(options = {}) {
  if (typeof options !== 'object' || options === null)
    throw mismatch('spec.expected_object', 'options', 'an object', options);
  const unknown = Object.keys(options).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) {
    const expected = `one of the options ${NAMES.join(', ')}`;
    const message = `${unknown}: expected ${expected}, found "${unknown}"`;
    const values = { known: NAMES.join(', ') };
    throw new InkgradError('spec', message, {
      id: 'spec.unknown_option',
      values,
      path: unknown,
      expected,
      found: unknown,
    });
  }
  const { build, workers, gpu, wasm } = /** @type {Record<string, unknown>} */ (options);
  return {
    build: oneOf(build, 'build', BUILDS, 'spec'),
    workers: readWorkers(workers),
    gpu: oneOf(gpu, 'gpu', GPU, 'spec'),
    wasm,
  };
}

/**
 * @param {unknown} value
 * @returns {number | 'auto'}
 */
function readWorkers(value = 1) {
  if (value === 'auto') return value;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw mismatch('spec.expected_workers', 'workers', "a positive integer or 'auto'", value);
}
