/**
 * @file A store that is made to fail, for tests: a transaction may be refused, find no room, or be cut off by the end of the
 * process, where any part of its writes has reached the disk, in any order, and bodies are torn. The transactions of several
 * tabs wait for each other in any order.
 */

/** The process has ended in the middle of a transaction. */
export class Crash extends Error {}

/**
 * @typedef {import('../../www/storage/store.js').Store} Store
 * @typedef {'failed' | 'full' | 'torn' | 'reordered'} Fault
 * @typedef {ReturnType<typeof import('./random.js').randomFrom>} Random
 */

/** @implements {Store} */
export class FailingStore {
  /** @type {Map<string, any>} */
  disk = new Map();
  faults = { failed: 0, full: 0, torn: 0, reordered: 0 };
  #random;
  #chance;
  #waiting = /** @type {(() => Promise<void>)[]} */ ([]);
  #busy = false;

  /**
   * @param {Random} random
   * @param {number} chance that a writing transaction meets a fault
   */
  constructor(random, chance) {
    this.#random = random;
    this.#chance = chance;
  }

  /** @type {Store['read']} */
  read(work) {
    return this.#turn(() => work(reading(this.disk)));
  }

  /** @type {Store['transact']} */
  transact(work) {
    return this.#turn(async () => {
      const view = new Map(this.disk);
      /** @type {[string, unknown][]} */
      const writes = [];
      const write = async (/** @type {string} */ key, /** @type {unknown} */ value) => {
        writes.push([key, value]);
        if (value === undefined) view.delete(key);
        else view.set(key, value);
      };
      const result = await work({
        ...reading(view),
        put: (key, value) => write(key, structuredClone(value)),
        delete: (key) => write(key, undefined),
      });
      if (writes.length > 0 && this.#random.between(0, 1) < this.#chance) this.#fail(writes);
      for (const [key, value] of writes) this.#reach(key, value);
      return result;
    });
  }

  close() {}

  /** @param {[string, unknown][]} writes */
  #fail(writes) {
    /** @type {Fault} */
    const fault = this.#random.of(['failed', 'full', 'torn', 'reordered']);
    this.faults[fault] += 1;
    if (fault === 'failed') throw new DOMException('the disk has failed', 'UnknownError');
    if (fault === 'full') throw new DOMException('there is no room', 'QuotaExceededError');
    const order = fault === 'reordered' ? shuffled(writes, this.#random) : writes;
    const reached = order.slice(0, this.#random.below(order.length + 1));
    for (const [key, value] of reached) this.#reach(key, value);
    const last = reached.at(-1);
    if (fault === 'torn' && last?.[1] instanceof Uint8Array) this.#reach(last[0], torn(last[1], this.#random));
    throw new Crash('the process has ended');
  }

  /** @param {string} key @param {unknown} value */
  #reach(key, value) {
    if (value === undefined) this.disk.delete(key);
    else this.disk.set(key, value);
  }

  /**
   * One transaction at a time, any of those that wait.
   *
   * @template Result
   * @param {() => Promise<Result>} work
   * @returns {Promise<Result>}
   */
  #turn(work) {
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => work().then(resolve, reject));
      queueMicrotask(() => this.#next());
    });
  }

  async #next() {
    if (this.#busy || this.#waiting.length === 0) return;
    this.#busy = true;
    const [work] = this.#waiting.splice(this.#random.below(this.#waiting.length), 1);
    await work?.();
    this.#busy = false;
    this.#next();
  }
}

/**
 * @param {Map<string, any>} values
 * @returns {import('../../www/storage/store.js').Reading}
 */
function reading(values) {
  const keys = (/** @type {string} */ prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)).sort();
  return {
    get: async (key) => values.get(key),
    keys: async (prefix) => keys(prefix),
    entries: async (prefix) => keys(prefix).map((key) => [key, values.get(key)]),
  };
}

/**
 * @param {Uint8Array} bytes
 * @param {Random} random
 * @returns {Uint8Array} cut off, or with one bit changed
 */
function torn(bytes, random) {
  const at = random.below(Math.max(1, bytes.length));
  if (random.below(2) === 0) return bytes.slice(0, at);
  const changed = bytes.slice();
  changed[at] = Number(changed[at]) ^ (1 << random.below(8));
  return changed;
}

/**
 * @template Item
 * @param {Item[]} items
 * @param {Random} random
 * @returns {Item[]}
 */
function shuffled(items, random) {
  const left = [...items];
  return items.map(() => /** @type {Item} */ (left.splice(random.below(left.length), 1)[0]));
}
