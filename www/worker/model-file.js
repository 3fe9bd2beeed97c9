/**
 * @file Looks into the file of a saved session. What it says is checked before anything of its size is allocated, and it
 * is really loaded before it is called readable.
 */

import { dataSetNames, dataSetOf, dataSets } from '../shared/data-sets.js';
import { misfitOf } from '../shared/fit.js';
import { pageTextsOf } from '../shared/page-texts.js';
import { specIn, textsOf } from '../shared/session-file.js';
import { fittingData } from './fitting-data.js';
import { misfitError, WorkerError } from './worker-error.js';

/** Of the metadata; the core refuses newer ones by name. */
const FORMAT = 1;

/**
 * @typedef {import('inkgrad').Inkgrad} Inkgrad
 * @typedef {import('inkgrad').Spec} Spec
 * @typedef {Record<string, unknown>} Fields
 *
 * @param {Uint8Array} bytes
 * @param {Inkgrad} inkgrad
 * @param {import('./fitting-data.js').DataHere} [here]
 * @returns {Promise<import('../shared/answers.js').ModelFile>}
 */
export async function lookInto(bytes, inkgrad, here = { present: null, own: [] }) {
  const texts = textsOf(bytes);
  const spec = /** @type {Spec | null} */ (/** @type {unknown} */ (texts && specIn(texts)));
  if (!texts || !spec || Number(texts['inkgrad.format'] ?? 1) > FORMAT) return refuse(bytes, inkgrad);
  const { spec: filled, layers } = inkgrad.describe(spec);
  const page = pageTextsOf(texts, filled.input);
  const used = usedData(page.data, filled.input);
  const choices = used ? [] : fittingData(here, filled, layers, texts);
  const dataset = used ?? choices.find(({ name }) => name === here.dataset?.name) ?? choices[0];
  if (!dataset) throw new Error('no data fit');
  const misfit = misfitOf(dataSetOf(dataset), filled, layers);
  if (misfit) throw misfitError(misfit);
  const parameters = layers.reduce((sum, row) => sum + row.parameters, 0);
  checkLength(bytes.length, 4 * parameters);
  const session = await inkgrad.Session.load(bytes);
  session.free();
  return {
    bytes,
    dataset,
    choices,
    spec: asWritten(/** @type {Spec} */ (/** @type {unknown} */ (filled)), inkgrad),
    parameters,
    version: texts['inkgrad.version'] ?? '',
    finished: texts['inkgrad.finished'] ?? null,
    accuracy: bestAccuracy(texts, filled),
    page,
    position: positionIn(texts),
    foreign: null,
  };
}

/**
 * @param {number} length of the file
 * @param {number} least bytes of the parameters alone
 */
function checkLength(length, least) {
  if (length >= least) return;
  const values = { least: String(least) };
  const error = new WorkerError('format', 'format.file_too_short', `${length} bytes in place of ${least}`, values);
  throw Object.assign(error, { found: String(length), expected: String(least) });
}

/** What a parser has found says nothing to a person: its place is told, in bytes of the file. @param {any} error */
function damagedHeader(error) {
  const [, column] = (error.id === 'format.wrong_header' && /line 1 column (\d+)/.exec(error.found ?? '')) || [];
  if (!column) return error;
  // Columns count from 1, and eight bytes stand before the header.
  const values = { byte: String(Number(column) + 7) };
  return new WorkerError('format', 'format.damaged_header', String(error.message), values);
}

/**
 * The core says what is wrong with a file of which not even the spec can be read.
 *
 * @param {Uint8Array} bytes
 * @param {Inkgrad} inkgrad
 * @returns {Promise<never>}
 */
async function refuse(bytes, inkgrad) {
  const session = await inkgrad.Session.load(bytes).catch((error) => {
    throw damagedHeader(error);
  });
  session.free();
  throw new WorkerError('format', 'format.no_spec', 'inkgrad.spec: none that can be read');
}

/**
 * @param {import('../shared/page-texts.js').UsedData | null} used what the file says of its data
 * @param {readonly number[]} input
 * @returns {import('../shared/data-sets.js').Dataset | null} null where it says nothing that fits
 */
function usedData(used, input) {
  if (used?.own) return { name: used.own.name, own: used.own, ...used.selection };
  const named = dataSetNames.find((name) => name === used?.name);
  const fits = named && dataSets[named].shape.join() === input.join();
  return used && fits ? { name: named, ...used.selection } : null;
}

/** Fields of layers for which the core has a default that depends on the layer. */
const FILLED_IN = ['name', 'init', 'stride'];

/**
 * The core writes fields that nobody has given; they are left out where it fills in the same ones.
 *
 * @param {Spec} filled
 * @param {Inkgrad} inkgrad
 * @returns {Spec}
 */
function asWritten(filled, inkgrad) {
  const own = JSON.stringify(filled);
  let spec = filled;
  const tryLayers = (/** @type {unknown[]} */ layers) => {
    const next = /** @type {Spec} */ ({ ...spec, layers });
    if (describedAs(own, next, inkgrad)) spec = next;
    return spec === next;
  };
  for (const field of FILLED_IN) {
    if (tryLayers(without(spec.layers, field))) continue;
    // Some layer has a value of its own.
    for (const index of spec.layers.keys())
      tryLayers(spec.layers.map((layer, at) => (at === index ? without([layer], field)[0] : layer)));
  }
  return spec;
}

/**
 * @param {string} own description of the spec in the file
 * @param {Spec} spec
 * @param {Inkgrad} inkgrad
 */
function describedAs(own, spec, inkgrad) {
  try {
    return JSON.stringify(inkgrad.describe(spec).spec) === own;
  } catch {
    return false;
  }
}

/**
 * @param {readonly unknown[]} layers
 * @param {string} field that is left out, of inner layers too
 * @returns {unknown[]}
 */
function without(layers, field) {
  return layers.map((layer) => {
    const kept = Object.entries(/** @type {Fields} */ (layer)).filter(([name]) => name !== field);
    const inner = (/** @type {unknown} */ value) => without(/** @type {unknown[]} */ (value), field);
    return Object.fromEntries(kept.map(([name, value]) => [name, name === 'layers' ? inner(value) : value]));
  });
}

/**
 * Early stopping keeps the best value that it has monitored.
 *
 * @param {Record<string, string>} texts
 * @param {object} spec
 * @returns {number | null} null where the file has no accuracy
 */
function bestAccuracy(texts, spec) {
  const { early_stopping: stopping } = /** @type {{ early_stopping?: { monitor?: string } | null }} */ (spec);
  const bits = texts['inkgrad.early_stopping.best'];
  if (bits === undefined || !stopping?.monitor?.includes('accuracy')) return null;
  return new Float64Array(BigUint64Array.of(BigInt(bits)).buffer)[0] ?? null;
}

/**
 * The schedule of the learning rate begins when the whole set takes the place of the first shard.
 *
 * @param {Record<string, string>} texts of a file that was loaded: they are whole numbers
 * @returns {import('../shared/protocol.js').TrainingPosition}
 */
export function positionIn(texts) {
  const number = (/** @type {string} */ name) => Number(texts[`inkgrad.${name}`] ?? 0);
  const [samples, warmup] = [number('samples'), number('warmup') === 1];
  const within = warmup || samples === 0 ? 0 : number('position') / samples;
  const wholeSince = warmup || samples === 0 ? null : number('schedule_start');
  return { wholeSince, step: number('step'), epoch: number('epoch') + within };
}
