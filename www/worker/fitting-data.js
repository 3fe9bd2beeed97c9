/** @file The data on which a network from a file can go on, where the file does not say it. */

import { classNameOf, dataSetNames, dataSetOf, dataSets } from '../shared/data-sets.js';
import { misfitOf } from '../shared/fit.js';
import { misfitError, WorkerError } from './worker-error.js';

/**
 * @typedef {import('../shared/data-sets.js').Dataset} Dataset
 * @typedef {import('../shared/protocol.js').DataCommand} DataCommand
 *
 * @typedef {object} DataHere what there is
 * @property {Dataset | null} present on which the tab trains
 * @property {readonly DataCommand[]} own the person's own
 * @property {Dataset} [dataset] that was chosen
 */

/**
 * @param {DataHere} here
 * @param {import('inkgrad').Spec} spec
 * @param {readonly import('../shared/fit.js').Row[]} layers
 * @param {Record<string, string>} texts of the file
 * @returns {Dataset[]} those that fit, the likeliest first: whose classes the file names, then the present ones
 */
export function fittingData(here, spec, layers, texts) {
  const each = datasetsOf(here);
  const misfits = each.map((dataset) => misfitOf(dataSetOf(dataset), spec, layers));
  const fitting = each.filter((_, at) => misfits[at] === null);
  const shaped = misfits.find((misfit) => misfit && misfit.path !== 'input');
  if (fitting.length === 0) throw shaped ? misfitError(shaped) : noDataError(spec.input);
  const classes = namesIn(texts);
  const named = (/** @type {Dataset} */ dataset) => classes !== null && namesOf(dataset) === classes;
  return [...fitting.filter(named), ...fitting.filter((dataset) => !named(dataset))];
}

/** @param {DataHere} here @returns {Dataset[]} all of them, the present ones first */
function datasetsOf({ present, own }) {
  const built = dataSetNames.map((name) => ({ name }));
  const all = [...(present ? [present] : []), ...built, ...own.map(({ dataset }) => dataset)];
  return all.filter(({ name }, at) => all.findIndex((one) => one.name === name) === at);
}

/**
 * Programs often give a network its pictures as one row of numbers, or row by row.
 *
 * @param {DataHere} here
 * @param {readonly number[]} input of a network
 * @returns {{ kind: 'flatten' | 'rows', shape: number[] } | null} the layer that makes it of pictures; null where data have this
 *   very shape, or none fits
 */
export function layerBefore(here, input) {
  const shapes = datasetsOf(here).map((dataset) => dataSetOf(dataset).shape);
  if (shapes.some((shape) => shape.join() === input.join())) return null;
  for (const shape of shapes) {
    const [channels = 0, height = 0, width = 0] = shape;
    if (shape.length !== 3) continue;
    if (input.join() === String(channels * height * width)) return { kind: 'flatten', shape };
    if (input.join() === [height, channels * width].join()) return { kind: 'rows', shape };
  }
  return null;
}

/** @param {readonly number[]} input that no data set has */
function noDataError(input) {
  const written = (/** @type {readonly number[]} */ shape) => `[${shape.join(', ')}]`;
  const known = [...new Set(dataSetNames.map((name) => written(dataSets[name].shape)))].join(', ');
  const message = `input: one of ${known} is needed, not ${written(input)}`;
  const error = new WorkerError('spec', 'page.no_data_of_shape', message, { known });
  return Object.assign(error, { path: 'input', found: written(input), expected: known });
}

/** @param {Record<string, string>} texts @returns {string | null} the classes that the file names, as text */
function namesIn(texts) {
  try {
    return JSON.stringify(JSON.parse(texts['inkgrad.classes'] ?? ''));
  } catch {
    return null;
  }
}

/** @param {Dataset} dataset @returns {string} */
function namesOf(dataset) {
  const dataSet = dataSetOf(dataset);
  return JSON.stringify(Array.from({ length: dataSet.classes }, (_, at) => classNameOf(dataSet, at)));
}
