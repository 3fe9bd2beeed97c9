/** @file Predictions with the names of their classes. */

import { InkgradError } from './error.js';

/**
 * @param {Float32Array} outputs samples × classes, or one probability a sample: that of the second of two classes
 * @param {import('./backend.js').Backend} backend
 * @returns {import('./inkgrad.js').NamedPrediction[][]} for each sample every class, the most probable first
 */
export function rank(outputs, { classes, spec, summary }) {
  if (spec.loss.kind !== 'cross_entropy' && spec.loss.kind !== 'binary_cross_entropy') {
    const message = `predictions have no classes under ${spec.loss.kind}; leave named out`;
    throw new InkgradError('state', message, { id: 'state.no_classes', values: { loss: spec.loss.kind } });
  }
  const width = (summary.at(-1)?.outputShape ?? [1]).reduce((all, size) => all * size, 1);
  const label = (/** @type {number} */ index) => classes?.[index] ?? String(index);
  return Array.from({ length: outputs.length / width }, (_, sample) => {
    const row = outputs.subarray(sample * width, (sample + 1) * width);
    const [yes = 0] = row;
    const probabilities = width === 1 ? [1 - yes, yes] : [...row];
    return probabilities
      .map((probability, index) => ({ label: label(index), probability }))
      .sort((one, other) => other.probability - one.probability);
  });
}
