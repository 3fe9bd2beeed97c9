/** @file Checks plain arguments of callers, and says what would have been right. Arrays of samples are checked in `array-arguments.js`. */

import { mismatch } from './error.js';

/**
 * @param {unknown} value
 * @param {string} path
 * @param {number} [least]
 * @returns {number}
 */
export function whole(value, path, least = 0) {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value < 2 ** 32) return value;
  const expected = `a whole number of at least ${least} and below 2^32`;
  throw mismatch('data.expected_whole_number', path, expected, value, undefined, { least: String(least) });
}

/**
 * @param {unknown} value
 * @param {string} path
 * @param {number} [least]
 * @returns {number | undefined} undefined where none is given
 */
export function optionalWhole(value, path, least = 0) {
  return value === undefined || value === null ? undefined : whole(value, path, least);
}

/**
 * @param {unknown} value
 * @param {string} path
 * @returns {Uint32Array}
 */
export function shape(value, path) {
  if (!Array.isArray(value)) throw mismatch('data.expected_shape', path, 'an array of whole numbers', value);
  return Uint32Array.from(value, (size, index) => whole(size, `${path}[${index}]`));
}

/**
 * @param {unknown} value
 * @param {string} path
 * @returns {number | undefined} a number; undefined where none is given
 */
export function optionalNumber(value, path) {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw mismatch('data.expected_finite_number', path, 'a finite number', value);
}

/**
 * @param {unknown} value
 * @param {string} path
 * @returns {boolean | undefined}
 */
export function optionalFlag(value, path) {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  throw mismatch('data.expected_boolean', path, 'true or false', value);
}

/**
 * @param {unknown} value
 * @param {string} path
 * @returns {string}
 */
export function text(value, path) {
  if (typeof value === 'string') return value;
  throw mismatch('data.expected_string', path, 'a string', value);
}

/**
 * @template {string} Name
 * @param {unknown} value
 * @param {string} path
 * @param {readonly [Name, ...Name[]]} names the first is the default
 * @param {'data' | 'spec'} [code]
 * @returns {Name}
 */
export function oneOf(value, path, names, code = 'data') {
  if (value === undefined) return names[0];
  const found = names.find((name) => name === value);
  if (found !== undefined) return found;
  const list = names.join(', ');
  throw mismatch(`${code}.expected_one_of`, path, `one of ${list}`, value, undefined, { names: list });
}

/**
 * @param {unknown} value
 * @param {string} path
 * @returns {Record<string, unknown>}
 */
export function object(value, path) {
  if (typeof value === 'object' && value !== null) return /** @type {Record<string, unknown>} */ (value);
  throw mismatch('data.expected_object', path, 'an object', value);
}

/**
 * @param {unknown} value
 * @param {string} path
 * @returns {((...given: any[]) => unknown) | undefined}
 */
export function optionalFunction(value, path) {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'function') return /** @type {(...given: any[]) => unknown} */ (value);
  throw mismatch('data.expected_function', path, 'a function', value);
}

/**
 * How a call is to be made, besides what it is about.
 *
 * @typedef {{ signal?: AbortSignal, blocking: boolean }} Control
 */

/**
 * @param {unknown} options
 * @returns {Control}
 */
export function control(options) {
  const { signal, blocking } = object(options, 'options');
  return { signal: optionalSignal(signal), blocking: optionalFlag(blocking, 'blocking') ?? false };
}

/**
 * @param {unknown} value
 * @returns {AbortSignal | undefined}
 */
function optionalSignal(value) {
  if (value === undefined || value === null) return undefined;
  const signal = /** @type {AbortSignal} */ (value);
  if (typeof value === 'object' && typeof signal.aborted === 'boolean') return signal;
  throw mismatch('data.expected_signal', 'signal', 'an AbortSignal', value);
}
