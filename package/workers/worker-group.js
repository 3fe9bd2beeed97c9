/**
 * @file The workers of one session, as the caller's thread sees them: sends commands, receives answers, and notices when a
 * worker is lost. A group that has lost one is of no more use; `supervisor.js` starts another.
 */

import { sliced } from '../commands.js';
import { InkgradError } from '../error.js';
import { ABORT, barriers, controlWords, heartbeat } from './shared-window.js';

/**
 * @typedef {import('./shared-window.js').SharedMemory} SharedMemory
 * @typedef {import('./spawn.js').Spawned} Spawned
 * @typedef {(listener: import('./spawn.js').Listener) => Promise<Spawned>} Spawn
 */

/**
 * A call that a worker has not answered yet: its progress at the last check, and the checks since it changed.
 *
 * @typedef {object} Call
 * @property {number} rank
 * @property {string} name
 * @property {(value: any) => void} resolve
 * @property {(error: Error) => void} reject
 * @property {number} progress
 * @property {number} silence
 */

/** A worker is lost, and with it whatever its group was doing. */
export class Lost extends Error {}

/** Milliseconds between two checks of the workers' progress, and how many may find none before a worker is given up. */
const CHECK_INTERVAL = 1000;
const MAX_SILENT_CHECKS = 10;

/** Commands in which a worker shows progress. */
const WATCHED = new Set(['save', ...Object.keys(sliced)]);

export class WorkerGroup {
  /** @type {Spawned[]} */
  #workers = [];
  /** @type {Map<number, Call>} */
  #calls = new Map();
  #lastId = 0;
  /** @type {Lost | null} */
  #lost = null;
  #control;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /** @param {SharedMemory} shared */
  constructor(shared) {
    this.worldSize = shared.worldSize;
    this.#control = controlWords(shared);
  }

  /**
   * @param {Omit<import('./messages.js').Start, 'rank'>} start
   * @param {Spawn} spawn
   * @returns {Promise<{ group: WorkerGroup, description: any }>}
   */
  static async start(start, spawn) {
    const group = new WorkerGroup(start.shared);
    try {
      await group.#spawn(spawn);
      const [description] = await group.callAll('start', (rank) => ({ ...start, rank }));
      return { group, description };
    } catch (error) {
      group.end('it was not started');
      throw error;
    }
  }

  /** @param {Spawn} spawn */
  async #spawn(spawn) {
    const listener = (/** @type {number} */ rank) => ({
      receive: (/** @type {any} */ answer) => this.#receive(rank, answer),
      gone: (/** @type {string} */ why) => this.end(`worker ${rank} is gone: ${why}`),
    });
    const spawning = Array.from({ length: this.worldSize }, (_, rank) => spawn(listener(rank)));
    for (const result of await Promise.allSettled(spawning)) {
      if (result.status === 'fulfilled') this.#workers.push(result.value);
      else this.#lost ??= new Lost(result.reason.message);
    }
  }

  /**
   * Sends a command to one worker.
   *
   * @param {number} rank
   * @param {string} name
   * @param {object} given
   * @returns {Promise<any>}
   */
  call(rank, name, given) {
    return new Promise((resolve, reject) => {
      if (this.#lost) throw this.#lost;
      this.#lastId += 1;
      this.#calls.set(this.#lastId, { rank, name, resolve, reject, progress: 0, silence: 0 });
      this.#workers[rank]?.send({ id: this.#lastId, name, given });
      this.#watch();
    });
  }

  /**
   * Sends a command to all workers. If only some of them fail, the group ends: their sessions differ.
   *
   * @param {string} name
   * @param {(rank: number) => object} given
   * @returns {Promise<any[]>} the answers, by rank
   */
  async callAll(name, given) {
    const calls = Array.from({ length: this.worldSize }, (_, rank) => this.call(rank, name, given(rank)));
    const results = await Promise.allSettled(calls);
    const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    if (errors.length === 0) return Promise.all(calls);
    if (errors.length < this.worldSize) this.end('another worker has failed');
    throw errors.find((error) => error instanceof InkgradError) ?? errors[0];
  }

  /** Workers stop what they do at present. */
  abort() {
    if (this.#calls.size > 0) Atomics.store(this.#control, ABORT, 1);
  }

  get lost() {
    return this.#lost !== null;
  }

  /**
   * Ends all workers; calls without an answer fail.
   *
   * @param {string} why
   */
  end(why) {
    this.#lost ??= new Lost(why);
    for (const worker of this.#workers) worker.terminate();
    for (const { reject } of this.#calls.values()) reject(this.#lost);
    this.#calls.clear();
    this.#watch();
  }

  /**
   * @param {number} rank
   * @param {any} answer
   */
  #receive(rank, { id, value, error, fatal }) {
    const call = this.#calls.get(id);
    if (!call) return;
    if (fatal) {
      this.end(`worker ${rank} is gone: ${error.message}`);
      return;
    }
    this.#calls.delete(id);
    if (error) call.reject(new InkgradError(error.code, error.message, error));
    else call.resolve(value);
    this.#watch();
  }

  /** While answers are missing, the process stays alive and the workers' progress is checked. */
  #watch() {
    const busy = this.#calls.size > 0;
    if (busy === (this.#timer !== undefined)) return;
    for (const worker of this.#workers) worker.keepAlive(busy);
    if (busy) {
      this.#timer = setInterval(() => this.#checkProgress(), CHECK_INTERVAL);
      return;
    }
    clearInterval(this.#timer);
    this.#timer = undefined;
    Atomics.store(this.#control, ABORT, 0);
  }

  /** Gives up a worker that shows no progress while the others wait for it. */
  #checkProgress() {
    const reached = (/** @type {number} */ rank) => Atomics.load(this.#control, barriers(rank));
    const calls = [...this.#calls.values()];
    for (const call of calls) {
      const { rank, name } = call;
      // Another waits for it: it has answered already, or is at a later barrier. Counts may overflow.
      const awaited =
        calls.length < this.worldSize || calls.some((other) => ((reached(other.rank) - reached(rank)) | 0) > 0);
      const progress = (reached(rank) + Atomics.load(this.#control, heartbeat(rank))) | 0;
      call.silence = awaited && WATCHED.has(name) && progress === call.progress ? call.silence + 1 : 0;
      call.progress = progress;
      if (call.silence < MAX_SILENT_CHECKS) continue;
      this.end(`worker ${rank} has not answered for ${(call.silence * CHECK_INTERVAL) / 1000} seconds`);
      return;
    }
  }
}
