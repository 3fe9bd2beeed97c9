/**
 * @file Links of the first release, `#v=1&…`, which open for ever. Their layers left out what the page then added by
 * itself: flatten before a dense layer on an image, dropout after dense layers, and the output layer.
 */

import { dataSetOf } from './data-sets.js';
import { layersFromText } from './layer-text.js';
import { kindsOf, newVariant } from './spec-schema.js';

/**
 * @typedef {import('./experiment.js').Experiment} Experiment
 * @typedef {import('./spec-schema.js').Variant} Layer
 */

/** The optimisers by the names that links give them, with the defaults that they then had. */
const optimizers = /** @type {Record<string, Layer>} */ ({
  momentum: { kind: 'sgd', momentum: 0.9 },
  nesterov: { kind: 'sgd', momentum: 0.9, nesterov: true },
});

/** Numbers with the defaults and limits of the first release. */
const numbers = /** @type {Record<string, [number, number, number]>} */ ({
  learning_rate: [0.001, 1e-7, 1e6],
  batch_size: [128, 1, 4096],
  steps: [4000, 1, 1e7],
  warmup_steps: [200, 0, 1e6],
  every: [1000, 1, 1e7],
  factor: [0.5, 0, 1],
  minimum: [0, 0, 10],
  maximum: [0.01, 1e-7, 1e6],
  dropout: [0, 0, 0.95],
  l1: [0, 0, 1],
  l2: [0, 0, 1],
  weight_decay: [0, 0, 1],
  clip_norm: [0, 0, 1e6],
  shift: [0, 0, 8],
  rotate: [0, 0, 180],
  zoom: [0, 0, 0.9],
  elastic: [0, 0, 8],
  patience: [0, 0, 1000],
  epochs: [0, 0, 10_000],
  seed: [42, 0, 4_294_967_295],
});

const WHOLE = new Set(['batch_size', 'steps', 'warmup_steps', 'every', 'patience', 'epochs', 'seed']);

/** What is no part of the experiment, but was kept in the link. */
const PREFERENCES = ['theme', 'pen'];

/**
 * @param {URLSearchParams} fragment
 * @param {Experiment} experiment with what the query says
 * @returns {{ experiment: Experiment, refused: string[], preferences: Record<string, string> }}
 */
export function readFirstRelease(fragment, experiment) {
  /** @type {Record<string, string>} */
  const preferences = {};
  for (const name of PREFERENCES) {
    const value = fragment.get(name);
    if (value !== null) preferences[name] = value;
  }
  if (fragment.has('v') && fragment.get('v') !== '1') return { experiment, refused: ['v'], preferences };
  /** @type {string[]} */
  const names = [];
  fragment.forEach((_, name) => {
    names.push(name);
  });
  if (names.every((name) => name === 'v' || PREFERENCES.includes(name))) {
    return { experiment, refused: [], preferences };
  }
  /** @type {string[]} */
  const refused = [];
  const number = (/** @type {string} */ name) => {
    const [usual, least, most] = /** @type {[number, number, number]} */ (numbers[name]);
    const text = fragment.get(name);
    const value = text === null ? usual : text.trim() === '' ? Number.NaN : Number(text);
    const valid = value >= least && value <= most && (!WHOLE.has(name) || Number.isInteger(value));
    if (!valid) refused.push(name);
    return valid ? value : usual;
  };
  const choice = (/** @type {string} */ name, /** @type {string[]} */ options, /** @type {string} */ usual) => {
    const text = fragment.get(name) ?? usual;
    if (options.includes(text)) return text;
    refused.push(name);
    return usual;
  };
  const values = Object.fromEntries(Object.keys(numbers).map((name) => [name, number(name)]));
  const text = fragment.get('layers');
  const given = text === null ? [{ kind: 'dense', units: 128, activation: 'relu' }] : layersFromText(text);
  if (!given) refused.push('layers');
  const optimizer = choice('optimizer', [...kindsOf('Optimizer').keys(), ...Object.keys(optimizers)], 'adam');
  const schedule = choice('schedule', [...kindsOf('Schedule').keys()], 'constant');
  const monitor = choice('monitor', ['validation_loss', 'validation_accuracy'], 'validation_loss');
  const layers = given ? completed(given, experiment, values.dropout ?? 0) : experiment.spec.layers;
  const { learning_rate, weight_decay, clip_norm, l1, l2, shift, rotate, zoom, elastic, patience } = values;
  const distorts = [shift, rotate, zoom, elastic].some((value) => value !== 0);
  const spec = {
    seed: values.seed,
    input: experiment.spec.input,
    layers,
    loss: { kind: 'cross_entropy' },
    optimizer: {
      ...(optimizers[optimizer] ?? { kind: optimizer }),
      learning_rate,
      ...(weight_decay && { weight_decay }),
    },
    ...(schedule !== 'constant' && { schedule: scheduleOf(schedule, values) }),
    batch_size: values.batch_size,
    ...(clip_norm && { clip_norm }),
    ...(l1 && { l1 }),
    ...(l2 && { l2 }),
    ...(distorts && { augment: { shift, rotate, scale: zoom, elastic } }),
    ...(patience && { early_stopping: { monitor, patience } }),
  };
  const run = { ...experiment.run, epochs: values.epochs ?? 0 };
  return { experiment: { ...experiment, spec, run }, refused, preferences };
}

/**
 * @param {string} kind
 * @param {Record<string, number>} values
 * @returns {Layer}
 */
function scheduleOf(kind, values) {
  const fields = Object.keys({ ...newVariant('Schedule', kind), ...(kind.includes('cosine') && { minimum: 0 }) });
  const own = fields.filter((name) => name !== 'kind').map((name) => [name, values[name]]);
  return { kind, ...Object.fromEntries(own) };
}

/** Axes of what a kind gives; other kinds keep those of their input. */
const axes = /** @type {Record<string, number>} */ ({
  flatten: 1,
  global_avg_pool2d: 1,
  mean_pool: 1,
  rows: 2,
  patches: 2,
});

/**
 * @param {Layer[]} layers as the link has them
 * @param {Experiment} experiment of which the data count
 * @param {number} rate of dropout after dense layers
 * @returns {Layer[]}
 */
function completed(layers, { dataset }, rate) {
  const { shape, classes } = dataSetOf(dataset);
  /** @type {Layer[]} */
  const all = [];
  let rank = /** @type {number} */ (shape.length);
  for (const [at, layer] of layers.entries()) {
    if (layer.kind === 'dense' && rank === 3) all.push({ kind: 'flatten' });
    if (layer.kind === 'dense' && rank === 3) rank = 1;
    all.push(layer);
    if (Array.isArray(layer.shape)) rank = layer.shape.length;
    else if (['rnn', 'lstm', 'gru'].includes(layer.kind)) rank = layer.return_sequences === true ? 2 : 1;
    else rank = axes[layer.kind] ?? rank;
    const drops = rate > 0 && layer.kind === 'dense' && rank === 1 && layers[at + 1]?.kind !== 'dropout';
    if (drops) all.push({ kind: 'dropout', rate });
  }
  if (rank > 1) all.push({ kind: 'flatten' });
  return [...all, { kind: 'dense', units: classes }];
}
