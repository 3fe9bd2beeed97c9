/** @file A store in memory, for browsers without a database and for private windows. It is gone with the worker. */

/** @typedef {import('./store.js').Store} Store */

/** @implements {Store} */
export class MemoryStore {
  /** @type {Map<string, unknown>} */
  #values;
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();

  /** @param {Map<string, unknown>} [values] that are there already */
  constructor(values = new Map()) {
    this.#values = values;
  }

  /** @type {Store['read']} */
  read(work) {
    return this.#next(() => work(reading(this.#values)));
  }

  /** @type {Store['transact']} */
  transact(work) {
    return this.#next(async () => {
      const changed = new Map(this.#values);
      const result = await work({
        ...reading(changed),
        put: async (key, value) => changed.set(key, structuredClone(value)),
        delete: async (key) => changed.delete(key),
      });
      this.#values = changed;
      return result;
    });
  }

  close() {}

  /**
   * One transaction after the other.
   *
   * @template Result
   * @param {() => Promise<Result>} work
   * @returns {Promise<Result>}
   */
  #next(work) {
    const next = this.#last.then(work, work);
    this.#last = next.catch(() => {});
    return next;
  }
}

/**
 * @param {Map<string, unknown>} values
 * @returns {import('./store.js').Reading}
 */
function reading(values) {
  const keys = (/** @type {string} */ prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)).sort();
  return {
    get: async (key) => structuredClone(values.get(key)),
    keys: async (prefix) => keys(prefix),
    entries: async (prefix) => keys(prefix).map((key) => [key, structuredClone(values.get(key))]),
  };
}
