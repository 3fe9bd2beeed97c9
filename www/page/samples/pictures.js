/** @file Pictures of files as samples of one's own classes. */

import { signal } from '@preact/signals';
import { newId } from '../../storage/new-id.js';
import { newSample } from './samples.js';

/**
 * @typedef {import('./samples.js').KeptSample} KeptSample
 * @typedef {import('../../shared/imports.js').PictureSamples} PictureSamples
 *
 * @typedef {object} Arrival what came of pictures that were added
 * @property {string} set
 * @property {boolean} isImported whether a whole data set was imported as classes: then they are shown
 * @property {number} added
 * @property {number} empty pictures without ink, which were left out
 * @property {number} over pictures for which there was no room
 * @property {readonly string[]} others folders whose names are no classes: their pictures were left out
 * @property {readonly string[]} unread files that could not be read
 */

/** @type {import('@preact/signals').Signal<Arrival | null>} for the section "Own classes", wherever they came from */
export const arrived = signal(null);

/**
 * @param {readonly KeptSample[]} samples that there are
 * @param {string} set
 * @param {PictureSamples} pictures
 * @param {(label: string | null) => string | null} classOf the class of a picture with this label; null where there is none
 * @returns {{ samples: KeptSample[], added: number, others: string[] }} `others`: labels that are no classes
 */
export function withPictures(samples, set, { values, side, labels }, classOf) {
  const grown = [...samples];
  /** @type {Set<string>} */
  const others = new Set();
  const size = side * side;
  for (const [at, given] of labels.entries()) {
    const label = classOf(given);
    if (label === null) others.add(given ?? '');
    else {
      const pixels = { values: values.slice(at * size, (at + 1) * size), shape: [1, side, side] };
      grown.push(newSample(grown, { set, label, strokes: [], pixels }));
    }
  }
  return { samples: grown, added: grown.length - samples.length, others: [...others] };
}

/**
 * Pictures become samples of the set of these classes. Where there is none, it is made.
 *
 * @param {Pick<import('../app/context.js').App, 'state' | 'actions'>} app
 * @param {readonly string[]} names of the classes
 * @param {PictureSamples} pictures whose labels are indices of these classes
 */
export function addAsClasses({ state, actions }, names, pictures) {
  const known = state.classSets.peek().find((set) => set.names.join('\n') === names.join('\n'));
  const set = known ?? { id: newId(), title: names.join(', '), names: [...names] };
  if (!known) actions.changeClassSets((all) => [...all, set]);
  const { samples, added } = withPictures(
    state.samples.peek(),
    set.id,
    pictures,
    (label) => names[Number(label)] ?? null,
  );
  actions.changeSamples(() => samples);
  const { empty, over } = pictures;
  arrived.value = { set: set.id, isImported: true, added, empty, over, others: [], unread: [] };
}
