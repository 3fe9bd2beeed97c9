/** @file From settings to the spec of a session, and from a change of settings to the arguments of `configure`. */

import { dataSets } from './data-sets.js';
import { optimizerNamed } from './optimizers.js';

/**
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {import('inkgrad').Spec} Spec
 * @typedef {import('inkgrad').SpecChanges} SpecChanges
 */

/**
 * Every hidden layer is followed by a dropout layer even at rate 0, where it does nothing: so its rate can be changed
 * while the network learns.
 *
 * @param {Settings} values
 * @returns {Spec}
 */
export function specOf(values) {
  const { shape, classes } = dataSets[values.data];
  const hidden = values.layers.flatMap((layer) => [{ ...layer }, { kind: 'dropout', rate: values.dropout }]);
  return /** @type {Spec} */ ({
    seed: values.seed,
    input: shape,
    layers: [{ kind: 'flatten' }, ...hidden, { kind: 'dense', units: classes }],
    loss: { kind: 'cross_entropy' },
    optimizer: optimizerOf(values),
    batch_size: values.batch_size,
    l2: values.l2,
  });
}

/**
 * @param {Settings} values
 * @returns {SpecChanges} everything that may change while the network learns
 */
export function changesOf(values) {
  const rates = values.layers.map((_, index) => [String(2 * index + 2), { rate: values.dropout }]);
  return /** @type {SpecChanges} */ ({
    optimizer: optimizerOf(values),
    batch_size: values.batch_size,
    l2: values.l2,
    ...(rates.length > 0 && { layers: Object.fromEntries(rates) }),
  });
}

/** @param {Settings} values */
function optimizerOf({ optimizer, learning_rate, weight_decay }) {
  return { ...optimizerNamed(optimizer).fields, learning_rate, weight_decay };
}
