/**
 * @file What a model file of the page says of its data besides what the core writes: one's own data set, and the statistics
 * by which a table is standardised. Whatever reads the file without knowing of it passes over it.
 */

import { dataSetNames, isTable, outputsOf } from './data-sets.js';
import { widthOf } from './table.js';

/** Of the metadata. The core refuses unknown names that begin as its own do. */
const KEY = 'page.data';

/** What is read at most: columns, classes or categories, and letters of a name. */
const MOST = { columns: 5000, names: 5000, letters: 300 };

/**
 * @typedef {import('./data-sets.js').DataSet} DataSet
 * @typedef {import('./table.js').Table} Table
 * @typedef {{ name: string, own?: DataSet, table?: Table }} ModelData
 * @typedef {Record<string, unknown>} Fields
 */

/**
 * @param {Uint8Array} bytes of a saved session
 * @param {ModelData} data
 * @returns {Uint8Array} the same with what is said of the data
 */
export function withData(bytes, data) {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  header.__metadata__ = { ...header.__metadata__, [KEY]: JSON.stringify(data) };
  const text = new TextEncoder().encode(JSON.stringify(header));
  // Arrays begin at multiples of eight.
  const size = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(bytes.length - length + size).fill(32, 8, 8 + size);
  new DataView(file.buffer).setBigUint64(0, BigInt(size), true);
  file.set(text, 8);
  file.set(bytes.subarray(8 + length), 8 + size);
  return file;
}

/**
 * @param {Record<string, string>} texts metadata of a file, which may say anything
 * @param {readonly number[]} input shape of the network's input
 * @returns {ModelData | null} null where it says nothing that can be used
 */
export function dataIn(texts, input) {
  try {
    const { name, own, table } = JSON.parse(texts[KEY] ?? '');
    const known = own === undefined ? dataSetNames.some((one) => one === name) : isDataSet(own, name, input);
    if (!known || (table !== undefined && !isTableOf(table, input))) return null;
    return { name, ...(own && { own }), ...(table && { table }) };
  } catch {
    return null;
  }
}

/**
 * @param {any} own
 * @param {unknown} name
 * @param {readonly number[]} input
 */
function isDataSet(own, name, input) {
  return (
    /^own-[\w-]{1,60}$/.test(own.name) &&
    own.name === name &&
    (own.title === undefined || isName(own.title)) &&
    JSON.stringify(own.shape) === JSON.stringify(input) &&
    Number.isInteger(own.classes) &&
    own.classes >= 0 &&
    own.classes <= MOST.names &&
    Number.isFinite(own.scale) &&
    (own.classNames === undefined || (areNames(own.classNames) && own.classNames.length === outputsOf(own))) &&
    (own.columns === undefined || (isTable(own) && areColumns(own.columns) && widthOf(own.columns) === own.shape[0]))
  );
}

/**
 * @param {any} table
 * @param {readonly number[]} input
 */
function isTableOf({ columns, target, rows }, input) {
  return (
    areColumns(columns) &&
    input.length === 1 &&
    widthOf(columns) === input[0] &&
    [...columns, target].every(isFitted) &&
    isName(target.name) &&
    Number.isInteger(rows)
  );
}

/** @param {any} columns */
function areColumns(columns) {
  return (
    Array.isArray(columns) &&
    columns.length <= MOST.columns &&
    columns.every(
      ({ name, kind, unit, digits, categories }) =>
        isName(name) &&
        (unit === undefined || isName(unit)) &&
        (digits === undefined || (Number.isInteger(digits) && digits >= 0 && digits <= 20)) &&
        (kind === 'numeric' || (kind === 'categorical' && areNames(categories))),
    )
  );
}

/** @param {any} statistics */
function isFitted({ mean, deviation, minimum, maximum }) {
  return [mean, deviation, minimum, maximum].every(Number.isFinite) && deviation > 0;
}

/** @param {unknown} names */
function areNames(names) {
  return Array.isArray(names) && names.length <= MOST.names && names.every(isName);
}

/** @param {unknown} name */
function isName(name) {
  return typeof name === 'string' && name.length <= MOST.letters;
}
