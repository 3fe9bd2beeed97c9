/** @file The library: everything that is kept from visit to visit, over any store. */

import { makeRoom, trim } from './budget.js';
import { DataSets } from './data-sets.js';
import { takeOver } from './migrate.js';
import { Places } from './place.js';
import { VERSION } from './records.js';
import { Runs } from './runs.js';
import { Samples } from './samples.js';
import { TwoSlots } from './two-slots.js';

export class Library {
  #records;
  #now;

  /**
   * @param {import('./store.js').Store} store
   * @param {() => number} [now] time in milliseconds
   */
  constructor(store, now = Date.now) {
    this.#records = new TwoSlots(store, VERSION);
    this.#now = now;
    this.runs = new Runs(this.#records, now);
    this.samples = new Samples(this.#records);
    this.dataSets = new DataSets(this.#records);
    this.places = new Places(this.#records);
  }

  /** @returns {Promise<boolean>} whether nothing at all is kept */
  isEmpty() {
    return this.#records.read(async ({ raw }) => (await raw.keys('')).length === 0);
  }

  /**
   * @param {import('./budget.js').Limits} limits
   * @returns {Promise<import('./budget.js').Freed>}
   */
  trim(limits) {
    return trim(this.#records, limits, this.#now());
  }

  /**
   * On a full disk: kept steps go until at most this share of the bytes of all weights is left.
   *
   * @param {number} share
   * @returns {Promise<import('./budget.js').Freed>}
   */
  makeRoom(share) {
    return makeRoom(this.#records, share, this.#now());
  }

  /**
   * Takes over what earlier releases kept.
   *
   * @param {Pick<import('./migrate.js').Environment, 'newId' | 'inUse'>} environment
   * @returns {Promise<string[]>} ids of the runs
   */
  takeOver(environment) {
    return takeOver(this.#records, { ...environment, now: this.#now });
  }

  close() {
    this.#records.close();
  }
}
