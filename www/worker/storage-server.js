/**
 * @file Keeps what is kept: answers the page's calls of the library, and takes states from the training worker, which
 * sends them over a port of its own. Where there is no database, the library is in memory, so that everything else works.
 */

import { NoDatabase, openIndexedStore } from '../storage/indexed-store.js';
import { Library } from '../storage/library.js';
import { MemoryStore } from '../storage/memory-store.js';
import { newId } from '../storage/new-id.js';
import { isFull, NewerRecord } from '../storage/store.js';
import { Answer } from './answer.js';
import { WorkerError } from './worker-error.js';

/** On a full disk: how often room is made for one write, and what share of the weights is to be left. */
const ROOM = { attempts: 4, left: 0.7 };

/** Bytes of all weights that are kept at most: in memory, on the disk, and of the room that the browser gives. */
const BUDGET = { memory: 100e6, disk: 400e6, share: 0.3 };

/** Milliseconds between two times that the library is kept within its budget. */
const TRIM_INTERVAL = 30_000;

/**
 * @typedef {import('../storage/store.js').Store} Store
 * @typedef {import('../storage/remote.js').StorageCommand} StorageCommand
 * @typedef {import('../storage/remote.js').StateMessage} StateMessage
 * @typedef {import('../storage/remote.js').Opened} Opened
 *
 * @typedef {object} Environment
 * @property {(onEnd: (reason: 'newer' | 'ended') => void) => Promise<Store>} open
 * @property {(event: import('../storage/remote.js').StorageEvent) => void} post
 * @property {() => Promise<string[]>} heldLocks names of locks that some tab holds
 * @property {() => Promise<number>} quota bytes that the browser lets the page keep
 * @property {() => number} now time in milliseconds
 */

/** @param {Environment['post']} post */
export function startServer(post) {
  return new StorageServer({ open: openIndexedStore, post, heldLocks, quota, now: Date.now });
}

/** @returns {Promise<string[]>} */
async function heldLocks() {
  const held = await globalThis.navigator?.locks?.query();
  return (held?.held ?? []).map(({ name }) => name ?? '');
}

/** @returns {Promise<number>} */
async function quota() {
  const estimate = await globalThis.navigator?.storage?.estimate?.();
  return estimate?.quota ?? Number.POSITIVE_INFINITY;
}

export class StorageServer {
  #environment;
  /** @type {Promise<{ library: Library, reason: Opened['reason'] }>} */
  #opened;
  /** A state that found no room, or is not written yet. @type {StateMessage | null} */
  #unwritten = null;
  #trimmedAt = Number.NEGATIVE_INFINITY;

  /** @param {Environment} environment */
  constructor(environment) {
    this.#environment = environment;
    this.#opened = this.#open();
  }

  /**
   * @param {StorageCommand} command
   * @returns {Promise<unknown>}
   */
  async handle(command) {
    if (command.type === 'open') return this.#describe();
    if (command.type === 'checkpoints') return this.#hear(command.port);
    if (command.type === 'call') return this.#call(command);
    return undefined;
  }

  /** @returns {Promise<{ library: Library, reason: Opened['reason'] }>} */
  async #open() {
    try {
      const library = new Library(await this.#environment.open((reason) => this.#lose(reason)), this.#environment.now);
      const held = await this.#heldLocks();
      // Where that fails, what earlier releases kept stays as it is.
      await library.takeOver({ newId, inUse: (key) => held.includes(`inkgrad.${key}`) }).catch(() => []);
      return { library, reason: null };
    } catch (error) {
      return { library: this.#inMemory(), reason: error instanceof NoDatabase ? error.reason : 'refused' };
    }
  }

  #inMemory() {
    return new Library(new MemoryStore(), this.#environment.now);
  }

  /** @param {'newer' | 'ended'} reason */
  #lose(reason) {
    this.#opened = Promise.resolve({ library: this.#inMemory(), reason: reason === 'newer' ? 'newer' : 'refused' });
    this.#environment.post({ type: 'lost', reason });
  }

  /** @returns {Promise<Opened>} */
  async #describe() {
    const { library, reason } = await this.#opened;
    const { newer } = await library.runs.list();
    const place = await library.places.last().catch(() => null);
    return { reason, empty: await library.isEmpty(), newer, place };
  }

  /** @param {import('../storage/remote.js').Call} call */
  async #call({ part, method, args }) {
    const { library } = await this.#opened;
    const found = /** @type {any} */ (library)[part];
    if (!Object.hasOwn(Object.getPrototypeOf(found ?? {}), method))
      throw new WorkerError('storage', 'storage.failed', `the library has no ${part}.${method}`);
    if (part === 'runs' && method === 'state' && this.#unwritten?.runId === args[0]) return this.#unwritten;
    try {
      const value = await this.#withRoom(library, () => found[method](...args));
      const bytes = value?.bytes;
      return bytes instanceof Uint8Array ? new Answer(value, [bytes]) : value;
    } catch (error) {
      throw refusal(error);
    }
  }

  /** @param {MessagePort} port over which a training worker sends states */
  #hear(port) {
    port.onmessage = async ({ data }) => {
      await this.#keep(data);
      port.postMessage('kept');
    };
  }

  /** @param {StateMessage} message */
  async #keep(message) {
    const { runId, ...saved } = message;
    const { post } = this.#environment;
    const { step } = saved.position;
    this.#unwritten = message;
    post({ type: 'state', runId, step, outcome: 'saving', run: null });
    const { library, reason } = await this.#opened;
    try {
      const run = await this.#withRoom(library, () => library.runs.keepState(runId, saved));
      if (this.#unwritten === message) this.#unwritten = null;
      post({ type: 'state', runId, step, outcome: 'saved', run });
      await this.#trim(library, reason === null);
    } catch (error) {
      post({ type: 'state', runId, step, outcome: isFull(error) ? 'full' : 'failed', run: null });
    }
  }

  /**
   * Where there is no room, kept steps go, the oldest run's first, and it is tried again.
   *
   * @template Result
   * @param {Library} library
   * @param {() => Promise<Result>} write
   * @returns {Promise<Result>}
   */
  async #withRoom(library, write) {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await write();
      } catch (error) {
        if (!isFull(error) || attempt === ROOM.attempts) throw error;
        if ((await this.#free(library.makeRoom(ROOM.left))) === 0) throw error;
      }
    }
  }

  /**
   * @param {Library} library
   * @param {boolean} onDisk
   */
  async #trim(library, onDisk) {
    const now = this.#environment.now();
    if (now < this.#trimmedAt + TRIM_INTERVAL) return;
    this.#trimmedAt = now;
    const names = await this.#heldLocks();
    const quota = await this.#environment.quota().catch(() => Number.POSITIVE_INFINITY);
    const bytes = onDisk ? Math.min(BUDGET.disk, BUDGET.share * quota) : BUDGET.memory;
    const open = new Set(names.map((name) => name.replace(/^inkgrad\.run\./, '')));
    await this.#free(library.trim({ bytes, open }));
  }

  /**
   * @param {Promise<import('../storage/budget.js').Freed>} freeing
   * @returns {Promise<number>} bytes of weights that were freed
   */
  async #free(freeing) {
    const { bytes, removed } = await freeing.catch(() => ({ bytes: 0, removed: false }));
    if (removed) this.#environment.post({ type: 'trimmed' });
    return bytes;
  }

  /** @returns {Promise<string[]>} none where the browser refuses to tell */
  #heldLocks() {
    return this.#environment.heldLocks().catch(() => []);
  }
}

/**
 * @param {unknown} error
 * @returns {WorkerError} which the page can tell
 */
function refusal(error) {
  const id = isFull(error) ? 'storage.full' : error instanceof NewerRecord ? 'storage.newer' : 'storage.failed';
  return new WorkerError('storage', id, error instanceof Error ? error.message : String(error));
}
