/** @file What the settings change in an experiment. */

import { usualRate, withSpec } from '../../../shared/experiment.js';
import { compact, withoutDefaults } from '../../../shared/spec-schema.js';

/**
 * @typedef {import('../../../shared/experiment.js').Experiment} Experiment
 * @typedef {import('../../../shared/experiment.js').PlainSpec} PlainSpec
 * @typedef {import('../../../shared/spec-schema.js').Field} Field
 * @typedef {import('../../../shared/spec-schema.js').Variant} Variant
 */

/**
 * @param {Experiment} experiment
 * @param {Field} field of the spec itself
 * @param {unknown} value
 * @returns {Experiment}
 */
export function withSpecField(experiment, field, value) {
  return withSpec(experiment, { [field.name]: value === field.initial ? undefined : value });
}

/**
 * A rate that is usual for the old kind becomes the usual one of the new kind.
 *
 * @param {Experiment} experiment
 * @param {Variant} optimizer
 * @returns {Experiment}
 */
export function withOptimizer(experiment, optimizer) {
  const before = experiment.spec.optimizer;
  const usual = before.kind !== optimizer.kind && before.learning_rate === usualRate(before.kind);
  const next = usual ? { ...optimizer, learning_rate: usualRate(optimizer.kind) } : optimizer;
  return withSpec(experiment, { optimizer: compact('Optimizer', next) });
}

/**
 * @param {Experiment} experiment
 * @param {Variant} schedule
 * @returns {Experiment} without one where it has no effect
 */
export function withSchedule(experiment, schedule) {
  return withSpec(experiment, { schedule: schedule.kind === 'constant' ? undefined : schedule });
}

/**
 * @param {Experiment} experiment
 * @param {Record<string, unknown> | undefined} group
 * @returns {Experiment}
 */
export function withEarlyStopping(experiment, group) {
  return withSpec(experiment, { early_stopping: group && withoutDefaults('EarlyStopping', group) });
}
