/** @file Kept drawings, pictures and one's own classes are there again at the next visit. */

import { effect } from '@preact/signals';

/**
 * @typedef {import('../samples/samples.js').KeptSample} KeptSample
 * @typedef {import('../samples/samples.js').ClassSet} ClassSet
 * @typedef {import('../store.js').Store<import('../state.js').State>} Store
 * @typedef {Pick<import('../../storage/remote.js').RemoteLibrary, 'samples' | 'dataSets'>} Library
 */

/** Sets of classes stand in the library beside the data sets, without a content. */
const PREFIX = 'classes-';

/**
 * Brings back what is kept; what was drawn meanwhile stays.
 *
 * @param {Store} store
 * @param {Library} library
 */
export async function bringSamples(store, library) {
  const samples = (await library.samples.list()).filter(({ strokes }) => strokes);
  const sets = (await library.dataSets.list()).filter(({ id }) => id.startsWith(PREFIX));
  const { samples: drawn, classSets } = store.get();
  const kept = {
    samples: /** @type {KeptSample[]} */ (/** @type {unknown} */ (samples)),
    classSets: sets.map(({ id, name, names }) => ({ id: id.slice(PREFIX.length), title: name, names })),
  };
  store.update({
    samples: [...without(kept.samples, drawn), ...drawn],
    classSets: [...without(kept.classSets, classSets), ...classSets],
  });
  return kept;
}

/**
 * Keeps each that comes or changes, and forgets each that goes.
 *
 * @param {Store} store
 * @param {Library} library
 * @param {{ samples: KeptSample[], classSets: ClassSet[] }} kept
 * @param {() => void} onFault something could not be kept
 */
export function followSamples({ state }, library, kept, onFault) {
  const fail = (/** @type {Promise<unknown>} */ call) => call.catch(onFault);
  follow(state.samples, kept.samples, ({ come, gone }) => {
    if (come.length > 0) fail(library.samples.put(come));
    for (const set of new Set(gone.map((sample) => sample.set))) {
      const ids = gone.filter((sample) => sample.set === set).map(({ id }) => id);
      fail(library.samples.remove(set, ids));
    }
  });
  follow(state.classSets, kept.classSets, ({ come, gone }) => {
    for (const { id, title, names } of come)
      fail(library.dataSets.put({ id: PREFIX + id, name: title, created: Date.now(), names }));
    for (const { id } of gone) fail(library.dataSets.remove(PREFIX + id));
  });
}

/**
 * @template {{ id: string }} Item
 * @param {{ readonly value: Item[] }} items
 * @param {Item[]} kept
 * @param {(changes: { come: Item[], gone: Item[] }) => void} change
 */
function follow(items, kept, change) {
  let before = kept;
  effect(() => {
    const now = items.value;
    const known = new Map(before.map((item) => [item.id, item]));
    const come = now.filter((item) => known.get(item.id) !== item);
    const gone = without(before, now);
    before = now;
    if (come.length > 0 || gone.length > 0) change({ come, gone });
  });
}

/**
 * @template {{ id: string }} Item
 * @param {Item[]} items
 * @param {{ id: string }[]} others
 */
function without(items, others) {
  const ids = new Set(others.map(({ id }) => id));
  return items.filter(({ id }) => !ids.has(id));
}
