/**
 * @file A model of another program becomes a session: through the package's import, for data that fit it. How well it reads
 * them is measured, so that another preparation of inputs is noticed.
 */

import { dataSetOf } from '../shared/data-sets.js';
import { headerOf, textsOf, withTexts } from '../shared/session-file.js';
import { layerBefore } from './fitting-data.js';
import { lookInto } from './model-file.js';

/** Validation samples over which it is measured. */
const MEASURED = 500;

/** A note of the import: the file has no softmax or sigmoid at its end. */
const PLAIN = 'outputs_as_they_are';

/**
 * @typedef {import('inkgrad').Inkgrad} Inkgrad
 * @typedef {import('inkgrad').ModelFile} NamedBytes
 * @typedef {import('../shared/protocol.js').DataCommand} DataCommand
 * @typedef {Omit<import('../shared/answers.js').ModelFileQuery, 'files'>} Choice
 */

/**
 * @param {readonly NamedBytes[]} files
 * @returns {boolean} whether it is no file of a session; a damaged one is taken for such a file
 */
export function isForeign([first]) {
  if (!first || !/\.safetensors$/i.test(first.name)) return true;
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
  let { bytes, notes } = await imported(files, inkgrad, choice, choice.loss);
  let look = await lookInto(bytes, inkgrad, choice);
  const asked = choice.loss !== undefined || notes.some(({ id }) => id === PLAIN);
  const loss = choice.loss ?? (dataSetOf(look.dataset).classes > 1 ? 'cross_entropy' : 'mse');
  if (asked && choice.loss === undefined && loss !== 'mse') {
    ({ bytes, notes } = await imported(files, inkgrad, choice, loss));
    look = await lookInto(bytes, inkgrad, choice);
  }
  const { dataset } = look;
  // The page trains on numbers of classes: their names are those of the data.
  const own = withTexts(bytes, ({ 'inkgrad.classes': _, ...texts }) => texts);
  const data = choice.own.find((one) => one.dataset.name === dataset.name) ?? { dataset, content: null, table: null };
  const measured = await measure(own, inkgrad, () => open(data)).catch(() => null);
  return { ...look, bytes: own, foreign: { size: sizeOf(files), notes, loss: asked ? loss : null, measured } };
}

/**
 * @param {readonly NamedBytes[]} files
 * @param {Inkgrad} inkgrad
 * @param {Choice} here
 * @param {import('../shared/answers.js').Loss} [loss]
 */
async function imported(files, inkgrad, here, loss) {
  const { session, notes } = await inkgrad.importModel([...files], loss ? { loss } : {});
  const before = layerBefore(here, session.spec.input);
  try {
    if (!before) return { bytes: await session.save(), notes };
    const values = { input: `[${session.spec.input.join(', ')}]`, kind: before.kind };
    const note = { id: 'layer_before', message: `a layer ${before.kind} stands before it`, values };
    return { bytes: await savedBehind(session, before, inkgrad), notes: [...notes, note] };
  } finally {
    session.free();
  }
}

/**
 * @param {import('inkgrad').Session} session
 * @param {NonNullable<ReturnType<typeof layerBefore>>} before the layer that comes first
 * @param {Inkgrad} inkgrad
 * @returns {Promise<Uint8Array>} the same network for pictures
 */
async function savedBehind(session, { kind, shape }, inkgrad) {
  // Names count the layers.
  const layers = session.spec.layers.map(({ name: _, ...layer }) => layer);
  const spec = { ...session.spec, input: shape, layers: [{ kind }, ...layers] };
  const whole = await inkgrad.Session.create(/** @type {import('inkgrad').Spec} */ (spec));
  try {
    const next = (/** @type {string} */ name) =>
      name.replace(/^layers\.(\d+)/, (_, index) => `layers.${Number(index) + 1}`);
    const parameters = await session.parameters();
    await whole.setParameters(parameters.map(({ name, ...parameter }) => ({ ...parameter, name: next(name) })));
    return await whole.save();
  } finally {
    whole.free();
  }
}

/** @param {readonly NamedBytes[]} files @returns {number} bytes */
function sizeOf(files) {
  return files.reduce((sum, { bytes }) => sum + bytes.length, 0);
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
