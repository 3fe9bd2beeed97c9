/**
 * @file The training worker's end of the channel over which it sends its states to the storage worker. How often depends on
 * what a state costs: the time in which it is saved, and its bytes.
 */

import { RateLimiter } from '../shared/rate-limiter.js';

/** Milliseconds between two states, at least. */
const INTERVAL = 700;

/** Saving takes at most one part in so many of the training's time: below 3 %. */
const DURATIONS = 40;

/** Bytes that are written in a millisecond, on average: a large network is kept less often. */
const BYTES = 4000;

export class CheckpointPort {
  #now;
  #limiter = new RateLimiter(INTERVAL, DURATIONS);
  /** @type {MessagePort | null} */
  #port = null;
  #pending = 0;
  /** @type {(() => void)[]} */
  #settled = [];

  /** @param {() => number} now milliseconds */
  constructor(now) {
    this.#now = now;
  }

  /** @param {MessagePort} port of the current storage worker */
  use(port) {
    this.#port?.close();
    this.#port = port;
    this.#limiter = new RateLimiter(INTERVAL, DURATIONS);
    this.#pending = 0;
    this.#settle();
    port.onmessage = () => {
      this.#pending -= 1;
      this.#settle();
    };
  }

  /** @returns {boolean} whether the next state is due; at most one is on its way */
  get isDue() {
    return this.#port !== null && this.#pending === 0 && this.#limiter.isReady(this.#now());
  }

  /**
   * Sends the state of the run. Before its first step there is nothing to keep.
   *
   * @param {import('./training-run.js').TrainingRun} trainingRun
   * @param {Uint8Array} [saved] the state, where it was saved already
   */
  async keep(trainingRun, saved) {
    const { session, position, runId } = trainingRun;
    const port = this.#port;
    if (!port || position.step === 0) return;
    const begun = this.#now();
    const bytes = saved?.slice() ?? (await session.save());
    const written = begun + bytes.length / BYTES / DURATIONS;
    this.#limiter.record(begun, Math.max(this.#now(), written));
    /** @type {import('../storage/remote.js').StateMessage} */
    const message = { runId, bytes, position, build: session.backend.build };
    this.#pending += 1;
    port.postMessage(message, [bytes.buffer]);
  }

  /** @returns {Promise<void>} once all that was sent is kept, or could not be */
  async settled() {
    if (this.#pending > 0) await new Promise((resolve) => this.#settled.push(() => resolve(undefined)));
  }

  #settle() {
    if (this.#pending > 0) return;
    for (const resolve of this.#settled.splice(0)) resolve();
  }
}
