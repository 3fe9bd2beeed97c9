/**
 * @file The experiment: the single truth of what is trained, on what and how long. Links, controls and commands to the
 * workers are functions of it.
 */

import { dataSetOf, dataSets, hasPictures, outputsOf } from './data-sets.js';
import { compact, fieldsOf, liveParts, specFields } from './spec-schema.js';

/**
 * @typedef {import('inkgrad').Spec} Spec
 * @typedef {import('inkgrad').SpecChanges} SpecChanges
 * @typedef {import('./spec-schema.js').Variant} Layer
 * @typedef {import('./data-sets.js').Dataset} Dataset
 *
 * The spec in its plain form: fields at their defaults are left out.
 *
 * @typedef {object} PlainSpec
 * @property {number} [seed]
 * @property {number[]} input
 * @property {Layer[]} layers
 * @property {Layer} loss
 * @property {Layer} optimizer
 * @property {Layer} [schedule]
 * @property {number} [batch_size]
 * @property {boolean} [shuffle]
 * @property {number} [clip_norm]
 * @property {number} [l1]
 * @property {number} [l2]
 * @property {Record<string, unknown>} [early_stopping]
 * @property {Record<string, unknown>} [augment]
 *
 * @typedef {object} Run
 * @property {number} epochs after which training is finished; 0 for never
 * @property {number} workers cores to train on; 0 for as many as pay
 * @property {'off' | 'auto' | 'on'} gpu
 *
 * @typedef {{ spec: PlainSpec, dataset: Dataset, run: Run }} Experiment
 */

/** After so many a network for a table is finished: they take no second, and without end it would only overfit. */
const EPOCHS = 100;

/** @returns {Experiment} what the page opens with */
export function defaultExperiment() {
  return {
    spec: {
      seed: 42,
      input: [...dataSets.mnist.shape],
      layers: [
        { kind: 'flatten' },
        { kind: 'dense', units: 128, activation: 'relu' },
        { kind: 'dense', units: dataSets.mnist.classes },
      ],
      loss: { kind: 'cross_entropy' },
      optimizer: { kind: 'adam', learning_rate: 0.001 },
      batch_size: 128,
    },
    dataset: { name: 'mnist' },
    run: { epochs: 0, workers: 1, gpu: 'off' },
  };
}

/**
 * @param {Experiment} experiment
 * @returns {Spec} for the package
 */
export function specOf({ spec }) {
  return /** @type {Spec} */ (/** @type {unknown} */ (spec));
}

/**
 * @param {Experiment} experiment
 * @param {Partial<PlainSpec>} changes undefined removes a field
 * @returns {Experiment}
 */
export function withSpec(experiment, changes) {
  const merged = Object.entries({ ...experiment.spec, ...changes }).filter(([, value]) => value !== undefined);
  return { ...experiment, spec: /** @type {PlainSpec} */ (/** @type {unknown} */ (Object.fromEntries(merged))) };
}

/**
 * @param {Experiment} experiment
 * @param {Dataset} dataset
 * @returns {Experiment} on other data: with their input, as many outputs as they need, and a loss for what is to be
 *   predicted. Where their samples are of another kind, the network begins anew
 */
export function withDataset(experiment, dataset) {
  const data = dataSetOf(dataset);
  const before = dataSetOf(experiment.dataset);
  const { layers, loss } = experiment.spec;
  const same = hasPictures(data) === hasPictures(before);
  const epochs = same ? experiment.run.epochs : hasPictures(data) ? 0 : EPOCHS;
  const fitted = withSpec(experiment, {
    input: [...data.shape],
    layers: same ? withOutputs(layers, outputsOf(data)) : usualLayers(data),
    loss: (data.classes === 0) === (before.classes === 0) ? loss : usualLoss(data),
    ...(!same && usualTraining(data)),
  });
  return { ...fitted, dataset, run: { ...experiment.run, epochs } };
}

/**
 * @param {Experiment} experiment
 * @returns {Experiment} without one's own samples among its training samples; itself where there are none
 */
export function withoutHand(experiment) {
  const { hand, ...dataset } = experiment.dataset;
  return hand ? { ...experiment, dataset } : experiment;
}

/**
 * @param {import('./data-sets.js').DataSet} data
 * @returns {Layer[]} a small network for it
 */
function usualLayers(data) {
  const units = outputsOf(data);
  const relu = (/** @type {number} */ size) => ({ kind: 'dense', units: size, activation: 'relu' });
  return hasPictures(data)
    ? [{ kind: 'flatten' }, relu(128), { kind: 'dense', units }]
    : [relu(16), { kind: 'dense', units }];
}

/**
 * A table has few rows: small batches, so that there are some steps an epoch, and a rate at which it learns in seconds.
 *
 * @param {import('./data-sets.js').DataSet} data
 * @returns {Partial<PlainSpec>}
 */
function usualTraining(data) {
  const { optimizer, batch_size } = defaultExperiment().spec;
  if (hasPictures(data)) return { optimizer, batch_size: Number(batch_size) };
  return { optimizer: { ...optimizer, learning_rate: 0.01 }, batch_size: 16, augment: undefined };
}

/** @param {import('./data-sets.js').DataSet} data @returns {Layer} */
function usualLoss({ classes }) {
  return { kind: classes === 0 ? 'mse' : 'cross_entropy' };
}

/**
 * @param {Layer[]} layers
 * @param {number} units
 * @returns {Layer[]} where the last layer is a dense one, it has so many units
 */
function withOutputs(layers, units) {
  const last = layers.at(-1);
  return last?.kind === 'dense' ? [...layers.slice(0, -1), { ...last, units }] : layers;
}

/**
 * When a change takes effect: `live` in the running session, `reopen` in a new session that goes on where the old one
 * was, `rebuild` in a new network.
 *
 * @typedef {'live' | 'reopen' | 'rebuild'} Effect
 *
 * @param {Experiment} before
 * @param {Experiment} after
 * @returns {Effect | null} null where nothing differs
 */
export function effectOf(before, after) {
  const differs = (/** @type {(of: Experiment) => unknown} */ pick) =>
    JSON.stringify(pick(before)) !== JSON.stringify(pick(after));
  if (differs(structureOf)) return 'rebuild';
  if (differs(({ run: { workers, gpu } }) => [workers, gpu])) return 'reopen';
  return differs(({ run }) => run.epochs) || differs(changesOf) ? 'live' : null;
}

/**
 * @param {Experiment} experiment
 * @returns {unknown} what makes the network and its data, without what may change in a running session
 */
export function structureOf({ spec, dataset }) {
  const { layers, ...rest } = spec;
  const live = new Set([...liveParts(), ...specFields().flatMap(({ live: is, name }) => (is ? [name] : []))]);
  const fields = Object.entries(rest).filter(([name]) => !live.has(name));
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  // The title of one's own data may change at any time.
  const { own, ...selected } = dataset;
  const data = own ? { ...selected, own: { ...own, title: undefined } } : dataset;
  return { dataset: data, layers: layers.map(withoutLive), ...Object.fromEntries(fields) };
}

/**
 * @param {Layer} layer
 * @returns {Layer}
 */
function withoutLive(layer) {
  const given = compact('Layer', layer);
  const kept = fieldsOf('Layer', layer.kind).filter(({ live, name }) => !live && name in given);
  const entries = kept.map(({ name, type }) => [
    name,
    type === 'layers' ? /** @type {Layer[]} */ (given[name]).map(withoutLive) : given[name],
  ]);
  return /** @type {Layer} */ ({ kind: layer.kind, ...Object.fromEntries(entries) });
}

/**
 * @param {Experiment} experiment
 * @returns {SpecChanges} all that may change in a running session; null removes a setting
 */
export function changesOf({ spec }) {
  const fields = specFields()
    .filter(({ live }) => live)
    .map(({ name, initial }) => [name, spec[/** @type {keyof PlainSpec} */ (name)] ?? initial ?? null]);
  const changes = {
    ...Object.fromEntries(fields),
    optimizer: spec.optimizer,
    schedule: spec.schedule ?? { kind: 'constant' },
    early_stopping: spec.early_stopping ?? null,
    augment: spec.augment ?? null,
    layers: Object.fromEntries(liveFields(spec.layers, '')),
  };
  return /** @type {SpecChanges} */ (/** @type {unknown} */ (changes));
}

/**
 * @param {Layer[]} layers
 * @param {string} prefix index of the layer around them, and a dot
 * @returns {[string, Record<string, unknown>][]} live fields by the layer's index; inner layers as `I.J`
 */
function liveFields(layers, prefix) {
  return layers.flatMap((layer, index) => {
    const fields = fieldsOf('Layer', layer.kind);
    const live = fields.filter((field) => field.live).map(({ name, initial }) => [name, layer[name] ?? initial]);
    const nested = fields.find(({ type }) => type === 'layers');
    const inner = nested ? liveFields(/** @type {Layer[]} */ (layer[nested.name] ?? []), `${prefix}${index}.`) : [];
    return [[`${prefix}${index}`, Object.fromEntries(live)], ...inner];
  });
}

/**
 * A third of the learning rate, or the core's start value for the optimiser where that is far lower, because a third of
 * a huge rate diverges again.
 *
 * @param {PlainSpec} spec
 * @returns {number}
 */
export function lowerRate({ optimizer }) {
  const rate = Number(optimizer.learning_rate);
  const usual = usualRate(optimizer.kind);
  return rate > 4 * usual ? usual : roundRate(rate / 3);
}

/**
 * @param {number} rate
 * @returns {number} with two digits, as one would type it
 */
export function roundRate(rate) {
  return Number(rate.toPrecision(2));
}

/**
 * @param {string} kind of optimiser
 * @returns {number} the learning rate that it usually works with
 */
export function usualRate(kind) {
  return Number(fieldsOf('Optimizer', kind).find(({ name }) => name === 'learning_rate')?.example);
}
