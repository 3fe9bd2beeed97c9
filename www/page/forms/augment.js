/** @file A change of the augmentation. */

import { withSpec } from '../../shared/experiment.js';
import { withoutDefaults } from '../../shared/spec-schema.js';

/**
 * @param {import('../../shared/experiment.js').Experiment} experiment
 * @param {string} name of a field of the augmentation
 * @param {unknown} value
 * @returns {import('../../shared/experiment.js').Experiment} without augmentation where nothing is distorted
 */
export function withAugment(experiment, name, value) {
  const group = withoutDefaults('Augment', { ...experiment.spec.augment, [name]: value });
  return withSpec(experiment, { augment: Object.keys(group).length > 0 ? group : undefined });
}
