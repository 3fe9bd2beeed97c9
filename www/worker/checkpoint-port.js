/**
 * @file The training worker's end of the channel over which it sends its states to the storage worker. How often depends on
 * what a state costs: the time in which it is saved, and its bytes.
 */

/** Milliseconds between two states, at least. */
const INTERVAL = 700;

/** Saving takes at most one part in so many of the training's time: below 3 %. */
const DURATIONS = 40;

/** Bytes that are written in a millisecond, on average: a large network is kept less often. */
const BYTES = 4000;

/** The least of so many durations counts: while other work holds the processor, saving only seems to take longer. */
const RECENT = 5;

/** Bytes that are saved in a millisecond, at least, while only the first duration is known: it is that of code that is new. */
const FIRST = 40_000;

export class CheckpointPort {
  #now;
  #next = Number.NEGATIVE_INFINITY;
  /** @type {number[]} milliseconds of the last states */
  #durations = [];
  /** @type {MessagePort | null} */
  #port = null;
  #pending = 0;
  /** @type {(() => void)[]} */
  #settled = [];

  /** @param {() => number} now milliseconds */
  constructor(now) {
    this.#now = now;
  }

  /** @param {MessagePort | null} port of the current storage worker; null where there will be none */
  use(port) {
    this.#port?.close();
    this.#port = port;
    this.#next = Number.NEGATIVE_INFINITY;
    this.#pending = 0;
    this.#settle();
    if (!port) return;
    port.onmessage = () => {
      this.#pending -= 1;
      this.#settle();
    };
  }

  /** @returns {boolean} whether the next state is due; at most one is on its way */
  get isDue() {
    return this.#port !== null && this.#pending === 0 && this.#now() >= this.#next;
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
    if (!saved) this.#durations = [...this.#durations, this.#now() - begun].slice(-RECENT);
    this.#next = begun + Math.max(INTERVAL, DURATIONS * this.#cost(bytes.length), bytes.length / BYTES);
    /** @type {import('../storage/remote.js').StateMessage} */
    const message = { runId, bytes, position, build: session.backend.build };
    this.#pending += 1;
    port.postMessage(message, [bytes.buffer]);
  }

  /**
   * @param {number} length
   * @returns {number} milliseconds in which a state of so many bytes is saved
   */
  #cost(length) {
    const first = this.#durations.length < 2 ? length / FIRST : Number.POSITIVE_INFINITY;
    return Math.min(first, ...this.#durations);
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
