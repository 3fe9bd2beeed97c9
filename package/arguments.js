/** @file Validates scalar arguments and options. Arrays are validated in `array-arguments.js`. */

import { mismatch } from './error.js';

/**
 * @param {unknown} value
 * @param {string} path
 * @param {number} [minimum]
 * @returns {number}
 */
export function integer(value, path, minimum = 0) {
  if (typeof value === 'number' && Number.isInteger(value) && value >= minimum && value < 2 ** 32) return value;
  const expected = `a whole number of at least ${minimum} and below 2^32`;
  throw mismatch('data.expected_whole_number', path, expected, value, undefined, { least: String(minimum) });
}

/**
 * @param {unknown} value
 * @param {string} path
 * @param {number} [minimum]
 * @returns {number | undefined} undefined if the argument is missing or null
 */
export function optionalInteger(value, path, minimum = 0) {
  return value === undefined || value === null ? undefined : integer(value, path, minimum);
}

/**
 * @param {unknown} value
 * @param {string} path
 * @returns {Uint32Array}
 */
export function shape(value, path) {
  if (!Array.isArray(value)) throw mismatch('data.expected_shape', path, 'an array of whole numbers', value);
  return Uint32Array.from(value, (size, index) => integer(size, `${path}[${index}]`));
}

/**
 * @param {unknown} value
 * @param {string} path
 * @returns {number | undefined} undefined if the argument is missing or null
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
export function optionalBoolean(value, path) {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  throw mismatch('data.expected_boolean', path, 'true or false', value);
}

/**
 * @param {unknown} value
 * @param {string} path
 * @returns {string}
 */
export function string(value, path) {
  if (typeof value === 'string') return value;
  throw mismatch('data.expected_string', path, 'a string', value);
}

/**
 * @template {string} Name
 * @param {unknown} value
 * @param {string} path
 * @param {readonly [Name, ...Name[]]} names the allowed values; the first is the default
 * @param {'data' | 'spec'} [kind]
 * @returns {Name}
 */
export function oneOf(value, path, names, kind = 'data') {
  if (value === undefined) return names[0];
  const match = names.find((name) => name === value);
  if (match !== undefined) return match;
  const list = names.join(', ');
  throw mismatch(`${kind}.expected_one_of`, path, `one of ${list}`, value, undefined, { names: list });
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
 * @returns {((...args: any[]) => unknown) | undefined}
 */
export function optionalFunction(value, path) {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'function') return /** @type {(...args: any[]) => unknown} */ (value);
  throw mismatch('data.expected_function', path, 'a function', value);
}

/**
 * Options that every computing call has.
 *
 * @typedef {{ signal?: AbortSignal, blocking: boolean }} Control
 */

/**
 * @param {unknown} options
 * @returns {Control}
 */
export function control(options) {
  const { signal, blocking } = object(options, 'options');
  return { signal: optionalSignal(signal), blocking: optionalBoolean(blocking, 'blocking') ?? false };
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
