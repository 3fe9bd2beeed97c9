/**
 * @file Records that survive a write that fails, tears or is lost. Each has two slots, and each slot a head with a sequence
 * number and the checksum of the body's bytes. A write goes to the older slot, or to one that is not whole; a read takes
 * the whole one with the highest number. So the record before stays readable until the next is there.
 */

import { crc32 } from '../shared/crc32.js';
import { decode, encode } from './codec.js';
import { NewerRecord } from './store.js';

/** Of the slots themselves. */
const FORMAT = 1;

/** Between the record's key and its slot's number. */
const MARK = '#';

const SLOTS = /** @type {const} */ ([0, 1]);

/**
 * @typedef {import('./store.js').Reading} Reading
 * @typedef {import('./store.js').Transaction} Transaction
 * @typedef {{ format: number, sequence: number, checksum: number, length: number, version: number }} Head
 * @typedef {{ sequence: number, version: number, body: Uint8Array }} Found
 */

/**
 * @typedef {object} Reader records in a transaction that only reads
 * @property {(key: string) => Promise<any>} get null where there is none; throws `NewerRecord`
 * @property {(prefix: string) => Promise<{ values: Map<string, any>, newer: string[] }>} list records by key, and keys of
 *   those that a newer version of the page has written
 * @property {Reading} raw the store itself
 *
 * @typedef {object} Writer records in a transaction that writes; `set` and `remove` throw `NewerRecord` where a newer
 *   version's record is there
 * @property {Reader['get']} get
 * @property {Reader['list']} list
 * @property {(key: string, value: unknown) => Promise<number>} set gives the bytes written
 * @property {(key: string) => Promise<void>} remove
 * @property {Transaction} raw
 */

export class TwoSlots {
  /** The newest slots that this one has written: what is known to be whole is not read again before the next write. */
  #whole = /** @type {Map<string, { slot: number, sequence: number }>} */ (new Map());
  #store;
  #version;

  /**
   * @param {import('./store.js').Store} store
   * @param {number} version of the records that this page writes; those of a newer one are left alone
   */
  constructor(store, version) {
    this.#store = store;
    this.#version = version;
  }

  /**
   * @template Result
   * @param {(reader: Reader) => Promise<Result>} work
   * @returns {Promise<Result>}
   */
  read(work) {
    return this.#store.read((reading) => work(this.#reader(reading)));
  }

  /**
   * What reads a record, changes it and writes it does so in one transaction: two tabs then lose no update.
   *
   * @template Result
   * @param {(writer: Writer) => Promise<Result>} work
   * @returns {Promise<Result>}
   */
  async transact(work) {
    try {
      return await this.#store.transact((transaction) =>
        work({
          ...this.#reader(transaction),
          set: (key, value) => this.#set(transaction, key, value),
          remove: (key) => this.#remove(transaction, key),
          raw: transaction,
        }),
      );
    } catch (error) {
      // Nobody knows what of it was written.
      this.#whole.clear();
      throw error;
    }
  }

  close() {
    this.#store.close();
  }

  /**
   * @param {Reading} reading
   * @returns {Reader}
   */
  #reader(reading) {
    return {
      get: (key) => this.#get(reading, key),
      list: (prefix) => this.#list(reading, prefix),
      raw: reading,
    };
  }

  /**
   * @param {Reading} reading
   * @param {string} key
   */
  async #get(reading, key) {
    const found = newest(await this.#slots(reading, key));
    return found ? this.#opened(key, found) : null;
  }

  /**
   * @param {Reading} reading
   * @param {string} prefix of the keys
   */
  async #list(reading, prefix) {
    const entries = new Map(await reading.entries(prefix));
    const keys = new Set([...entries.keys()].map((key) => key.slice(0, key.lastIndexOf(MARK))));
    const values = new Map();
    const newer = [];
    for (const key of keys) {
      const slots = SLOTS.map((slot) => slotIn(entries.get(headKey(key, slot)), entries.get(bodyKey(key, slot))));
      const found = newest(slots);
      if (!found) continue;
      try {
        values.set(key, this.#opened(key, found));
      } catch (error) {
        if (!(error instanceof NewerRecord)) throw error;
        newer.push(key);
      }
    }
    return { values, newer };
  }

  /**
   * @param {Transaction} transaction
   * @param {string} key
   * @param {unknown} value
   */
  async #set(transaction, key, value) {
    const body = encode(value);
    const { slot, sequence } = await this.#target(transaction, key);
    const head = { format: FORMAT, sequence, checksum: crc32(body), length: body.length, version: this.#version };
    this.#whole.delete(key);
    await Promise.all([transaction.put(headKey(key, slot), head), transaction.put(bodyKey(key, slot), body)]);
    this.#whole.set(key, { slot, sequence });
    return body.length;
  }

  /**
   * @param {Transaction} transaction
   * @param {string} key
   */
  async #remove(transaction, key) {
    for (const head of await heads(transaction, key)) if (head) this.#refuseNewer(key, head);
    this.#whole.delete(key);
    await Promise.all(
      SLOTS.flatMap((slot) => [headKey(key, slot), bodyKey(key, slot)]).map((name) => transaction.delete(name)),
    );
  }

  /**
   * @param {Transaction} transaction
   * @param {string} key
   * @returns {Promise<{ slot: number, sequence: number }>} where the next write goes
   */
  async #target(transaction, key) {
    const [first, second] = await heads(transaction, key);
    for (const head of [first, second]) if (head) this.#refuseNewer(key, head);
    const sequence = Math.max(first?.sequence ?? 0, second?.sequence ?? 0) + 1;
    if (!first || !second) return { slot: first ? 1 : 0, sequence };
    const later = first.sequence > second.sequence ? 0 : 1;
    const known = this.#whole.get(key);
    if (known?.slot === later && known.sequence === sequence - 1) return { slot: 1 - later, sequence };
    const [one, other] = await this.#slots(transaction, key);
    const newestWhole = newest([one, other]);
    return { slot: newestWhole && newestWhole === one ? 1 : 0, sequence };
  }

  /**
   * @param {Reading} reading
   * @param {string} key
   */
  async #slots(reading, key) {
    const both = SLOTS.map((slot) => Promise.all([reading.get(headKey(key, slot)), reading.get(bodyKey(key, slot))]));
    return (await Promise.all(both)).map(([head, body]) => slotIn(head, body));
  }

  /**
   * @param {string} key
   * @param {Found} found
   */
  #opened(key, found) {
    this.#refuseNewer(key, found);
    return decode(found.body);
  }

  /**
   * @param {string} key
   * @param {{ version: number, format?: number }} head
   */
  #refuseNewer(key, { version, format = FORMAT }) {
    if (version > this.#version || format > FORMAT) throw new NewerRecord(key);
  }
}

/** @param {string} key @param {number} slot */
function headKey(key, slot) {
  return `${key}${MARK}${slot}`;
}

/** @param {string} key @param {number} slot */
function bodyKey(key, slot) {
  return `${key}${MARK}${slot}.body`;
}

/**
 * @param {Reading} reading
 * @param {string} key
 */
function heads(reading, key) {
  return Promise.all(SLOTS.map(async (slot) => headIn(await reading.get(headKey(key, slot)))));
}

/**
 * @param {any} value
 * @returns {Head | null} null where it is none
 */
function headIn(value) {
  const numbers = ['format', 'sequence', 'checksum', 'length', 'version'];
  return numbers.every((name) => Number.isFinite(value?.[name])) ? value : null;
}

/**
 * @param {unknown} head
 * @param {unknown} body
 * @returns {Found | null} null where the slot is not whole
 */
function slotIn(head, body) {
  const found = headIn(head);
  if (!found || !(body instanceof Uint8Array) || body.length !== found.length) return null;
  return crc32(body) === found.checksum ? { ...found, body } : null;
}

/**
 * @param {(Found | null)[]} slots
 * @returns {Found | null}
 */
function newest(slots) {
  return slots.reduce((best, slot) => (slot && (!best || slot.sequence > best.sequence) ? slot : best), null);
}
