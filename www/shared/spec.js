/** @file From settings to the spec of a session, and from a change of settings to the arguments of `configure`. */

import { dataSets } from './data-sets.js';
import { optimizerNamed } from './optimizers.js';
import { scheduleFields } from './schedules.js';
import { axesAfter, wantsFlat } from './shapes.js';

/**
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {import('./layers.js').Layer} Layer
 * @typedef {import('inkgrad').Spec} Spec
 * @typedef {import('inkgrad').SpecChanges} SpecChanges
 *
 * @typedef {object} Plan
 * @property {Layer[]} layers of the spec
 * @property {number[]} places index in the spec of each of the settings' layers; the last of the spec is the output
 */

/**
 * Completes the settings' layers. Flatten precedes a dense layer on images. Dropout follows every dense layer on
 * vectors, also at rate 0, so that its rate can change during training. The output layer has one unit per class.
 *
 * @param {Settings} values
 * @returns {Plan}
 */
export function planOf(values) {
  const { shape, classes } = dataSets[values.data];
  /** @type {Layer[]} */
  const layers = [];
  let axes = /** @type {number} */ (shape.length);
  const lay = (/** @type {Layer} */ layer) => {
    axes = axesAfter(layer, axes);
    return layers.push(layer) - 1;
  };
  const places = values.layers.map((layer, at) => {
    if (wantsFlat(layer.kind, axes)) lay({ kind: 'flatten' });
    const place = lay({ ...layer });
    const drops = layer.kind === 'dense' && axes === 1 && values.layers[at + 1]?.kind !== 'dropout';
    if (drops) lay({ kind: 'dropout', rate: values.dropout });
    return place;
  });
  if (axes > 1) lay({ kind: 'flatten' });
  lay({ kind: 'dense', units: classes });
  return { layers, places };
}

/**
 * @param {Settings} values
 * @returns {Spec}
 */
export function specOf(values) {
  const training = Object.entries(trainingOf(values)).filter(([, value]) => value !== null);
  return /** @type {Spec} */ (
    /** @type {unknown} */ ({
      seed: values.seed,
      input: dataSets[values.data].shape,
      layers: planOf(values).layers,
      loss: { kind: 'cross_entropy' },
      ...Object.fromEntries(training),
    })
  );
}

/**
 * @param {Settings} values
 * @returns {SpecChanges} everything that may change during training; null removes a setting
 */
export function changesOf(values) {
  const layers = planOf(values).layers.map((layer, at) => [
    String(at),
    { trainable: layer.trainable ?? true, ...(layer.kind === 'dropout' && { rate: layer.rate }) },
  ]);
  return /** @type {SpecChanges} */ ({ ...trainingOf(values), layers: Object.fromEntries(layers) });
}

/** @param {Settings} values */
function trainingOf(values) {
  const { batch_size, l1, l2, clip_norm, shift, rotate, zoom, elastic, patience, monitor } = values;
  const { optimizer, learning_rate, weight_decay } = values;
  const distorts = shift > 0 || rotate > 0 || zoom > 0 || elastic > 0;
  return {
    optimizer: { ...optimizerNamed(optimizer).fields, learning_rate, weight_decay },
    schedule: scheduleOf(values),
    batch_size,
    clip_norm: clip_norm > 0 ? clip_norm : null,
    l1,
    l2,
    augment: distorts ? { shift, rotate, scale: zoom, elastic } : null,
    early_stopping: patience > 0 ? { monitor, patience } : null,
  };
}

/** @param {Settings} values */
function scheduleOf(values) {
  const fields = scheduleFields[values.schedule].map((name) => [name, values[name]]);
  return { kind: values.schedule, ...Object.fromEntries(fields) };
}
