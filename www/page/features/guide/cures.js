/** @file What mends a diagnosis: an edit of the experiment, or going back with one. Each is a function of the experiment. */

import { lowerRate, roundRate, usualRate, withSpec } from '../../../shared/experiment.js';

/**
 * @typedef {import('../../../shared/experiment.js').Experiment} Experiment
 * @typedef {import('../../../shared/spec-schema.js').Variant} Layer
 * @typedef {import('./diagnosis.js').Diagnosis} Diagnosis
 *
 * @typedef {object} Cure
 * @property {string} key of its text
 * @property {Record<string, string | number>} values
 * @property {Experiment} next
 * @property {boolean} back whether training goes back to before the fault
 * @property {boolean} carry whether layers that still fit keep their weights
 *
 * @typedef {(experiment: Experiment, present: Present) => Cure | null} Remedy null where it does not apply
 * @typedef {object} Present
 * @property {number} step
 * @property {number} soundStep to which training can go back
 * @property {boolean} ruined whether the loss has risen, or training has diverged
 * @property {boolean} [lowered] whether the rate was lowered since
 * @property {boolean} [running] steps to go back cannot be counted while they grow
 */

/** Activations without a slope for a part of their inputs. */
const FLAT = ['relu', 'sigmoid', 'tanh'];

/** The other initialisation. */
const START = 'he_normal';

/** The first step of which a state is kept. */
const FIRST_KEPT = 20;

/** Steps to go back that are named as such; beyond, and while training goes on, the step itself is named. */
const NEAR = 100;

/** A rate so many times the usual one is itself the fault. */
const EXTREME = 4;

/** A rate so many times lower than the usual one is far from any that learns. */
const FAR = 30;

/** Units beyond which a layer is not made larger, and a layer is added. */
const MOST_UNITS = 512;

/** @type {Record<Diagnosis, Remedy[]>} those to be tried, in this order; the first that applies is offered */
const remedies = {
  diverged: [goBack, beginAnew],
  unscaled: [normalise],
  dead: [goBack, beginAnewIfRuined, livelyUnits],
  rate_high: [goBack, beginAnew],
  saturated: [goBack, beginAnewIfRuined, livelyUnits, lowRate],
  rate_low: [highRate, beginAnewIfExtreme, unregularised, largerNetwork, anotherLayer],
  overfitting: [dropout, weightDecay, stopAtBest],
  underfitting: [unregularised, largerNetwork, anotherLayer],
};

/**
 * @param {Diagnosis} diagnosis
 * @param {Experiment} experiment
 * @param {Present} present
 * @param {(experiment: Experiment) => boolean} possible whether the core can build it
 * @returns {Cure | null}
 */
export function cureFor(diagnosis, experiment, present, possible) {
  for (const remedy of remedies[diagnosis]) {
    const cure = remedy(experiment, present);
    if (cure && possible(cure.next)) return cure;
  }
  return null;
}

/**
 * @param {string} key
 * @param {Experiment} next
 * @param {Partial<Cure>} [more]
 * @returns {Cure}
 */
function cure(key, next, more = {}) {
  return { key, values: {}, next, back: false, carry: true, ...more };
}

/**
 * @param {Experiment} experiment
 * @param {number} rate
 * @returns {Experiment}
 */
function withRate(experiment, rate) {
  return withSpec(experiment, { optimizer: { ...experiment.spec.optimizer, learning_rate: rate } });
}

/** @param {Experiment} experiment */
function rateOf({ spec }) {
  return Number(spec.optimizer.learning_rate);
}

/** @param {Experiment} experiment */
function isExtreme(experiment) {
  return rateOf(experiment) > EXTREME * usualRate(experiment.spec.optimizer.kind);
}

/**
 * @param {Experiment} experiment
 * @returns {boolean} whether the learning rate can be the reason where the loss hardly falls; at one that is high already,
 *   it is the network
 */
export function mayBeLow(experiment) {
  return 3 * rateOf(experiment) <= EXTREME * usualRate(experiment.spec.optimizer.kind);
}

/**
 * @param {Experiment} experiment whose rate was too high
 * @param {boolean} [lowered] unless it was lowered since
 * @returns {number}
 */
function soundRate(experiment, lowered) {
  return lowered && !isExtreme(experiment) ? rateOf(experiment) : lowerRate(experiment.spec);
}

/** @type {Remedy} */
function goBack(experiment, { step, soundStep, ruined, lowered, running }) {
  if (!ruined || soundStep < FIRST_KEPT) return null;
  const rate = soundRate(experiment, lowered);
  const third = rate === roundRate(rateOf(experiment) / 3);
  const near = !running && step - soundStep < NEAR;
  const key = `${near ? 'back' : 'backTo'}${third ? 'Third' : ''}`;
  const values = { count: step - soundStep, step: soundStep, rate };
  return cure(key, withRate(experiment, rate), { values, back: true });
}

/**
 * Going back finds no state from before the fault.
 *
 * @param {Experiment} experiment
 * @param {Pick<Present, 'lowered'>} present
 * @returns {Cure}
 */
function beginAnew(experiment, { lowered }) {
  const rate = soundRate(experiment, lowered);
  return cure('anew', withRate(experiment, rate), { values: { rate }, back: true });
}

/** @type {Remedy} */
function beginAnewIfRuined(experiment, present) {
  return present.ruined ? beginAnew(experiment, present) : null;
}

/** @type {Remedy} */
function beginAnewIfExtreme(experiment, present) {
  return isExtreme(experiment) ? beginAnew(experiment, present) : null;
}

/** @type {Remedy} */
function normalise(experiment) {
  const { layers } = experiment.spec;
  if (layers[0]?.kind === 'batch_norm') return null;
  return cure('normalise', withSpec(experiment, { layers: [{ kind: 'batch_norm' }, ...layers] }), { carry: false });
}

/** @type {Remedy} */
function livelyUnits(experiment) {
  // What the last layer gives is fixed by the loss.
  const last = experiment.spec.layers.findLastIndex(learns);
  const changed = mapLayers(experiment.spec.layers, lively);
  const layers = experiment.spec.layers.map((layer, at) => (at === last ? layer : (changed[at] ?? layer)));
  if (JSON.stringify(layers) === JSON.stringify(experiment.spec.layers)) return null;
  const rate = isExtreme(experiment) ? lowerRate(experiment.spec) : null;
  const next = withSpec(experiment, { layers, seed: (experiment.spec.seed ?? 0) + 1 });
  const key = rate === null ? 'lively' : 'livelyRate';
  return cure(key, rate === null ? next : withRate(next, rate), { values: { rate: rate ?? 0 }, carry: false });
}

/** @type {Remedy} */
function lowRate(experiment) {
  const rate = roundRate(rateOf(experiment) / 3);
  return cure('low', withRate(experiment, rate), { values: { rate } });
}

/** @type {Remedy} */
function highRate(experiment) {
  if (!mayBeLow(experiment)) return null;
  const usual = usualRate(experiment.spec.optimizer.kind);
  const far = rateOf(experiment) < usual / FAR;
  const rate = far ? usual : roundRate(3 * rateOf(experiment));
  return cure(far ? 'usual' : 'high', withRate(experiment, rate), { values: { rate } });
}

/** @type {Remedy} */
function dropout(experiment) {
  const { layers } = experiment.spec;
  const weak = (/** @type {Layer} */ { kind, rate }) => kind === 'dropout' && Number(rate) < 0.3;
  if (layers.some(({ kind }) => kind === 'dropout')) {
    if (!layers.some(weak)) return null;
    const stronger = layers.map((layer) => (weak(layer) ? { ...layer, rate: 0.3 } : layer));
    return cure('dropout', withSpec(experiment, { layers: stronger }));
  }
  const last = layers.findLastIndex(({ kind }) => kind === 'dense');
  const before = layers.slice(0, last);
  if (last < 0 || !before.some(learns)) return null;
  const more = [...before, { kind: 'dropout', rate: 0.3 }, ...layers.slice(last)];
  return cure('dropout', withSpec(experiment, { layers: more }));
}

/** @type {Remedy} */
function weightDecay(experiment) {
  if (Number(experiment.spec.l2 ?? 0) > 0) return null;
  return cure('decay', withSpec(experiment, { l2: 0.0001 }));
}

/** @type {Remedy} */
function stopAtBest(experiment) {
  if (experiment.spec.early_stopping) return null;
  return cure('stop', withSpec(experiment, { early_stopping: { patience: 3 } }));
}

/** @type {Remedy} */
function unregularised(experiment) {
  const { l1 = 0, l2 = 0, layers } = experiment.spec;
  const strong = (/** @type {Layer} */ { kind, rate }) => kind === 'dropout' && Number(rate) > 0.5;
  if (Math.max(l1, l2) < 0.001 && !layers.some(strong)) return null;
  const weaker = layers.map((layer) => (strong(layer) ? { ...layer, rate: 0.2 } : layer));
  return cure('unregularised', withSpec(experiment, { l1: undefined, l2: undefined, layers: weaker }));
}

/** @type {Remedy} */
function largerNetwork(experiment) {
  const { layers } = experiment.spec;
  const last = layers.findLastIndex(learns);
  const sizes = layers.slice(0, last).filter(isSized).map(unitsOf);
  if (sizes.length === 0 || Math.min(...sizes) >= MOST_UNITS) return null;
  const grown = layers.map((layer, at) => (at < last && isSized(layer) ? larger(layer) : layer));
  return cure('larger', withSpec(experiment, { layers: grown }), { carry: false });
}

/** @type {Remedy} */
function anotherLayer(experiment) {
  const { layers } = experiment.spec;
  const last = layers.findLastIndex(({ kind }) => kind === 'dense');
  if (last < 0) return null;
  const more = [...layers.slice(0, last), { kind: 'dense', units: 128, activation: 'relu' }, ...layers.slice(last)];
  return cure('layer', withSpec(experiment, { layers: more }), { carry: false });
}

/** @param {Layer} layer */
function learns({ units, filters }) {
  return units !== undefined || filters !== undefined;
}

/** @param {Layer} layer whose size nothing else in the network fixes */
function isSized({ kind }) {
  return kind === 'dense' || kind === 'conv2d';
}

/** @param {Layer} layer */
function unitsOf({ units, filters }) {
  return Number(units ?? filters);
}

/**
 * @param {Layer} layer
 * @returns {Layer} with four times the units, at least 32
 */
function larger(layer) {
  const size = Math.min(MOST_UNITS, Math.max(32, 4 * unitsOf(layer)));
  return unitsOf(layer) >= size ? layer : { ...layer, [layer.units === undefined ? 'filters' : 'units']: size };
}

/**
 * @param {Layer} layer
 * @returns {Layer} whose units always have a slope, and begin at weights that differ
 */
function lively(layer) {
  const { init, ...rest } = layer;
  const inert = init === 'zeros' || typeof init === 'object';
  if (!inert && !FLAT.includes(String(layer.activation ?? layer.function))) return layer;
  if (layer.kind === 'activation') return { ...layer, function: 'leaky_relu' };
  return FLAT.includes(String(layer.activation)) ? { ...rest, activation: 'leaky_relu', init: START } : rest;
}

/**
 * @param {Layer[]} layers
 * @param {(layer: Layer) => Layer} change
 * @returns {Layer[]} those within others too
 */
function mapLayers(layers, change) {
  return layers.map((layer) =>
    change(Array.isArray(layer.layers) ? { ...layer, layers: mapLayers(layer.layers, change) } : layer),
  );
}
