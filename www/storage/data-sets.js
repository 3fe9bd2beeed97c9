/** @file Data sets of the person's own in the library. */

import { contentKey, dataSetKey } from './records.js';

/**
 * @typedef {import('./records.js').DataSetRecord} DataSetRecord
 */

export class DataSets {
  #records;

  /** @param {import('./two-slots.js').TwoSlots} records */
  constructor(records) {
    this.#records = records;
  }

  /** @returns {Promise<DataSetRecord[]>} what describes them, the oldest first */
  async list() {
    const { values } = await this.#records.read((reader) => reader.list(dataSetKey('')));
    /** @type {DataSetRecord[]} */
    const found = [...values.values()];
    return found.sort((a, b) => a.created - b.created);
  }

  /**
   * @param {string} id
   * @returns {Promise<Blob | null>}
   */
  async content(id) {
    const content = await this.#records.read((reader) => reader.get(contentKey(id)));
    return content && new Blob([content.bytes]);
  }

  /**
   * @param {DataSetRecord} record another one of the same id keeps the time at which the first was created
   * @param {Blob} [content] as it was unless given
   * @returns {Promise<DataSetRecord>} with the bytes that its content takes
   */
  async put(record, content) {
    const given = content && new Uint8Array(await content.arrayBuffer());
    return this.#records.transact(async (writer) => {
      const bytes = given ? await writer.set(contentKey(record.id), { bytes: given }) : record.bytes;
      /** @type {DataSetRecord | null} */
      const known = await writer.get(dataSetKey(record.id));
      const whole = { ...record, created: known?.created ?? record.created, bytes };
      await writer.set(dataSetKey(record.id), whole);
      return whole;
    });
  }

  /** @param {string} id */
  remove(id) {
    return this.#records.transact(async (writer) => {
      await writer.remove(contentKey(id));
      await writer.remove(dataSetKey(id));
    });
  }
}
