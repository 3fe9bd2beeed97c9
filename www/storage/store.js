/**
 * @file The interface of a store of values by key, and its errors. `IndexedStore` keeps them in the browser's database,
 * `MemoryStore` in memory.
 *
 * Work in a transaction must not await anything but the transaction's own calls: the database would commit it. Two
 * transactions that write never overlap, also those of different tabs.
 */

/**
 * @typedef {object} Reading what can be done in a transaction that only reads
 * @property {(key: string) => Promise<any>} get undefined where there is none
 * @property {(prefix: string) => Promise<[string, any][]>} entries all whose key begins with the prefix, in order of keys
 * @property {(prefix: string) => Promise<string[]>} keys
 *
 * @typedef {Reading & { put: (key: string, value: unknown) => Promise<unknown>, delete: (key: string) => Promise<unknown> }}
 *   Transaction
 *
 * @typedef {object} Store
 * @property {<Result>(work: (reading: Reading) => Promise<Result>) => Promise<Result>} read
 * @property {<Result>(work: (transaction: Transaction) => Promise<Result>) => Promise<Result>} transact all that the work
 *   writes, or, where it throws, nothing
 * @property {() => void} close
 */

/** Names and codes by which browsers say that there is no room. */
const FULL = new Set(['QuotaExceededError', 'NS_ERROR_DOM_QUOTA_REACHED']);
const FULL_CODES = new Set([22, 1014]);

/**
 * @param {unknown} error
 * @returns {boolean} whether there was no room: by name, as in every browser of today, or by the codes of older ones
 */
export function isFull(error) {
  const { name, code, message, cause } = /** @type {Record<string, unknown>} */ (Object(error));
  if (FULL.has(String(name)) || (typeof code === 'number' && FULL_CODES.has(code))) return true;
  // Chromium aborts a transaction with the reason in the text.
  if (/quota/i.test(String(message ?? ''))) return true;
  return cause !== undefined && cause !== error && isFull(cause);
}

/** A record that a newer version of the page has written: it is neither changed nor removed. */
export class NewerRecord extends Error {
  /** @param {string} key */
  constructor(key) {
    super(`${key} was written by a newer version of the page`);
    this.name = 'NewerRecord';
    this.key = key;
  }
}
