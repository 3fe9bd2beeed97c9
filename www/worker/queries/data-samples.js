/**
 * @file Queries about a data set, which need no network: `data-counts`, the samples of each class, and `data-samples`, some
 * pictures of a class.
 */

import { hasPictures, outputsOf, sizeOf } from '../../shared/data-sets.js';
import { targetValue } from '../../shared/table.js';
import { Answer } from '../answer.js';

/**
 * @typedef {import('./index.js').FileContext} FileContext
 * @typedef {import('../../shared/protocol.js').DataCommand} DataCommand
 * @typedef {import('../data-source.js').PartName} PartName
 */

const PARTS = /** @type {PartName[]} */ (['train', 'validation', 'test']);

/** Bars of numbers to predict. */
const BINS = 12;

/** Pictures that an answer holds at most. */
const MOST = 200;

/**
 * Parameter `data`: data set and content.
 *
 * @type {import('../query-runner.js').Handler<FileContext>}
 * @returns {Promise<import('../../shared/answers.js').DataCounts>}
 */
export async function dataCounts({ load, open }, params) {
  const source = await open(/** @type {DataCommand} */ (params.data), await load());
  const labels = [];
  for (const name of PARTS) labels.push((await source.part(name)).labels);
  const samples = labels.map(({ length }) => length);
  if (source.dataSet.classes === 0) {
    const { table } = await source.all(() => {});
    const { counts, edges } = binsOf(labels);
    // Of a table they are standardised: people know them as they stand in it.
    return { samples, counts, edges: table ? edges.map((edge) => targetValue(table, edge)) : edges };
  }
  const classes = outputsOf(source.dataSet);
  return { samples, counts: labels.map((part) => countsOf(part, classes)), edges: null };
}

/**
 * @param {ArrayLike<number>} labels
 * @param {number} classes
 */
function countsOf(labels, classes) {
  const counts = Array.from({ length: classes }, () => 0);
  for (let at = 0; at < labels.length; at += 1) {
    const label = Number(labels[at]);
    counts[label] = Number(counts[label]) + 1;
  }
  return counts;
}

/**
 * @param {(Uint8Array | Float32Array)[]} parts numbers to predict
 * @returns {{ counts: number[][], edges: number[] }} over bins of one width
 */
function binsOf(parts) {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const part of parts) for (const value of part) [least, most] = [Math.min(least, value), Math.max(most, value)];
  const width = (most - least) / BINS || 1;
  const edges = Array.from({ length: BINS + 1 }, (_, at) => least + at * width);
  const binned = parts.map((part) => Uint8Array.from(part, (value) => Math.min(BINS - 1, (value - least) / width)));
  return { counts: binned.map((part) => countsOf(part, BINS)), edges };
}

/**
 * Parameters `data`, `part`, `label` (null for all classes), `from` and `count`: of the samples of that class, in their order.
 *
 * @type {import('../query-runner.js').Handler<FileContext>}
 * @returns {Promise<Answer>} a `DataSamples`
 */
export async function dataSamples({ load, open }, params) {
  const { data, part, label, from, count } =
    /** @type {{ data: DataCommand, part: PartName, label: number | null, from: number, count: number }} */ (
      /** @type {unknown} */ (params)
    );
  const source = await open(data, await load());
  const { shape, scale } = source.dataSet;
  if (!hasPictures(source.dataSet)) return new Answer(null, []);
  const { inputs, labels } = await source.part(part);
  const indices = [];
  let total = 0;
  for (let at = 0; at < labels.length; at += 1) {
    if (label !== null && labels[at] !== label) continue;
    if (total >= from && indices.length < Math.min(count, MOST)) indices.push(at);
    total += 1;
  }
  const [, height = 1, width = 1] = shape;
  const size = sizeOf(shape);
  const pixels = new Uint8ClampedArray(indices.length * height * width);
  for (const [at, index] of indices.entries())
    for (let pixel = 0; pixel < height * width; pixel += 1)
      pixels[at * height * width + pixel] = 255 * scale * Number(inputs[index * size + pixel]);
  const value = {
    part,
    label,
    from,
    total,
    indices,
    width,
    height,
    pixels,
    labels: indices.map((at) => Number(labels[at])),
  };
  return new Answer(value, [pixels]);
}
