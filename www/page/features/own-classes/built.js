/** @file One's own classes as a data set, and networks that learn it. */

import { dataName } from '../../../shared/data-name.js';
import { dataSets, sizeOf } from '../../../shared/data-sets.js';
import { withDataset, withSpec } from '../../../shared/experiment.js';
import { fieldsOf } from '../../../shared/spec-schema.js';
import { storedBlob } from '../../../shared/stored-data.js';
import { preparedSamples, stored } from '../../samples/prepared.js';

/**
 * @typedef {import('../../samples/samples.js').KeptSample} KeptSample
 * @typedef {import('../../samples/samples.js').ClassSet} ClassSet
 * @typedef {import('../../../shared/experiment.js').Experiment} Experiment
 * @typedef {import('../../../shared/experiment.js').Layer} Layer
 * @typedef {import('../../../shared/data-sets.js').DataSet} DataSet
 */

/** Pictures as MNIST's are, so that networks that have learned those can be used. */
export const { shape: SHAPE, scale: SCALE, fit: FIT } = dataSets.mnist;

/** So many samples of each class are needed: one of them is held back. */
export const LEAST = 3;

/** Steps of an epoch at least, and epochs after which training ends: hundreds of steps, whatever the number of samples. */
const STEPS = 8;
const EPOCHS = 40;

/**
 * Evenly among the samples, so that both parts have early and late ones.
 *
 * @param {number} count of samples of a class
 * @param {number} share that is held back
 * @returns {boolean[]} of each; at least one is held back, and one is not
 */
export function heldBack(count, share) {
  const held = Math.min(count - 1, Math.max(1, Math.round(share * count)));
  return Array.from(
    { length: count },
    (_, at) => Math.floor(((at + 1) * held) / count) > Math.floor((at * held) / count),
  );
}

/**
 * @param {readonly string[]} names
 * @param {KeptSample[]} samples
 * @param {number} share
 * @returns {{ train: KeptSample[], validation: KeptSample[] }} each class divided by itself
 */
export function divided(names, samples, share) {
  /** @type {{ train: KeptSample[], validation: KeptSample[] }} */
  const parts = { train: [], validation: [] };
  for (const name of names) {
    const own = samples.filter(({ label }) => label === name);
    const held = heldBack(own.length, share);
    for (const [at, sample] of own.entries()) parts[held[at] ? 'validation' : 'train'].push(sample);
  }
  return parts;
}

/**
 * @param {ClassSet} set
 * @param {KeptSample[]} samples
 * @param {number} share that is held back
 * @param {import('../../samples/prepared.js').Core} core
 * @returns {Promise<import('../../state.js').OwnData>}
 */
export async function builtData({ title, names }, samples, share, core) {
  /** @type {DataSet} */
  const described = {
    name: '',
    title,
    shape: [...SHAPE],
    classes: names.length,
    classNames: [...names],
    scale: SCALE,
    fit: FIT,
  };
  const { train, validation } = divided(names, samples, share);
  const part = async (/** @type {KeptSample[]} */ chosen) => {
    const { inputs, labels } = await preparedSamples(chosen, described, core);
    return { inputs: stored(inputs, described, true), labels };
  };
  const content = storedBlob({ train: await part(train), validation: await part(validation) });
  const dataSet = { ...described, name: await dataName(content) };
  return { dataSet, content, samples: train.length + validation.length };
}

/**
 * @param {Experiment} experiment whose network is taken
 * @param {import('../../state.js').OwnData} own
 * @returns {Experiment} the same network for other classes, in batches that a few samples fill
 */
export function experimentFor(experiment, { dataSet, samples }) {
  const next = withDataset(experiment, { name: dataSet.name, own: dataSet });
  const batch = Math.max(4, Math.min(next.spec.batch_size ?? 32, Math.ceil(samples / STEPS)));
  const plain = withSpec(next, { batch_size: batch, early_stopping: undefined, schedule: undefined });
  return { ...plain, run: { ...plain.run, epochs: EPOCHS } };
}

/**
 * @param {Experiment} experiment
 * @returns {boolean} whether its network can be used: it takes such pictures, and its last layer is a dense one
 */
export function isTransferable({ spec }) {
  return (
    sizeOf(spec.input) === sizeOf(SHAPE) && spec.input.length === SHAPE.length && spec.layers.at(-1)?.kind === 'dense'
  );
}

/**
 * @param {Experiment} experiment for the new classes
 * @returns {Experiment} in which all layers but the last do not learn
 */
export function frozen(experiment) {
  const layers = experiment.spec.layers;
  return withSpec(experiment, { layers: [...layers.slice(0, -1).map(frozenLayer), ...layers.slice(-1)] });
}

/** @param {Layer} layer @returns {Layer} */
function frozenLayer(layer) {
  const inner = withInner(layer, frozenLayer);
  if (inner) return inner;
  return hasWeights(fieldsOf('Layer', layer.kind)) ? { ...layer, trainable: false } : layer;
}

/**
 * @param {Experiment} experiment
 * @returns {Experiment} in which all layers learn: fresh weights that do not learn would tell nothing
 */
export function unfrozen(experiment) {
  return withSpec(experiment, { layers: experiment.spec.layers.map(unfrozenLayer) });
}

/** @param {Layer} layer @returns {Layer} */
function unfrozenLayer({ trainable: _, ...layer }) {
  return withInner(layer, unfrozenLayer) ?? layer;
}

/**
 * @param {Layer} layer
 * @param {(inner: Layer) => Layer} change
 * @returns {Layer | null} null where there are no layers inside it
 */
function withInner(layer, change) {
  const field = fieldsOf('Layer', layer.kind).find(({ type }) => type === 'layers');
  return field ? { ...layer, [field.name]: /** @type {Layer[]} */ (layer[field.name] ?? []).map(change) } : null;
}

/** Fields of layers whose size depends on nothing learned: a layer with no others has no weights. */
const WEIGHTLESS = new Set(['name', 'trainable', 'size', 'stride', 'shape', 'rate', 'function']);

/** @param {import('../../../shared/spec-schema.js').Field[]} fields */
function hasWeights(fields) {
  const names = fields.map(({ name }) => name);
  return names.includes('trainable') && names.some((name) => !WEIGHTLESS.has(name));
}
