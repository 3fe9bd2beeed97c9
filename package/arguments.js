/** @file Checks what callers hand over, and says what would have been right. Whether it fits a network is the core's business. */

import { InkgradError, mismatch } from './error.js';

const TypedArray = Object.getPrototypeOf(Uint8Array);

/**
 * @param {unknown} value
 * @returns {string | undefined} which typed array it is; from other frames too, where `instanceof` fails
 */
function kindOf(value) {
  return Object.getOwnPropertyDescriptor(TypedArray.prototype, Symbol.toStringTag)?.get?.call(value);
}

/**
 * @typedef {{ Uint8Array: Uint8Array, Uint32Array: Uint32Array, Float32Array: Float32Array }} Arrays
 */

/**
 * @template {keyof Arrays} Kind
 * @param {unknown} value
 * @param {string} path
 * @param {readonly Kind[]} kinds
 * @returns {{ [Each in Kind]: { kind: Each, array: Arrays[Each] } }[Kind]}
 */
export function typedArray(value, path, kinds) {
  const found = kindOf(value);
  const kind = kinds.find((name) => name === found);
  if (!kind) {
    const note = value instanceof ArrayBuffer ? 'wrap it: new Uint8Array(buffer)' : undefined;
    throw mismatch('data', path, `a ${kinds.join(' or ')}`, value, note);
  }
  const array = /** @type {Arrays[Kind]} */ (value);
  if (array.length === 0 && isDetached(array.buffer)) {
    const message = `${path}: the array is empty, for its buffer was transferred; hand over a copy`;
    throw new InkgradError('data', message, { path, found: 'a transferred buffer' });
  }
  return { kind, array };
}

/** @param {ArrayBufferLike} buffer */
function isDetached(buffer) {
  try {
    new Uint8Array(buffer);
    return false;
  } catch {
    return true;
  }
}

/**
 * @param {unknown} value
 * @param {string} path
 * @returns {Uint8Array}
 */
export function bytes(value, path) {
  return typedArray(value, path, ['Uint8Array']).array;
}

/**
 * @param {unknown} value
 * @param {string} path
 * @param {number} [least]
 * @returns {number}
 */
export function whole(value, path, least = 0) {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value < 2 ** 32) return value;
  throw mismatch('data', path, `a whole number of at least ${least} and below 2^32`, value);
}

/**
 * @param {unknown} value
 * @param {string} path
 * @returns {Uint32Array}
 */
export function shape(value, path) {
  if (!Array.isArray(value)) throw mismatch('data', path, 'an array of whole numbers', value);
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
  throw mismatch('data', path, 'a finite number', value);
}

/**
 * @param {unknown} value
 * @param {string} path
 * @returns {boolean | undefined}
 */
export function optionalFlag(value, path) {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  throw mismatch('data', path, 'true or false', value);
}

/**
 * @param {unknown} value
 * @param {string} path
 * @returns {string}
 */
export function text(value, path) {
  if (typeof value === 'string') return value;
  throw mismatch('data', path, 'a string', value);
}

/**
 * @param {unknown} value
 * @param {string} path
 * @returns {Record<string, unknown>}
 */
export function object(value, path) {
  if (typeof value === 'object' && value !== null) return /** @type {Record<string, unknown>} */ (value);
  throw mismatch('data', path, 'an object', value);
}

/**
 * @param {unknown} value
 * @returns {AbortSignal | undefined}
 */
export function optionalSignal(value) {
  if (value === undefined || value === null) return undefined;
  const signal = /** @type {AbortSignal} */ (value);
  if (typeof value === 'object' && typeof signal.aborted === 'boolean') return signal;
  throw mismatch('data', 'signal', 'an AbortSignal', value);
}
