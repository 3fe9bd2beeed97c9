/** @file Copies arrays of numbers, flat or nested, to one typed array. */

import { mismatch } from './error.js';

/**
 * @typedef {object} Flat
 * @property {Uint8Array | Float64Array} values a Uint8Array if all numbers are in byte arrays
 * @property {number} [sample] values per item of the outermost array; undefined for a flat array
 */

/** The maximum nesting depth, so that an array that contains itself does not recurse for ever. */
const MAX_DEPTH = 8;

/** @typedef {ArrayLike<unknown>} List an array or a typed array */

/**
 * Row-major order. All arrays of one level must have the same length.
 *
 * @param {unknown[]} list
 * @param {string} path
 * @returns {Flat}
 */
export function flatten(list, path) {
  const shape = shapeOf(list);
  const size = shape.reduce((all, length) => all * length, 1);
  const values = isBytes(innermost(list)) ? new Uint8Array(size) : new Float64Array(size);
  fill(list, shape, 0, { values, at: 0, path });
  return { values, sample: shape.length > 1 ? size / list.length : undefined };
}

/**
 * @param {List} list
 * @returns {number[]} the length of the first array of each level
 */
function shapeOf(list) {
  /** @type {number[]} */
  const shape = [];
  for (let inner = list; shape.length <= MAX_DEPTH; inner = inner[0]) {
    shape.push(inner.length);
    if (!isList(inner[0])) break;
  }
  return shape;
}

/**
 * @param {List} list
 * @returns {List} the first innermost array
 */
function innermost(list) {
  let inner = list;
  for (let depth = 0; depth < MAX_DEPTH && isList(inner[0]); depth += 1) inner = inner[0];
  return inner;
}

/**
 * @param {unknown} value
 * @returns {value is List}
 */
function isList(value) {
  if (Array.isArray(value)) return true;
  return ArrayBuffer.isView(value) && !/DataView|Big/.test(Object.prototype.toString.call(value));
}

/** @param {unknown} value */
function isBytes(value) {
  return /Uint8(Clamped)?Array/.test(Object.prototype.toString.call(value));
}

/**
 * @param {unknown} item
 * @param {number[]} shape
 * @param {number} level of the item
 * @param {{ values: Uint8Array | Float64Array, at: number, path: string }} out
 */
function fill(item, shape, level, out) {
  if (level === shape.length) {
    if (typeof item !== 'number') throw nestingError(item, shape, level, out, 'a number');
    out.values[out.at] = item;
    out.at += 1;
    return;
  }
  const length = /** @type {number} */ (shape[level]);
  if (!isList(item)) throw nestingError(item, shape, level, out, `an array of ${length} values`);
  if (item.length !== length) throw nestingError(item.length, shape, level, out, `${length} values, as in the others`);
  if (out.values instanceof Uint8Array && level === shape.length - 1 && !isBytes(item)) {
    throw nestingError(item, shape, level, out, 'a Uint8Array, as the others are');
  }
  if (level === shape.length - 1 && ArrayBuffer.isView(item)) {
    out.values.set(/** @type {Float32Array} */ (item), out.at);
    out.at += length;
    return;
  }
  for (let index = 0; index < length; index += 1) fill(item[index], shape, level + 1, out);
}

/**
 * @param {unknown} found
 * @param {number[]} shape
 * @param {number} level
 * @param {{ at: number, path: string }} out
 * @param {string} expected
 */
function nestingError(found, shape, level, { at, path }, expected) {
  let indices = '';
  let rest = at;
  for (let inner = shape.length - 1; inner >= 0; inner -= 1) {
    const length = shape[inner] ?? 1;
    if (inner < level) indices = `[${rest % length}]${indices}`;
    rest = Math.floor(rest / length);
  }
  return mismatch('data.expected_nested_numbers', path + indices, expected, found);
}
