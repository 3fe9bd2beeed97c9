/** @file Files with the same content: taken twice, a sample would be in training and in validation. */

import { partOf } from './names.js';

/**
 * @typedef {import('../imported.js').ImportedFile} ImportedFile
 * @typedef {{ name: string, shape: string, values: ArrayLike<unknown>, labels: ArrayLike<unknown> }} Content
 */

/**
 * Of files with the same content the first one for training is taken, else for validation.
 *
 * @param {readonly ImportedFile[]} files without lists of labels: these may well be alike
 * @returns {Map<ImportedFile, string>} the name of the one that is taken, for each that is not
 */
export function twinsOf(files) {
  const twins = new Map();
  /** @type {Content[]} */
  const taken = [];
  for (const file of files.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    const own = contentOf(file);
    const twin = own && taken.find((other) => isSame(own, other));
    if (twin) twins.set(file, twin.name);
    else if (own) taken.push(own);
  }
  return twins;
}

/** @param {ImportedFile} file */
function rankOf({ name }) {
  return ['train', 'validation', 'test'].indexOf(partOf(name) ?? 'train');
}

/**
 * @param {ImportedFile} file
 * @returns {Content | null}
 */
function contentOf({ name, contents }) {
  if (contents.kind === 'table') {
    const { inputs, labels, classes } = contents;
    return { name, shape: String([inputs.length, ...(classes ?? [])]), values: inputs, labels: labels ?? [] };
  }
  if (contents.kind !== 'array') return null;
  return { name, shape: String(contents.shape), values: contents.data, labels: [] };
}

/** @param {Content} one @param {Content} other */
function isSame(one, other) {
  return one.shape === other.shape && sameValues(one.values, other.values) && sameValues(one.labels, other.labels);
}

/**
 * @param {ArrayLike<unknown>} one
 * @param {ArrayLike<unknown>} other
 * @returns {boolean}
 */
export function sameValues(one, other) {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) if (!Object.is(one[at], other[at])) return false;
  return true;
}
