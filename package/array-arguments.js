/** @file Validates arrays of inputs, labels and parameters, and converts them to the types that the core accepts. */

import * as check from './arguments.js';
import { InkgradError, mismatch } from './error.js';
import { flatten } from './flatten.js';

/**
 * @typedef {{ kind: 'bytes', array: Uint8Array, sample?: number } | { kind: 'floats', array: Float32Array, sample?: number }} Inputs
 *   `sample` is the number of values per sample, known only for nested arrays
 * @typedef {{ kind: 'classes', array: Uint32Array } | { kind: 'targets', array: Float32Array }
 *   | { kind: 'numbers', array: Float64Array } | { kind: 'names', array: string[] }} Labels
 * @typedef {{ name: string, shape: Uint32Array, data: Float32Array }[]} Parameters
 */

const TypedArray = Object.getPrototypeOf(Uint8Array);

const INPUTS = 'a Uint8Array, Uint8ClampedArray, Float32Array, Float64Array or an array of numbers';
const LABELS = 'a Uint8Array, Uint32Array, Int32Array or Float32Array, or an array of numbers or of strings';

/**
 * @param {unknown} value
 * @returns {string | undefined} the name of the typed array's class; works for arrays of another realm, where `instanceof` fails
 */
function typedArrayName(value) {
  return Object.getOwnPropertyDescriptor(TypedArray.prototype, Symbol.toStringTag)?.get?.call(value);
}

/**
 * Validates input samples. Typed arrays of an accepted type are not copied here.
 *
 * @param {unknown} value
 * @param {string} path
 * @returns {Inputs}
 */
export function checkInputs(value, path) {
  const kind = typedArrayName(value);
  if (kind === 'Uint8Array' || kind === 'Uint8ClampedArray') return { kind: 'bytes', array: toBytes(value, path) };
  if (kind === 'Float32Array')
    return { kind: 'floats', array: /** @type {Float32Array} */ (requireAttached(value, path)) };
  if (kind === 'Float64Array') return { kind: 'floats', array: new Float32Array(requireAttached(value, path)) };
  if (Array.isArray(value)) return convertNested(value, path);
  throw mismatch('data.expected_inputs', path, INPUTS, value, bufferHint(value));
}

/**
 * @param {unknown} value
 * @param {string} path
 */
function toBytes(value, path) {
  const { buffer, byteOffset, length } = /** @type {Uint8Array} */ (requireAttached(value, path));
  return new Uint8Array(buffer, byteOffset, length);
}

/**
 * @param {unknown[]} value
 * @param {string} path
 * @returns {Inputs}
 */
function convertNested(value, path) {
  const { values, sample } = flatten(value, path);
  if (values instanceof Uint8Array) return { kind: 'bytes', array: values, sample };
  return { kind: 'floats', array: new Float32Array(values), sample };
}

/**
 * @param {unknown} value
 * @returns {Labels}
 */
export function checkLabels(value) {
  const kind = typedArrayName(value);
  if (kind === 'Uint32Array')
    return { kind: 'classes', array: /** @type {Uint32Array} */ (requireAttached(value, 'labels')) };
  if (kind === 'Uint8Array' || kind === 'Uint8ClampedArray' || kind === 'Int32Array') {
    return { kind: 'classes', array: classIndices(/** @type {Int32Array} */ (requireAttached(value, 'labels'))) };
  }
  if (kind === 'Float32Array')
    return { kind: 'targets', array: /** @type {Float32Array} */ (requireAttached(value, 'labels')) };
  if (kind === 'Float64Array') return { kind: 'targets', array: new Float32Array(requireAttached(value, 'labels')) };
  if (!Array.isArray(value)) throw mismatch('data.expected_labels', 'labels', LABELS, value, bufferHint(value));
  if (typeof value[0] !== 'string')
    return { kind: 'numbers', array: new Float64Array(flatten(value, 'labels').values) };
  return { kind: 'names', array: value.map((name, index) => check.string(name, `labels[${index}]`)) };
}

/** @param {ArrayLike<number>} indices */
function classIndices(indices) {
  const negative = Array.prototype.findIndex.call(indices, (index) => index < 0);
  if (negative < 0) return new Uint32Array(indices);
  throw mismatch('data.negative_class', `labels[${negative}]`, 'a class of at least 0', indices[negative]);
}

/**
 * @param {unknown} list
 * @returns {Parameters}
 */
export function checkParameters(list) {
  if (!Array.isArray(list)) {
    throw mismatch('data.expected_parameters', 'parameters', 'an array of { name, shape, data }', list);
  }
  return list.map((item, index) => {
    const path = `parameters[${index}]`;
    const { name, shape, data } = check.object(item, path);
    return {
      name: check.string(name, `${path}.name`),
      shape: check.shape(shape, `${path}.shape`),
      data: floats(data, `${path}.data`),
    };
  });
}

/**
 * @param {unknown} value
 * @param {string} path
 */
export function floats(value, path) {
  if (typedArrayName(value) === 'Float32Array') return /** @type {Float32Array} */ (requireAttached(value, path));
  throw mismatch('data.expected_float32_array', path, 'a Float32Array', value);
}

/**
 * @param {unknown} value
 * @param {string} path
 */
export function bytes(value, path) {
  const kind = typedArrayName(value);
  if (kind === 'Uint8Array' || kind === 'Uint8ClampedArray') return toBytes(value, path);
  throw mismatch('data.expected_uint8_array', path, 'a Uint8Array', value, bufferHint(value));
}

/** @param {unknown} value */
function bufferHint(value) {
  return value instanceof ArrayBuffer ? 'wrap it: new Uint8Array(buffer)' : undefined;
}

/**
 * @param {unknown} value a typed array
 * @param {string} path
 * @returns {Uint8Array | Float32Array | Uint32Array | Int32Array | Float64Array}
 */
function requireAttached(value, path) {
  const array = /** @type {Uint8Array} */ (value);
  if (array.length > 0 || !isDetached(array.buffer)) return array;
  const message = `${path}: the array is empty, for its buffer was transferred; hand over a copy`;
  throw new InkgradError('data', message, { id: 'data.transferred', path, found: 'a transferred buffer' });
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
