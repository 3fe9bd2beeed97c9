/** @file Deep-copies plain JSON: a spec, or changes to one. The core validates the fields. */

import { InkgradError, mismatch } from './error.js';

/** The maximum nesting depth, so that a cyclic object is refused. */
const MAX_DEPTH = 24;

/**
 * @param {unknown} value
 * @param {string} name of the argument, for errors about the whole object
 * @returns {object}
 */
export function plainObject(value, name) {
  if (!isPlainObject(value)) throw mismatch('spec.expected_object', name, 'an object', value);
  return copyObject(value, '', 0);
}

/**
 * @param {unknown} value
 * @param {string} path
 * @param {number} depth
 * @returns {unknown}
 */
function copyValue(value, path, depth) {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (depth > MAX_DEPTH) {
    const message = `${path}: the objects are nested too deep, or in a circle`;
    throw new InkgradError('spec', message, { id: 'spec.nested_too_deep', path });
  }
  if (Array.isArray(value)) return value.map((item, index) => copyValue(item, `${path}[${index}]`, depth + 1));
  if (isPlainObject(value)) return copyObject(value, path, depth + 1);
  throw mismatch('spec.expected_plain_json', path, 'plain JSON', value);
}

/**
 * @param {object} value
 * @param {string} path
 * @param {number} depth
 */
function copyObject(value, path, depth) {
  const fields = Object.entries(value);
  return Object.fromEntries(
    fields.map(([name, field]) => [name, copyValue(field, path ? `${path}.${name}` : name, depth)]),
  );
}

/**
 * @param {unknown} value
 * @returns {value is object} of this realm or another
 */
function isPlainObject(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
