/** @file Kept drawings and pictures as inputs of a network: prepared as the pictures of the data set in use are. */

import { fitOf, sizeOf } from '../../shared/data-sets.js';
import { INK_SIZE, Ink } from '../features/draw/ink.js';
import { classOf } from './samples.js';

/**
 * @typedef {import('./samples.js').KeptSample} KeptSample
 * @typedef {import('../../shared/data-sets.js').DataSet} DataSet
 * @typedef {Pick<import('inkgrad').Inkgrad, 'prepareDrawing'>} Core
 */

/** Milliseconds of work between two yields. */
const SLICE = 8;

/** @type {WeakMap<object, Map<string, Float32Array | null>>} by strokes or pixels, and by how they are prepared */
const known = new WeakMap();

/**
 * @param {KeptSample} sample
 * @param {DataSet} dataSet with pictures
 * @param {Core} core
 * @returns {Float32Array | null} 0..1; null where nothing is drawn
 */
export function preparedSample({ strokes, pixels }, dataSet, core) {
  const [shape, fit] = [[...dataSet.shape], fitOf(dataSet)];
  const key = JSON.stringify([shape, fit]);
  const source = pixels ?? strokes;
  const found = known.get(source) ?? new Map();
  known.set(source, found);
  if (!found.has(key))
    found.set(key, pixels ? ofPicture(pixels, shape, fit, core) : ofStrokes(strokes, shape, fit, core));
  return found.get(key) ?? null;
}

/**
 * @param {KeptSample['strokes']} strokes
 * @param {number[]} shape
 * @param {import('../../shared/data-sets.js').Fit} fit
 * @param {Core} core
 */
function ofStrokes(strokes, shape, fit, { prepareDrawing }) {
  const pixels = new Ink().pixels({ strokes, past: [], generation: 0 });
  return prepareDrawing({ pixels, width: INK_SIZE, height: INK_SIZE, shape, fit }).input;
}

/**
 * A picture of the shape itself was prepared when it was imported.
 *
 * @param {NonNullable<KeptSample['pixels']>} pixels
 * @param {number[]} shape
 * @param {import('../../shared/data-sets.js').Fit} fit
 * @param {Core} core
 */
function ofPicture({ values, shape: own }, shape, fit, { prepareDrawing }) {
  if (own.join() === shape.join()) return Float32Array.from(values, (value) => value / 255);
  const [, height = 0, width = 0] = own;
  return prepareDrawing({ pixels: values, width, height, shape, fit }).input;
}

/**
 * Prepares samples, so that each is ready later. Yields to the page from time to time.
 *
 * @param {readonly KeptSample[]} samples
 * @param {DataSet} dataSet
 * @param {Core} core
 */
export async function prepareAhead(samples, dataSet, core) {
  let yielded = performance.now();
  for (const sample of samples) {
    if (performance.now() - yielded > SLICE) {
      await new Promise((resolve) => setTimeout(resolve));
      yielded = performance.now();
    }
    preparedSample(sample, dataSet, core);
  }
}

/**
 * @param {readonly KeptSample[]} samples
 * @param {DataSet} dataSet
 * @param {Core} core
 * @returns {Promise<{ inputs: Float32Array, labels: Uint8Array, samples: KeptSample[] }>} of those whose label is a class
 */
export async function preparedSamples(samples, dataSet, core) {
  const size = sizeOf(dataSet.shape);
  await prepareAhead(samples, dataSet, core);
  const rows = samples.flatMap((sample) => {
    const label = classOf(dataSet, sample.label);
    const input = label < 0 ? null : preparedSample(sample, dataSet, core);
    return input ? [{ input, label, sample }] : [];
  });
  const inputs = new Float32Array(rows.length * size);
  for (const [at, { input }] of rows.entries()) inputs.set(input, at * size);
  return { inputs, labels: Uint8Array.from(rows, ({ label }) => label), samples: rows.map(({ sample }) => sample) };
}

/**
 * @param {Float32Array} inputs 0..1
 * @param {DataSet} dataSet
 * @param {boolean} bytes whether the data set is stored as bytes
 * @returns {Uint8Array | Float32Array} as the data set stores them, before its scale is applied
 */
export function stored(inputs, { scale }, bytes) {
  return bytes ? Uint8Array.from(inputs, (value) => Math.round(value / scale)) : inputs.map((value) => value / scale);
}
