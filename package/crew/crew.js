/**
 * @file The workers of one session as the caller's thread sees them: tells them what to do, hears their answers, and
 * notices when one is gone. A crew that has lost one is of no use any more; what then is `keeper.js`'s business.
 */

import { sliced } from '../commands.js';
import { InkgradError } from '../error.js';
import { beat, controlOf, NOTHING, place, WISH } from './room.js';

/**
 * @typedef {import('./room.js').Room} Room
 * @typedef {import('./host.js').Hired} Hired
 * @typedef {Omit<import('./messages.js').Start, 'index'>} Beginning
 * @typedef {{ resolve: (value: any) => void, reject: (error: Error) => void }} Waiting
 * @typedef {(ears: import('./host.js').Ears) => Promise<Hired>} Hire
 */

/** A worker is gone, and with it whatever the crew was doing. */
export class Lost extends Error {
  /**
   * @param {string} why
   * @param {boolean} again whether another crew would fare the same
   */
  constructor(why, again) {
    super(why);
    this.again = again;
  }
}

/** Milliseconds between two looks, and how long others wait for a worker at least before it is given up. */
const LOOK_EVERY = 1000;
const PATIENCE = 10_000;

/** How many times the longest silence so far may be broken by a longer one. */
const LONGER = 4;

/** Calls in which a worker gives signs of life. */
const WATCHED = ['save', 'statistics', 'watch', ...Object.keys(sliced)];

export class Crew {
  /** @type {Hired[]} */
  #workers = [];
  /** @type {Map<number, Waiting & { index: number, name: string }>} */
  #waiting = new Map();
  #last = 0;
  /** @type {Lost | null} */
  #lost = null;
  #control;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #watch;
  /** @type {{ id: number, seen: number, since: number }[]} each worker's last sign of life, in which call */
  #signs = [];
  #longest = 0;
  /** @type {(kept: any) => void} */
  #keep = () => {};

  /** @param {Room} room */
  constructor(room) {
    this.count = room.count;
    this.#control = controlOf(room);
  }

  /**
   * @param {Beginning} beginning
   * @param {Hire} hire
   */
  static async start(beginning, hire) {
    const crew = new Crew(beginning.room);
    try {
      for (let index = 0; index < crew.count; index += 1) crew.#workers.push(await hire(crew.#ears(index)));
      const [first] = await crew.all('begin', (index) => ({ ...beginning, index }));
      return { crew, described: first };
    } catch (error) {
      crew.end('it was not started');
      throw error;
    }
  }

  /**
   * Tells one worker.
   *
   * @param {number} index
   * @param {string} name
   * @param {object} given
   * @param {Transferable[]} [transfer]
   * @returns {Promise<any>}
   */
  call(index, name, given, transfer = []) {
    return new Promise((resolve, reject) => {
      if (this.#lost) throw this.#lost;
      this.#last += 1;
      this.#waiting.set(this.#last, { resolve, reject, index, name });
      this.#workers[index]?.post({ id: this.#last, name, given }, transfer);
      this.#attend();
    });
  }

  /**
   * Tells all; where only some of them fail, they are not alike any more.
   *
   * @param {string} name
   * @param {(index: number) => object} given
   * @param {(index: number) => Transferable[]} [transfer]
   * @returns {Promise<any[]>} what each gave
   */
  async all(name, given, transfer = () => []) {
    const calls = Array.from({ length: this.count }, (_, index) =>
      this.call(index, name, given(index), transfer(index)),
    );
    const results = await Promise.allSettled(calls);
    const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    if (errors.length === 0) return results.map((result) => (result.status === 'fulfilled' ? result.value : undefined));
    if (errors.length < this.count) this.end('another worker has failed');
    throw errors.find((error) => error instanceof InkgradError) ?? errors[0];
  }

  /** @param {number} wish */
  wish(wish) {
    Atomics.store(this.#control, WISH, wish);
  }

  /** @param {(kept: import('./messages.js').Taken & { file: Uint8Array }) => void} keep is given checkpoints from now on */
  onCheckpoint(keep) {
    this.#keep = keep;
  }

  get lost() {
    return this.#lost !== null;
  }

  /**
   * Ends all; calls that wait for an answer fail.
   *
   * @param {string} why
   * @param {boolean} [again]
   */
  end(why, again = false) {
    if (this.#lost) return;
    this.#lost = new Lost(why, again);
    for (const worker of this.#workers) worker.end();
    for (const { reject } of this.#waiting.values()) reject(this.#lost);
    this.#waiting.clear();
    this.#attend();
  }

  /**
   * @param {number} index
   * @returns {import('./host.js').Ears}
   */
  #ears(index) {
    return {
      heard: (answer) => this.#hear(index, answer),
      gone: (why) => this.end(`worker ${index} is gone: ${why}`),
    };
  }

  /**
   * @param {number} index
   * @param {any} answer
   */
  #hear(index, { id, value, error, ended, kept }) {
    if (this.#lost) return;
    if (kept) {
      this.#keep(kept);
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (ended) {
      this.end(`worker ${index} is gone: ${error.message}`, true);
      waiting?.reject(/** @type {Error} */ (/** @type {unknown} */ (this.#lost)));
    } else if (error) waiting?.reject(new InkgradError(error.code, error.message, error));
    else waiting?.resolve(value);
    this.#attend();
  }

  /** While someone is to answer, the process waits and the signs of life are watched. */
  #attend() {
    const busy = this.#waiting.size > 0;
    if (busy === (this.#watch !== undefined)) return;
    for (const worker of this.#workers) worker.keep(busy);
    if (!busy) {
      clearInterval(this.#watch);
      this.#watch = undefined;
      this.#signs = [];
      this.wish(NOTHING);
      return;
    }
    this.#watch = setInterval(() => this.#look(), LOOK_EVERY);
  }

  /** Whoever is silent for long while all others have answered, or wait for it, is given up. */
  #look() {
    const now = performance.now();
    /** What each does at present: the first of its calls. @type {Map<number, { id: number, name: string }>} */
    const calls = new Map();
    for (const [id, { index, name }] of this.#waiting) if (!calls.has(index)) calls.set(index, { id, name });
    const at = (/** @type {number} */ index) => Atomics.load(this.#control, place(index));
    for (const [index, { id, name }] of calls) {
      const seen = (at(index) + Atomics.load(this.#control, beat(index))) | 0;
      const sign = this.#signs[index];
      if (sign?.seen !== seen || sign.id !== id) {
        if (sign?.id === id) this.#longest = Math.max(this.#longest, now - sign.since);
        this.#signs[index] = { id, seen, since: now };
        continue;
      }
      // Who has failed alone has left the others waiting for each other.
      const awaited =
        calls.size < this.count ||
        [...calls.keys()].every((other) => other === index || ((at(other) - at(index)) | 0) > 0);
      const patience = Math.max(PATIENCE, LONGER * this.#longest);
      if (!awaited || !WATCHED.includes(name) || now - sign.since < patience) continue;
      this.end(`worker ${index} has not answered for ${Math.round((now - sign.since) / 1000)} seconds`);
      return;
    }
  }
}
