/** @file Where the person was, in the library. */

import { PLACE_KEY } from './records.js';

/** @typedef {import('./records.js').Place} Place */

export class Places {
  #records;

  /** @param {import('./two-slots.js').TwoSlots} records */
  constructor(records) {
    this.#records = records;
  }

  /** @returns {Promise<Place | null>} */
  last() {
    return this.#records.read((reader) => reader.get(PLACE_KEY));
  }

  /**
   * @param {Partial<Place>} changes what they do not name stays
   * @returns {Promise<Place>}
   */
  keep(changes) {
    return this.#records.transact(async (writer) => {
      const before = (await writer.get(PLACE_KEY)) ?? { strokes: [], route: 'train', tab: 'weights', run: null };
      const place = { ...before, ...changes };
      await writer.set(PLACE_KEY, place);
      return place;
    });
  }
}
