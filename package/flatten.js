/** @file Arrays of numbers, flat or nested by sample, as one typed array. */

import { mismatch } from './error.js';

/**
 * @typedef {object} Flat
 * @property {Uint8Array | Float64Array} values bytes where all numbers lie in byte arrays
 * @property {number} [sample] values in each item of the outermost array, where that holds arrays
 */

/** No sample is nested deeper; an array that holds itself is. */
const DEEPEST = 8;

/** @typedef {ArrayLike<unknown>} List an array, or a typed array inside one */

/**
 * Numbers in the order in which they stand. All arrays of one level must be of one length.
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
 * @returns {number[]} the length of the arrays on each level, by the first of each
 */
function shapeOf(list) {
  /** @type {number[]} */
  const shape = [];
  for (let inner = list; shape.length <= DEEPEST; inner = inner[0]) {
    shape.push(inner.length);
    if (!isList(inner[0])) break;
  }
  return shape;
}

/**
 * @param {List} list
 * @returns {List} the first of the arrays that hold numbers
 */
function innermost(list) {
  let inner = list;
  for (let depth = 0; depth < DEEPEST && isList(inner[0]); depth += 1) inner = inner[0];
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
    if (typeof item !== 'number') throw wrong(item, shape, level, out, 'a number');
    out.values[out.at] = item;
    out.at += 1;
    return;
  }
  const length = /** @type {number} */ (shape[level]);
  if (!isList(item)) throw wrong(item, shape, level, out, `an array of ${length} values`);
  if (item.length !== length) throw wrong(item.length, shape, level, out, `${length} values, as in the others`);
  if (out.values instanceof Uint8Array && level === shape.length - 1 && !isBytes(item)) {
    throw wrong(item, shape, level, out, 'a Uint8Array, as the others are');
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
function wrong(found, shape, level, { at, path }, expected) {
  let place = '';
  let rest = at;
  for (let inner = shape.length - 1; inner >= 0; inner -= 1) {
    const length = shape[inner] ?? 1;
    if (inner < level) place = `[${rest % length}]${place}`;
    rest = Math.floor(rest / length);
  }
  return mismatch('data.expected_nested_numbers', path + place, expected, found);
}
