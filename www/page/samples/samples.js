/** @file Labelled drawings and pictures that were kept: one's own hand, and samples of one's own classes. */

import { classNameOf } from '../../shared/data-sets.js';
import { newId } from '../../storage/new-id.js';

/**
 * @typedef {object} KeptSample
 * @property {string} id
 * @property {string} set to which it belongs: `hand` for digits by one's own hand, or the id of one's own classes
 * @property {string} label name of its class
 * @property {number} created time in milliseconds
 * @property {import('../features/draw/strokes.js').Stroke[]} strokes of a drawing; of a picture none
 * @property {{ values: Uint8Array, shape: number[] }} [pixels] of a picture: ink, 0 none, 255 full
 * @property {boolean} held whether no network learns from it, so that it can measure one
 *
 * @typedef {{ id: string, title: string, names: string[] }} ClassSet
 * @typedef {import('../../shared/data-sets.js').DataSet} DataSet
 */

/** The set of digits by one's own hand. */
export const HAND = 'hand';

/** Of every so many samples of a class one is held back. */
export const HOLD_EVERY = 5;

/** The digits, as labels. */
export const digits = Array.from({ length: 10 }, (_, digit) => String(digit));

/**
 * @param {readonly KeptSample[]} samples that there are
 * @param {Pick<KeptSample, 'set' | 'label' | 'strokes' | 'pixels'>} drawn
 * @param {number} [now] milliseconds
 * @returns {KeptSample}
 */
export function newSample(samples, drawn, now = Date.now()) {
  const before = samples.filter(({ set, label }) => set === drawn.set && label === drawn.label).length;
  return { ...drawn, id: newId(), created: now, held: before % HOLD_EVERY === HOLD_EVERY - 1 };
}

/** @param {readonly KeptSample[]} samples @param {string} wanted set */
export function samplesOf(samples, wanted) {
  return samples.filter(({ set }) => set === wanted);
}

/**
 * @param {DataSet} dataSet
 * @param {string} label
 * @returns {number} the class of this name, −1 where there is none
 */
export function classOf(dataSet, label) {
  for (let at = 0; at < dataSet.classes; at += 1) if (classNameOf(dataSet, at) === label) return at;
  return -1;
}

/**
 * @param {import('../../shared/data-sets.js').Dataset} dataset
 * @param {readonly ClassSet[]} classSets
 * @returns {{ set: string, names: readonly string[] } | null} where drawings for this data set are kept; null where it is
 *   not known what its classes look like
 */
export function setFor({ own }, classSets) {
  if (!own) return { set: HAND, names: digits };
  const same = classSets.find(({ names }) => names.join('\n') === own.classNames?.join('\n'));
  return same ? { set: same.id, names: same.names } : null;
}

/**
 * @param {readonly KeptSample[]} samples
 * @param {import('../../shared/data-sets.js').Dataset} dataset of the network that is measured
 * @returns {{ samples: KeptSample[], unseen: boolean }} digits by one's own hand that measure it. A network that has learned
 *   from them is measured on those that were held back, as soon as there are any; `unseen`: it has learned from none of
 *   them. One that learns other classes is measured by its validation data alone
 */
export function measuring(samples, { own: other, hand }) {
  const own = other ? [] : samplesOf(samples, HAND);
  const held = own.filter((sample) => sample.held);
  if (!hand) return { samples: own, unseen: true };
  return held.length > 0 ? { samples: held, unseen: true } : { samples: own, unseen: false };
}

/**
 * The classes one after the other in a random order, then again in another one: after any number each was asked for equally
 * often, give or take one, and none twice in a row.
 *
 * @param {readonly string[]} names of at least two classes
 * @param {number} count
 * @param {() => number} [random] 0..1
 * @returns {string[]}
 */
export function balancedOrder(names, count, random = Math.random) {
  /** @type {string[]} */
  const order = [];
  while (order.length < count) {
    const round = [...names];
    for (let at = round.length - 1; at > 0; at -= 1) {
      const other = Math.floor(random() * (at + 1));
      [round[at], round[other]] = [/** @type {string} */ (round[other]), /** @type {string} */ (round[at])];
    }
    if (round[0] === order.at(-1)) round.push(/** @type {string} */ (round.shift()));
    order.push(...round);
  }
  return order.slice(0, count);
}
