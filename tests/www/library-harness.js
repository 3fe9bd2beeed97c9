/** @file Runs for tests of the library. */

import { defaultExperiment } from '../../www/shared/experiment.js';

/**
 * @param {number} step
 * @param {number} [length] of the weights
 * @returns {import('../../www/storage/records.js').SavedState}
 */
export function stateAt(step, length = 16) {
  const bytes = new Uint8Array(length).fill(step % 251);
  return { bytes, position: { wholeSince: 0, step, epoch: step / 100 }, build: 'simd128' };
}

/**
 * @param {string} id
 * @param {number} step
 * @returns {import('../../www/storage/records.js').RunFields}
 */
export function fieldsAt(id, step) {
  return {
    ...{ id, parent: null, experiment: defaultExperiment(), position: { wholeSince: 0, step, epoch: step / 100 } },
    ...{ progress: null, validation: null, points: 0, events: [] },
    configuration: { spec: null, wholeSince: null, changes: [] },
  };
}

/**
 * @param {number} step
 * @returns {import('../../www/storage/records.js').Curves}
 */
export function curvesAt(step) {
  const row = { loss: 1, accuracy: 0.5, validationLoss: null, validationAccuracy: null };
  const rows = [10, 20, 30, 40].filter((at) => at <= step).map((at) => ({ step: at, ...row }));
  return { rows, epochs: [], stride: 1, pending: [] };
}
