/** @file One's own data set, read from its `Blob`. Where it has no validation part, a fifth of its samples is held back. */

import { sizeOf } from '../shared/data-sets.js';
import { emptyOf, storedParts } from '../shared/stored-data.js';
import { select } from './selected-source.js';
import { WorkerError } from './worker-error.js';

/** The share that is held back where no validation part comes with the data. */
export const HELD_BACK = 0.2;

/**
 * @typedef {import('./data-source.js').Part} Part
 * @typedef {import('./data-source.js').Parts} Parts
 * @typedef {import('./data-source.js').Source} Source
 */

/** @implements {Source} */
export class StoredSource {
  #content;
  /** @type {Promise<import('../shared/stored-data.js').StoredParts> | null} */
  #parts = null;
  /** @type {Parts | null} */
  whole = null;
  /** It reads no files. @type {Source['readIdx']} */
  readIdx = null;

  /**
   * @param {import('../shared/data-sets.js').DataSet} dataSet
   * @param {Blob | null} content null where it is no longer on this device
   */
  constructor(dataSet, content) {
    this.dataSet = dataSet;
    this.#content = content;
  }

  async first() {
    return { parts: await this.all(), whole: true };
  }

  /** @returns {Promise<Parts>} */
  async all() {
    if (this.whole) return this.whole;
    const { train, validation } = await this.#read();
    const { dataSet } = this;
    const none = emptyOf(train);
    this.whole = validation
      ? { dataSet, train, validation }
      : select({ dataSet, train, validation: none }, { validation: HELD_BACK });
    return this.whole;
  }

  /** @param {import('./data-source.js').PartName} name */
  async part(name) {
    if (name !== 'test') return (await this.all())[name];
    const { train, test } = await this.#read();
    return test ?? emptyOf(train);
  }

  /** @param {import('./data-source.js').PartName} name */
  async count(name) {
    return (await this.part(name)).labels.length;
  }

  #read() {
    const { dataSet } = this;
    const lost = (/** @type {string} */ why) => {
      const title = dataSet.title ?? dataSet.name;
      return new WorkerError('data', 'page.data_lost', `the data set ${title} cannot be read: ${why}`, { title, why });
    };
    if (!this.#content) return Promise.reject(lost('it is not on this device'));
    this.#parts ??= storedParts(this.#content).then(
      (parts) => {
        const size = sizeOf(dataSet.shape);
        for (const { inputs, labels } of Object.values(parts))
          if (inputs.length !== labels.length * size) throw lost('its content is damaged');
        return parts;
      },
      (error) => {
        throw lost(error.message);
      },
    );
    return this.#parts;
  }
}
