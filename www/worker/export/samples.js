/** @file The samples of a data set as files: IDX, CSV, or PNG in folders by class, in one zip. */

import { classNameOf, hasPictures, sizeOf } from '../../shared/data-sets.js';
import { MOST_ENTRIES, writeZip } from '../../shared/zip.js';
import { WorkerError } from '../worker-error.js';
import { idxOf } from './idx.js';
import { pngOf } from './png.js';

/**
 * @typedef {import('../data-source.js').Part} Part
 * @typedef {import('../data-source.js').PartName} PartName
 * @typedef {import('../../shared/data-sets.js').DataSet} DataSet
 * @typedef {import('../../shared/zip.js').Content} Content
 * @typedef {import('../long-query.js').Course} Course
 * @typedef {'idx' | 'csv' | 'png'} Format
 */

/** What MNIST's files call the parts. */
const IDX_NAMES = { train: 'train', validation: 'validation', test: 't10k' };

/** Rows of a table between two looks at the clock. */
const ROWS = 100;

/**
 * @param {DataSet} dataSet
 * @param {readonly [PartName, Part][]} parts
 * @param {Format} format
 * @param {Course} course
 * @returns {Promise<Blob>}
 */
export async function samplesZip(dataSet, parts, format, course) {
  const used = parts.filter(([, { labels }]) => labels.length > 0);
  const count = used.reduce((sum, [, { labels }]) => sum + labels.length, 0);
  if (format === 'png' && count > MOST_ENTRIES) {
    const values = { count: String(count), most: String(MOST_ENTRIES) };
    throw new WorkerError('data', 'page.too_many_pictures', `a zip holds at most ${MOST_ENTRIES} pictures`, values);
  }
  const step = counter(count, course);
  const write = { idx: idxFiles, csv: csvFiles, png: pngFiles }[format];
  return writeZip(write(dataSet, used, step), { signal: course.signal });
}

/**
 * @param {number} total
 * @param {Course} course
 * @returns {(samples: number) => Promise<void>}
 */
function counter(total, { onProgress, turn }) {
  let done = 0;
  return async (samples) => {
    done += samples;
    onProgress(done, total);
    await turn();
  };
}

/**
 * @param {DataSet} dataSet
 * @param {Uint8Array | Float32Array} inputs
 * @returns {Uint8Array} as stored where that is bytes, else 0 to 255
 */
function bytesOf({ scale }, inputs) {
  if (inputs instanceof Uint8Array) return inputs;
  return Uint8Array.from(inputs, (value) => Math.max(0, Math.min(255, Math.round(255 * scale * value))));
}

/**
 * @param {DataSet} dataSet
 * @param {readonly [PartName, Part][]} parts
 * @param {(samples: number) => Promise<void>} step
 * @returns {AsyncGenerator<Content>}
 */
async function* idxFiles(dataSet, parts, step) {
  const [, height = 1, width = 1] = dataSet.shape;
  for (const [name, { inputs, labels }] of parts) {
    const images = idxOf(bytesOf(dataSet, inputs), [labels.length, height, width]);
    const title = IDX_NAMES[name];
    yield { name: `${title}-images-idx3-ubyte.gz`, content: await gzipped(images), compress: false };
    const classes = idxOf(Uint8Array.from(labels), [labels.length]);
    yield { name: `${title}-labels-idx1-ubyte.gz`, content: await gzipped(classes), compress: false };
    await step(labels.length);
  }
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
function gzipped(bytes) {
  return new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).blob();
}

/**
 * @param {DataSet} dataSet
 * @param {readonly [PartName, Part][]} parts
 * @param {(samples: number) => Promise<void>} step
 * @returns {AsyncGenerator<Content>}
 */
async function* csvFiles(dataSet, parts, step) {
  const size = sizeOf(dataSet.shape);
  const column = hasPictures(dataSet) ? 'pixel' : 'feature';
  const head = ['label', ...Array.from({ length: size }, (_, at) => `${column}${at}`)].join(',');
  for (const [name, { inputs, labels }] of parts) {
    const blocks = [`${head}\n`];
    for (let from = 0; from < labels.length; from += ROWS) {
      const to = Math.min(labels.length, from + ROWS);
      let block = '';
      for (let at = from; at < to; at += 1)
        block += `${labelText(dataSet, Number(labels[at]))},${inputs.subarray(at * size, (at + 1) * size).join(',')}\n`;
      blocks.push(block);
      await step(to - from);
    }
    yield { name: `${name}.csv`, content: new Blob(blocks) };
  }
}

/**
 * @param {DataSet} dataSet
 * @param {number} label
 * @returns {string} a cell of a CSV file
 */
function labelText(dataSet, label) {
  const text = dataSet.classes === 0 ? String(label) : classNameOf(dataSet, label);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * @param {DataSet} dataSet
 * @param {readonly [PartName, Part][]} parts
 * @param {(samples: number) => Promise<void>} step
 * @returns {AsyncGenerator<Content>}
 */
async function* pngFiles(dataSet, parts, step) {
  const [, height = 1, width = 1] = dataSet.shape;
  const size = height * width;
  const level = (/** @type {number} */ value) => Math.round(255 * dataSet.scale * value);
  for (const [name, { inputs, labels }] of parts)
    for (let at = 0; at < labels.length; at += 1) {
      const pixels = Uint8Array.from(inputs.subarray(at * size, (at + 1) * size), level);
      const folder = classNameOf(dataSet, Number(labels[at])).replace(/[\\/:*?"<>|]/g, '-');
      const file = String(at).padStart(5, '0');
      yield { name: `${name}/${folder}/${file}.png`, content: await pngOf(pixels, width, height), compress: false };
      await step(1);
    }
}
