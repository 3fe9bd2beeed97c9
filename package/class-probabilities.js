/** @file Class probabilities with class names, for `predict(…, { named: true })`. */

import { InkgradError } from './error.js';

/**
 * @param {Float32Array} outputs samples × classes; for a single output, the probability of the second of two classes
 * @param {import('./backend.js').Backend} backend
 * @returns {import('./inkgrad.js').NamedPrediction[][]} for each sample all classes, the most probable first
 */
export function rankClasses(outputs, { classes, spec, summary }) {
  if (spec.loss.kind !== 'cross_entropy' && spec.loss.kind !== 'binary_cross_entropy') {
    const message = `predictions have no classes under ${spec.loss.kind}; leave named out`;
    throw new InkgradError('state', message, { id: 'state.no_classes', values: { loss: spec.loss.kind } });
  }
  const classCount = (summary.at(-1)?.outputShape ?? [1]).reduce((all, size) => all * size, 1);
  const label = (/** @type {number} */ index) => classes?.[index] ?? String(index);
  return Array.from({ length: outputs.length / classCount }, (_, sample) => {
    const row = outputs.subarray(sample * classCount, (sample + 1) * classCount);
    const [second = 0] = row;
    const probabilities = classCount === 1 ? [1 - second, second] : [...row];
    return probabilities
      .map((probability, index) => ({ label: label(index), probability }))
      .sort((one, other) => other.probability - one.probability);
  });
}
