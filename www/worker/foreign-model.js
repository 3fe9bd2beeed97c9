/**
 * @file A model of another program becomes a session: through the package's import, for data that fit it. How well it reads
 * them is measured, so that another preparation of inputs is noticed.
 */

import { classNameOf, dataSetNames, dataSetOf } from '../shared/data-sets.js';
import { misfitOf } from '../shared/fit.js';
import { headerOf, textsOf, withTexts } from '../shared/session-file.js';
import { lookInto, noDataError } from './model-file.js';
import { misfitError } from './worker-error.js';

/** Validation samples over which it is measured. */
const MEASURED = 500;

/** A note of the import: the file has no softmax or sigmoid at its end. */
const PLAIN = 'outputs_as_they_are';

/**
 * @typedef {import('inkgrad').Inkgrad} Inkgrad
 * @typedef {import('inkgrad').ModelFile} NamedBytes
 * @typedef {import('../shared/data-sets.js').Dataset} Dataset
 * @typedef {import('../shared/protocol.js').DataCommand} DataCommand
 * @typedef {Omit<import('../shared/answers.js').ModelFileQuery, 'files'>} Choice
 */

/**
 * @param {readonly NamedBytes[]} files
 * @returns {boolean} whether it is no file of a session; a damaged one is taken for such a file
 */
export function isForeign(files) {
  const [first] = files;
  if (files.length !== 1 || !first) return true;
  if (!/\.safetensors$/i.test(first.name)) return true;
  if (!headerOf(first.bytes)) return false;
  const texts = textsOf(first.bytes);
  // An export describes the preparation of its inputs.
  return !texts || !('inkgrad.spec' in texts) || 'preprocessing' in texts;
}

/**
 * @param {readonly NamedBytes[]} files
 * @param {Inkgrad} inkgrad
 * @param {Choice} choice
 * @param {(data: DataCommand) => Promise<import('./data-source.js').Source>} open
 * @returns {Promise<import('../shared/answers.js').ModelFile>}
 */
export async function importModel(files, inkgrad, choice, open) {
  let { bytes, notes } = await imported(files, inkgrad, choice.loss);
  const texts = textsOf(bytes) ?? {};
  const { spec, layers } = inkgrad.describe(JSON.parse(texts['inkgrad.spec'] ?? '{}'));
  const choices = choicesFor(choice, spec, layers, namesIn(texts));
  const dataset = choices.find(({ name }) => name === choice.dataset?.name) ?? choices[0] ?? choice.present;
  const asked = choice.loss !== undefined || notes.some(({ id }) => id === PLAIN);
  const loss = choice.loss ?? (dataSetOf(dataset).classes > 1 ? 'cross_entropy' : 'mse');
  if (asked && choice.loss === undefined && loss !== 'mse') ({ bytes, notes } = await imported(files, inkgrad, loss));
  // The page trains on numbers of classes: their names are those of the data.
  const own = withTexts(bytes, ({ 'inkgrad.classes': _, ...rest }) => rest);
  const look = await lookInto(own, inkgrad, dataset);
  const data = choice.own.find((one) => one.dataset.name === dataset.name) ?? { dataset, content: null, table: null };
  const measured = await measure(own, inkgrad, () => open(data)).catch(() => null);
  return { ...look, foreign: { size: sizeOf(files), notes, choices, loss: asked ? loss : null, measured } };
}

/**
 * @param {readonly NamedBytes[]} files
 * @param {Inkgrad} inkgrad
 * @param {import('../shared/answers.js').Loss} [loss]
 */
async function imported(files, inkgrad, loss) {
  const { session, notes } = await inkgrad.importModel([...files], loss ? { loss } : {});
  const bytes = await session.save();
  session.free();
  return { bytes, notes };
}

/** @param {readonly NamedBytes[]} files @returns {number} bytes */
function sizeOf(files) {
  return files.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

/** @param {Record<string, string>} texts @returns {string | null} the classes that the file names, as text */
function namesIn(texts) {
  try {
    return JSON.stringify(JSON.parse(texts['inkgrad.classes'] ?? ''));
  } catch {
    return null;
  }
}

/**
 * @param {Choice} choice
 * @param {import('inkgrad').Spec} spec
 * @param {readonly import('../shared/fit.js').Row[]} layers
 * @param {string | null} classes that the file names
 * @returns {Dataset[]} those that fit, the likeliest first
 */
function choicesFor({ present, own }, spec, layers, classes) {
  const all = [present, ...dataSetNames.map((name) => ({ name })), ...own.map(({ dataset }) => dataset)];
  const each = all.filter(({ name }, at) => all.findIndex((one) => one.name === name) === at);
  const misfits = each.map((dataset) => misfitOf(dataSetOf(dataset), spec, layers));
  const fitting = each.filter((_, at) => misfits[at] === null);
  const shaped = misfits.find((misfit) => misfit && misfit.path !== 'input');
  if (fitting.length === 0) throw shaped ? misfitError(shaped) : noDataError(`[${spec.input.join(', ')}]`);
  const named = (/** @type {Dataset} */ dataset) => classes !== null && namesOf(dataset) === classes;
  return [...fitting.filter(named), ...fitting.filter((dataset) => !named(dataset))];
}

/** @param {Dataset} dataset @returns {string} */
function namesOf(dataset) {
  const dataSet = dataSetOf(dataset);
  return JSON.stringify(Array.from({ length: dataSet.classes }, (_, at) => classNameOf(dataSet, at)));
}

/**
 * @param {Uint8Array} bytes
 * @param {Inkgrad} inkgrad
 * @param {() => Promise<import('./data-source.js').Source>} open
 */
async function measure(bytes, inkgrad, open) {
  const source = await open();
  const session = await inkgrad.Session.load(bytes);
  try {
    const { inputs, labels } = await source.part('validation', MEASURED);
    const count = Math.min(MEASURED, labels.length);
    const size = inputs.length / Math.max(1, labels.length);
    const part = { inputs: inputs.subarray(0, count * size), labels: labels.subarray(0, count) };
    await session.setData('validation', { ...part, scale: source.dataSet.scale });
    const { accuracy, loss } = await session.evaluate('validation');
    return { accuracy, loss, count };
  } finally {
    session.free();
  }
}
