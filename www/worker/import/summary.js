/** @file What was read, as the page is told of it. */

import { rowsOf } from './imported.js';

/**
 * @typedef {import('../../shared/imports.js').ImportedItem} ImportedItem
 * @typedef {import('./imported.js').ImportedFile} ImportedFile
 */

/** Files that cannot be read and are named. */
const MOST_FAULTS = 20;

/**
 * @param {readonly ImportedFile[]} files
 * @returns {ImportedItem[]}
 */
export function summaryOf(files) {
  /** @type {Map<string, ImportedItem>} pictures by folder and size */
  const pictures = new Map();
  const others = [];
  for (const { name, contents } of files) {
    if (contents.kind !== 'image') {
      others.push(itemOf(name, contents));
      continue;
    }
    const { width, height } = contents.image;
    const folder = name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : '';
    const key = `${folder} ${width} ${height}`;
    const known = pictures.get(key);
    if (known) known.count = (known.count ?? 0) + 1;
    else pictures.set(key, { name: folder, kind: 'image', count: 1, width, height });
  }
  const faulty = others.filter(({ kind }) => kind === 'unreadable').slice(MOST_FAULTS);
  return [...pictures.values(), ...others.filter((item) => !faulty.includes(item))];
}

/**
 * @param {string} name
 * @param {ImportedFile['contents']} contents
 * @returns {ImportedItem}
 */
function itemOf(name, contents) {
  if (contents.kind === 'table') {
    const { inputs, labels } = contents;
    const rows = rowsOf(contents);
    const kind = labels ? (labels instanceof Uint32Array ? 'classes' : 'numbers') : 'none';
    return { name, kind: 'table', rows, columns: inputs.length / rows, labels: kind };
  }
  if (contents.kind === 'array')
    return { name, kind: 'array', shape: contents.shape, elements: elementsOf(contents.data) };
  if (contents.kind === 'image') throw new Error('pictures are told by folder');
  return { name, kind: contents.kind, fault: contents.fault };
}

/**
 * @param {import('inkgrad').FileValues} data
 * @returns {import('../../shared/imports.js').ItemElements}
 */
function elementsOf(data) {
  if (Array.isArray(data)) return 'text';
  if (data instanceof Uint8Array) return 'uint8';
  if (data instanceof Int32Array) return 'int32';
  return data instanceof Float32Array ? 'float32' : 'float64';
}
