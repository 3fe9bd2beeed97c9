/** @file The plain form of a spec: fields at their defaults are left out. */

import { compact, fieldsOfGroup, specFields } from './spec-schema.js';

/** @typedef {import('./experiment.js').PlainSpec} PlainSpec */

/**
 * @param {PlainSpec} spec that is valid
 * @returns {PlainSpec} without what is at its default
 */
export function compactSpec(spec) {
  const { layers, loss, optimizer, schedule, early_stopping, augment, input, ...rest } = spec;
  const initial = new Map(specFields().map((field) => [field.name, field.initial]));
  const kept = Object.entries(rest).filter(
    ([name, value]) => name !== 'version' && value !== null && value !== initial.get(name),
  );
  return {
    ...Object.fromEntries(kept),
    input,
    layers: layers.map((layer) => compact('Layer', layer)),
    loss: compact('Loss', loss),
    optimizer: compact('Optimizer', optimizer),
    ...(schedule && schedule.kind !== 'constant' ? { schedule: compact('Schedule', schedule) } : {}),
    ...(early_stopping ? { early_stopping: compactGroup('EarlyStopping', early_stopping) } : {}),
    ...withoutEmpty(augment && compactGroup('Augment', augment)),
  };
}

/** @param {Record<string, unknown> | undefined | null} augment */
function withoutEmpty(augment) {
  return augment && Object.keys(augment).length > 0 ? { augment } : {};
}

/**
 * @param {import('./spec-schema.js').Group} group
 * @param {Record<string, unknown>} value
 */
function compactGroup(group, value) {
  const initial = new Map(fieldsOfGroup(group).map((field) => [field.name, field.initial]));
  return Object.fromEntries(Object.entries(value).filter(([name, given]) => given !== initial.get(name)));
}
