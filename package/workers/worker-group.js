/**
 * @file The workers of one session, as seen from the caller's thread: sends commands, receives results, and detects a lost
 * worker. A group that has lost a worker cannot be used again; the supervisor starts another.
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
 * A command without a result yet.
 *
 * @typedef {object} Call
 * @property {number} rank
 * @property {string} name
 * @property {(value: any) => void} resolve
 * @property {(error: Error) => void} reject
 * @property {number} progress of the rank at the last check
 * @property {number} stalledChecks consecutive checks without progress
 */

/** A worker is lost. The commands of its group fail. */
export class WorkerLostError extends Error {}

/** Milliseconds between two checks of progress, and the number of checks without progress after which a worker counts as lost. */
const CHECK_INTERVAL = 1000;
const MAX_STALLED_CHECKS = 10;

/** Commands that report progress by barriers or heartbeats. */
const MONITORED = new Set(['save', ...Object.keys(sliced)]);

export class WorkerGroup {
  /** @type {Spawned[]} */
  #workers = [];
  /** @type {Map<number, Call>} */
  #calls = new Map();
  #lastId = 0;
  /** @type {WorkerLostError | null} */
  #lostError = null;
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
      group.terminate('it was not started');
      throw error;
    }
  }

  /** @param {Spawn} spawn */
  async #spawn(spawn) {
    const listener = (/** @type {number} */ rank) => ({
      onMessage: (/** @type {any} */ reply) => this.#receive(rank, reply),
      onLost: (/** @type {string} */ why) => this.terminate(`worker ${rank} is gone: ${why}`),
    });
    const spawning = Array.from({ length: this.worldSize }, (_, rank) => spawn(listener(rank)));
    for (const result of await Promise.allSettled(spawning)) {
      if (result.status === 'fulfilled') this.#workers.push(result.value);
      else this.#lostError ??= new WorkerLostError(result.reason.message);
    }
  }

  /**
   * Sends a command to one worker.
   *
   * @param {number} rank
   * @param {string} name
   * @param {object} args
   * @returns {Promise<any>}
   */
  call(rank, name, args) {
    return new Promise((resolve, reject) => {
      if (this.#lostError) throw this.#lostError;
      this.#lastId += 1;
      this.#calls.set(this.#lastId, { rank, name, resolve, reject, progress: 0, stalledChecks: 0 });
      this.#workers[rank]?.send({ id: this.#lastId, name, args });
      this.#updateWatchdog();
    });
  }

  /**
   * Sends a command to all workers. If some fail and others do not, their sessions differ, so the group is terminated.
   *
   * @param {string} name
   * @param {(rank: number) => object} args
   * @returns {Promise<any[]>} the results by rank
   */
  async callAll(name, args) {
    const calls = Array.from({ length: this.worldSize }, (_, rank) => this.call(rank, name, args(rank)));
    const results = await Promise.allSettled(calls);
    const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    if (errors.length === 0) return Promise.all(calls);
    if (errors.length < this.worldSize) this.terminate('another worker has failed');
    throw errors.find((error) => error instanceof InkgradError) ?? errors[0];
  }

  /** Makes the workers stop their current command. */
  abort() {
    if (this.#calls.size > 0) Atomics.store(this.#control, ABORT, 1);
  }

  get lost() {
    return this.#lostError !== null;
  }

  /**
   * Terminates all workers. Calls without a result fail.
   *
   * @param {string} why
   */
  terminate(why) {
    this.#lostError ??= new WorkerLostError(why);
    for (const worker of this.#workers) worker.terminate();
    for (const { reject } of this.#calls.values()) reject(this.#lostError);
    this.#calls.clear();
    this.#updateWatchdog();
  }

  /**
   * @param {number} rank
   * @param {any} reply
   */
  #receive(rank, { id, value, error, fatal }) {
    const call = this.#calls.get(id);
    if (!call) return;
    if (fatal) {
      this.terminate(`worker ${rank} is gone: ${error.message}`);
      return;
    }
    this.#calls.delete(id);
    if (error) call.reject(new InkgradError(error.code, error.message, error));
    else call.resolve(value);
    this.#updateWatchdog();
  }

  /** While calls are open, keeps the process alive and checks the workers' progress. */
  #updateWatchdog() {
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

  /** Terminates the group if a worker makes no progress while other ranks wait for it. */
  #checkProgress() {
    const reached = (/** @type {number} */ rank) => Atomics.load(this.#control, barriers(rank));
    const calls = [...this.#calls.values()];
    for (const call of calls) {
      const { rank, name } = call;
      // Another rank waits for this one if it has finished or is at a later barrier. Counts may overflow.
      const awaited =
        calls.length < this.worldSize || calls.some((other) => ((reached(other.rank) - reached(rank)) | 0) > 0);
      const progress = (reached(rank) + Atomics.load(this.#control, heartbeat(rank))) | 0;
      call.stalledChecks = awaited && MONITORED.has(name) && progress === call.progress ? call.stalledChecks + 1 : 0;
      call.progress = progress;
      if (call.stalledChecks < MAX_STALLED_CHECKS) continue;
      this.terminate(`worker ${rank} has not answered for ${(call.stalledChecks * CHECK_INTERVAL) / 1000} seconds`);
      return;
    }
  }
}
