/** @file The store in the browser's database, IndexedDB. */

import { openDB } from 'idb';

/** The same as in the first release: what it kept lies beside the records. */
const DATABASE = 'inkgrad';
const STORE = 'kept';
const VERSION = 1;

/** Milliseconds after which the page goes on without a database that does not open. */
const PATIENCE = 5000;

/** The last character of a range of keys that begin with the same text. */
const LAST = '\uffff';

/**
 * @typedef {import('./store.js').Store} Store
 * @typedef {'blocked' | 'missing' | 'newer' | 'refused' | 'silent'} Reason why there is no database: a tab with another
 *   version of the page holds it, the browser has none, it is a newer version's, the browser refuses it, or it does not
 *   answer
 */

/** There is no database that could be used. */
export class NoDatabase extends Error {
  /**
   * @param {Reason} reason
   * @param {unknown} [cause]
   */
  constructor(reason, cause) {
    super(`no database: ${reason}`, { cause });
    this.name = 'NoDatabase';
    this.reason = reason;
  }
}

/**
 * @param {(reason: 'newer' | 'ended') => void} onEnd a newer version of the page wants the database, or the browser has
 *   closed it
 * @returns {Promise<Store>}
 * @throws {NoDatabase}
 */
export async function openIndexedStore(onEnd) {
  if (!databases()) throw new NoDatabase('missing');
  let blocked = false;
  const opening = openDB(DATABASE, VERSION, {
    upgrade: (database) => void database.createObjectStore(STORE),
    blocked: () => {
      blocked = true;
    },
    blocking: (_, __, event) => {
      /** @type {IDBDatabase} */ (event.target).close();
      onEnd('newer');
    },
    terminated: () => onEnd('ended'),
  });
  const opened = opening.then(
    (database) => new IndexedStore(database),
    (error) => {
      throw new NoDatabase(error?.name === 'VersionError' ? 'newer' : 'refused', error);
    },
  );
  const store = await Promise.race([opened, new Promise((resolve) => setTimeout(() => resolve(null), PATIENCE))]);
  if (store) return store;
  opened.then(
    (late) => late.close(),
    () => {},
  );
  throw new NoDatabase(blocked ? 'blocked' : 'silent');
}

/** @returns {IDBFactory | undefined} a browser may refuse even to name it */
function databases() {
  try {
    return globalThis.indexedDB;
  } catch {
    return undefined;
  }
}

/** @implements {Store} */
class IndexedStore {
  #database;

  /** @param {import('idb').IDBPDatabase} database */
  constructor(database) {
    this.#database = database;
  }

  /** @type {Store['read']} */
  async read(work) {
    return work(reading(this.#database.transaction(STORE).store));
  }

  /** @type {Store['transact']} */
  async transact(work) {
    const transaction = this.#database.transaction(STORE, 'readwrite', { durability: 'strict' });
    const { store } = transaction;
    // It is waited for below; where the work has thrown, that error is the one to tell.
    const done = transaction.done.catch((error) => {
      throw transaction.error ?? error;
    });
    done.catch(() => {});
    try {
      const result = await work({
        ...reading(store),
        put: (key, value) => store.put(value, key),
        delete: (key) => store.delete(key),
      });
      await done;
      return result;
    } catch (error) {
      abort(transaction);
      throw error;
    }
  }

  close() {
    this.#database.close();
  }
}

/** @param {{ abort: () => void }} transaction that may have ended by itself */
function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // It has.
  }
}

/**
 * @param {Pick<import('idb').IDBPObjectStore, 'get' | 'getAll' | 'getAllKeys'>} store
 * @returns {import('./store.js').Reading}
 */
function reading(store) {
  const range = (/** @type {string} */ prefix) => IDBKeyRange.bound(prefix, prefix + LAST);
  const keys = async (/** @type {string} */ prefix) => (await store.getAllKeys(range(prefix))).map(String);
  return {
    get: (key) => store.get(key),
    keys,
    entries: async (prefix) => {
      const [names, values] = await Promise.all([keys(prefix), store.getAll(range(prefix))]);
      return names.map((name, at) => [name, values[at]]);
    },
  };
}
