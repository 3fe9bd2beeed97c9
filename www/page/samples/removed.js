/** @file Samples that were deleted in this visit, by set: they can be brought back, also after another place was shown. */

import { signal } from '@preact/signals';

/**
 * @typedef {import('./samples.js').KeptSample} KeptSample
 * @typedef {Pick<import('../actions.js').Actions, 'changeSamples'>} Actions
 */

/** @type {import('@preact/signals').Signal<Record<string, readonly KeptSample[]>>} */
const removed = signal({});

/** @param {string} set @returns {readonly KeptSample[]} all that were deleted and not brought back */
export function removedOf(set) {
  return removed.value[set] ?? [];
}

/**
 * @param {Actions} actions
 * @param {string} set
 * @param {readonly KeptSample[]} gone
 */
export function removeSamples(actions, set, gone) {
  removed.value = { ...removed.value, [set]: [...(removed.value[set] ?? []), ...gone] };
  actions.changeSamples((all) => without(all, gone));
}

/**
 * @param {Actions} actions
 * @param {string} set
 */
export function restoreSamples(actions, set) {
  const back = removed.value[set] ?? [];
  removed.value = { ...removed.value, [set]: [] };
  // A laboratory that was opened meanwhile may have brought some of them.
  actions.changeSamples((all) => [...without(all, back), ...back]);
}

/**
 * @param {readonly KeptSample[]} samples
 * @param {readonly KeptSample[]} gone
 */
function without(samples, gone) {
  const ids = new Set(gone.map(({ id }) => id));
  return samples.filter(({ id }) => !ids.has(id));
}
