/** @file A network by its name: that of a preset, of the small network that every data set begins with, or one's own. */

import { withoutHand } from '../../shared/experiment.js';
import { isUsual, presetOf } from '../../shared/presets/index.js';
import { nameOf } from './index.js';

/**
 * @param {import('../../shared/experiment.js').Experiment} experiment
 * @returns {string} also where it has gone on to learn from one's own hand
 */
export function networkName(experiment) {
  const before = withoutHand(experiment);
  const preset = presetOf(before)?.name ?? (isUsual(before) ? 'small' : 'own');
  const name = nameOf('preset', preset);
  return before === experiment ? name : `${name} + ${nameOf('preset', 'hand')}`;
}
