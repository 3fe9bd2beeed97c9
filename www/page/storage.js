/** @file Keeps a few large values in the browser between visits; a browser that has no place for them loses nothing else. */

const DATABASE = 'inkgrad';
const STORE = 'kept';

/** Milliseconds after which the page goes on without a database that does not open. */
const PATIENCE = 3000;

export class Database {
  /** @type {Promise<IDBDatabase | null>} */
  #database;
  #onFull;

  /**
   * @param {IDBFactory | undefined} factory undefined where there is none
   * @param {() => void} onFull called when a value found no room
   */
  constructor(factory, onFull) {
    this.#database = factory ? opened(factory) : Promise.resolve(null);
    this.#onFull = onFull;
  }

  /**
   * @param {string} key
   * @returns {Promise<any>} null where nothing is kept
   */
  async get(key) {
    const value = await this.#ask('readonly', (store) => store.get(key));
    return value ?? null;
  }

  /**
   * @param {string} key
   * @param {unknown} value
   * @returns {Promise<boolean>} whether it is kept now
   */
  async set(key, value) {
    return (await this.#ask('readwrite', (store) => store.put(value, key))) !== null;
  }

  /** @param {string} key */
  async remove(key) {
    await this.#ask('readwrite', (store) => store.delete(key));
  }

  /**
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => IDBRequest} ask
   */
  async #ask(mode, ask) {
    const database = await this.#database;
    if (!database) return null;
    try {
      const transaction = database.transaction(STORE, mode, { durability: 'relaxed' });
      return await settled(ask(transaction.objectStore(STORE)));
    } catch (error) {
      if (error instanceof DOMException && error.name === 'QuotaExceededError') this.#onFull();
      return null;
    }
  }
}

/**
 * @param {IDBFactory} factory
 * @returns {Promise<IDBDatabase | null>} null where the browser refuses it, or does not answer
 */
function opened(factory) {
  const late = new Promise((resolve) => setTimeout(() => resolve(null), PATIENCE));
  return Promise.race([open(factory).catch(() => null), late]);
}

/** @param {IDBFactory} factory */
async function open(factory) {
  const request = factory.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return settled(request);
}

/**
 * @template Result
 * @param {IDBRequest<Result>} request
 * @returns {Promise<Result>}
 */
function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = (event) => {
      event.preventDefault();
      reject(request.error);
    };
  });
}
