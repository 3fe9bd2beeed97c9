/** @file What the files hold: blocks of pictures, and lists of labels. */

import { rowsOf } from '../imported.js';
import { decodePixels } from './grey.js';
import { classOf, partOf, partOfPicture, stemOf } from './names.js';
import { twinsOf } from './twins.js';

/**
 * @typedef {import('../imported.js').ImportedFile} ImportedFile
 * @typedef {import('./names.js').PartName} PartName
 * @typedef {ArrayLike<number> | readonly string[]} Labels as the file has them
 *
 * @typedef {object} Block pictures of one file, all of one size
 * @property {string} name
 * @property {PartName | null} part
 * @property {string} stem
 * @property {number} count
 * @property {number} width
 * @property {number} height
 * @property {number} channels 1 grey, 3 or 4 colour
 * @property {boolean} isPhoto of a file of pictures, as PNG: 0 to 255, and each has its own ground
 * @property {(index: number, into: Float32Array) => void} grey writes the grey values of a picture, as the file has them
 * @property {Labels | null} labels
 *
 * @typedef {{ name: string, part: PartName | null, stem: string, values: Labels }} LabelList
 * @typedef {{ name: string, reason: 'notPictures' | 'numbers' | 'noClass' | 'unpaired' | 'noLabels' | 'twin', values?: Record<string, string | number> }}
 *   LeftOut a file that is not used, and why
 *
 * @typedef {{ blocks: Block[], lists: LabelList[], leftOut: LeftOut[] }} Found
 */

/** Pictures have at least so many pixels a side. */
const LEAST_SIDE = 4;

/** Columns that are read as the pixels of one row, at most: a one-hot label has no more. */
const MOST_ONE_HOT = 64;

/**
 * @param {readonly ImportedFile[]} files
 * @returns {Found}
 */
export function find(files) {
  /** @type {Found} */
  const found = { blocks: [], lists: [], leftOut: [] };
  const lists = new Map(files.map((file) => [file, listIn(file)]));
  const twins = twinsOf(files.filter((file) => !lists.get(file)));
  for (const file of files) {
    const { name, contents } = file;
    const [list, twin] = [lists.get(file), twins.get(file)];
    if (twin !== undefined) found.leftOut.push({ name, reason: 'twin', values: { other: twin } });
    else if (list) found.lists.push({ name, part: partOf(name), stem: stemOf(name), values: list });
    else if (contents.kind === 'image') takeImage(found, name, contents.image);
    else if (contents.kind === 'table') takeTable(found, name, contents);
    else if (contents.kind === 'array') takeArray(found, name, contents);
  }
  return found;
}

/**
 * @param {number} size
 * @returns {number | null} the side of a square of so many pixels
 */
function sideOf(size) {
  const side = Math.round(Math.sqrt(size));
  return side * side === size && side >= LEAST_SIDE ? side : null;
}

/**
 * @param {Found} found
 * @param {string} name
 * @param {{ data: Uint8ClampedArray, width: number, height: number }} image
 */
function takeImage({ blocks }, name, { data, width, height }) {
  const folder = classOf(name);
  const common = { name, part: partOfPicture(name), stem: stemOf(name), count: 1, width, height };
  blocks.push({
    ...common,
    channels: 4,
    isPhoto: true,
    grey: decodePixels(data, { width, height, channels: 4, planar: false }),
    labels: folder === null ? null : [folder],
  });
}

/**
 * @param {Found} found
 * @param {string} name
 * @param {import('../imported.js').TableContents} table
 */
function takeTable({ blocks, leftOut }, name, table) {
  const { inputs, labels, classes } = table;
  const rows = rowsOf(table);
  const layout = flatLayout(inputs.length / rows);
  if (!layout) {
    leftOut.push({ name, reason: 'notPictures', values: { columns: inputs.length / rows } });
    return;
  }
  if (labels instanceof Float32Array) {
    leftOut.push({ name, reason: 'numbers' });
    return;
  }
  const named = labels && classes ? Array.from(labels, (index) => classes[index] ?? '') : labels;
  const common = { name, part: partOf(name), stem: stemOf(name), count: rows, isPhoto: false };
  blocks.push({ ...common, ...layout, grey: decodePixels(inputs, layout), labels: named });
}

/**
 * @param {Found} found
 * @param {string} name
 * @param {{ shape: number[], data: import('inkgrad').FileValues }} array
 */
function takeArray({ blocks, leftOut }, name, { shape, data }) {
  const common = { name, part: partOf(name), stem: stemOf(name) };
  const [count = 1] = shape;
  const layout = Array.isArray(data) ? null : layoutOf(shape);
  if (!layout || Array.isArray(data)) {
    leftOut.push({ name, reason: 'notPictures', values: { shape: shape.join(' × ') } });
    return;
  }
  const single = data.length === layout.width * layout.height * layout.channels;
  const grey = decodePixels(data, layout);
  blocks.push({ ...common, ...layout, count: single ? 1 : count, isPhoto: false, grey, labels: null });
}

/** @param {ImportedFile} file @returns {Labels | null} */
function listIn({ contents }) {
  return contents.kind === 'array' ? labelsIn(contents.shape, contents.data) : null;
}

/**
 * @param {number[]} shape
 * @param {import('inkgrad').FileValues} data
 * @returns {Labels | null} of an array with one value, or one row of one 1, for each sample
 */
function labelsIn(shape, data) {
  const [count = 0, width = 1] = shape;
  if (shape.length === 1 || (shape.length === 2 && width === 1)) return data;
  if (shape.length !== 2 || width > MOST_ONE_HOT || Array.isArray(data)) return null;
  const classes = new Int32Array(count);
  for (let row = 0; row < count; row += 1) {
    const cells = data.subarray(row * width, (row + 1) * width);
    const one = cells.indexOf(1);
    if (one < 0 || cells.some((value, at) => value !== (at === one ? 1 : 0))) return null;
    classes[row] = one;
  }
  return classes;
}

/**
 * @typedef {{ width: number, height: number, channels: number, planar: boolean }} Layout `planar`: channel by channel
 *
 * @param {number[]} shape
 * @returns {Layout | null}
 */
function layoutOf(shape) {
  const [, b = 0, c = 0, d = 0] = shape;
  const isSide = (/** @type {number} */ length) => length >= LEAST_SIDE;
  const isColour = (/** @type {number} */ length) => [1, 3, 4].includes(length);
  if (shape.length === 4) {
    if (isColour(d) && isSide(b) && isSide(c)) return { height: b, width: c, channels: d, planar: false };
    return isColour(b) && isSide(c) && isSide(d) ? { height: c, width: d, channels: b, planar: true } : null;
  }
  if (shape.length === 3) {
    const [a = 0] = shape;
    if (isSide(b) && isSide(c)) return { height: b, width: c, channels: 1, planar: false };
    return isColour(c) && isSide(a) && isSide(b) ? { height: a, width: b, channels: c, planar: false } : null;
  }
  if (shape.length !== 2) return null;
  const [a = 0] = shape;
  return flatLayout(b) ?? (isSide(a) && isSide(b) ? { height: a, width: b, channels: 1, planar: false } : null);
}

/**
 * @param {number} size values of one picture
 * @returns {Layout | null} of a square one, grey or in three colours one after the other as in CIFAR
 */
function flatLayout(size) {
  const grey = sideOf(size);
  if (grey !== null) return { height: grey, width: grey, channels: 1, planar: false };
  const colour = size % 3 === 0 ? sideOf(size / 3) : null;
  return colour === null ? null : { height: colour, width: colour, channels: 3, planar: true };
}
