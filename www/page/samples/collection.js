/** @file The state of a prompted collection: which class is asked for, and what was kept so far. Pure functions. */

import { balancedOrder, newSample } from './samples.js';

/**
 * @typedef {import('./samples.js').KeptSample} KeptSample
 * @typedef {object} Collection
 * @property {string} set
 * @property {string[]} order the classes that are asked for
 * @property {string[]} ids of the samples that were kept, in this order
 */

/**
 * @param {string} set
 * @param {readonly string[]} names of its classes
 * @param {number} count
 * @param {() => number} [random] 0..1
 * @returns {Collection}
 */
export function beginCollection(set, names, count, random) {
  return { set, order: balancedOrder(names, count, random), ids: [] };
}

/** @param {Collection} collection @returns {string | null} the class that is asked for; null at the end */
export function promptOf({ order, ids }) {
  return order[ids.length] ?? null;
}

/**
 * @param {Collection} collection
 * @param {KeptSample[]} samples
 * @param {KeptSample['strokes']} strokes
 * @returns {{ collection: Collection, samples: KeptSample[] }}
 */
export function keepNext(collection, samples, strokes) {
  const label = promptOf(collection);
  if (label === null || strokes.length === 0) return { collection, samples };
  const sample = newSample(samples, { set: collection.set, label, strokes });
  return { collection: { ...collection, ids: [...collection.ids, sample.id] }, samples: [...samples, sample] };
}

/**
 * The last one is asked for again.
 *
 * @param {Collection} collection
 * @param {KeptSample[]} samples
 * @returns {{ collection: Collection, samples: KeptSample[] }}
 */
export function takeBackLast(collection, samples) {
  const last = collection.ids.at(-1);
  return {
    collection: { ...collection, ids: collection.ids.slice(0, -1) },
    samples: samples.filter(({ id }) => id !== last),
  };
}
