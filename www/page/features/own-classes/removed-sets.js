/** @file Sets of classes that were deleted in this visit, with their samples: the last one can be brought back. */

import { signal } from '@preact/signals';
import { samplesOf } from '../../samples/samples.js';

/**
 * @typedef {import('../../samples/samples.js').ClassSet} ClassSet
 * @typedef {import('../../samples/samples.js').KeptSample} KeptSample
 * @typedef {{ set: ClassSet, samples: KeptSample[] }} Removed
 * @typedef {import('../../app/context.js').App} App
 */

/** @type {import('@preact/signals').Signal<readonly Removed[]>} the last one last */
export const removedSets = signal([]);

/** @param {App} app @param {ClassSet} set */
export function removeSet({ state, actions }, set) {
  const samples = samplesOf(state.samples.peek(), set.id);
  removedSets.value = [...removedSets.peek(), { set, samples }];
  actions.changeSamples((all) => all.filter((sample) => sample.set !== set.id));
  actions.changeClassSets((all) => all.filter(({ id }) => id !== set.id));
}

/** @param {App} app @returns {string | null} id of the set that came back */
export function restoreSet({ actions }) {
  const last = removedSets.peek().at(-1);
  if (!last) return null;
  const { set, samples } = last;
  removedSets.value = removedSets.peek().slice(0, -1);
  actions.changeClassSets((all) => [...all.filter(({ id }) => id !== set.id), set]);
  actions.changeSamples((all) => [...all.filter((sample) => sample.set !== set.id), ...samples]);
  return set.id;
}
