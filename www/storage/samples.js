/** @file Labelled drawings and pictures of the library. */

import { sampleKey } from './records.js';

/** @typedef {import('./records.js').Sample} Sample */

export class Samples {
  #records;

  /** @param {import('./two-slots.js').TwoSlots} records */
  constructor(records) {
    this.#records = records;
  }

  /**
   * @param {string} [set] all of them unless given
   * @returns {Promise<Sample[]>} the oldest first
   */
  async list(set) {
    const prefix = set === undefined ? 'sample/' : sampleKey(set, '');
    const { values } = await this.#records.read((reader) => reader.list(prefix));
    /** @type {Sample[]} */
    const samples = [...values.values()];
    return samples.sort((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1));
  }

  /**
   * Adds samples, or puts them in the place of those with the same set and id.
   *
   * @param {Sample[]} samples
   */
  put(samples) {
    return this.#records.transact(async (writer) => {
      for (const sample of samples) await writer.set(sampleKey(sample.set, sample.id), sample);
    });
  }

  /**
   * @param {string} set
   * @param {string[]} ids
   * @returns {Promise<Sample[]>} what was removed, so that it can be put back
   */
  remove(set, ids) {
    return this.#records.transact(async (writer) => {
      const removed = [];
      for (const id of ids) {
        const key = sampleKey(set, id);
        const sample = await writer.get(key);
        if (!sample) continue;
        await writer.remove(key);
        removed.push(sample);
      }
      return removed;
    });
  }
}
