/**
 * @file Holds back what training says while a hand draws, so that the page's thread is free for strokes and their
 * answers. Everything else is shown at once.
 */

/** Milliseconds after the last stroke's point for which a drawing counts as going on. */
const DRAWING_PAUSE = 250;

/** Milliseconds between two updates while a hand draws. */
const DRAWING_INTERVAL = 800;

/**
 * @typedef {import('./state.js').State} State
 *
 * @typedef {object} Timing
 * @property {() => number} now milliseconds
 * @property {(callback: () => void, milliseconds: number) => unknown} after
 */

export class PacedUpdates {
  #store;
  #timing;
  /** @type {Partial<State>} */
  #held = {};
  #drawnAt = Number.NEGATIVE_INFINITY;
  #shownAt = Number.NEGATIVE_INFINITY;
  #waiting = false;

  /**
   * @param {import('./store.js').Store<State>} store
   * @param {Timing} [timing]
   */
  constructor(store, timing = { now: () => performance.now(), after: (...wait) => setTimeout(...wait) }) {
    this.#store = store;
    this.#timing = timing;
  }

  /** @returns {State} with what is held back */
  get() {
    return { ...this.#store.get(), ...this.#held };
  }

  /** The drawing has changed. */
  drawn() {
    this.#drawnAt = this.#timing.now();
  }

  /**
   * @param {Partial<State>} patch
   * @param {boolean} mayWait
   */
  add(patch, mayWait) {
    this.#held = { ...this.#held, ...patch };
    const wait = mayWait ? this.#due() - this.#timing.now() : 0;
    if (wait <= 0) return this.flush();
    if (this.#waiting) return;
    this.#waiting = true;
    this.#timing.after(() => {
      this.#waiting = false;
      this.#flushWhenDue();
    }, wait);
  }

  flush() {
    if (Object.keys(this.#held).length === 0) return;
    const held = this.#held;
    this.#held = {};
    this.#shownAt = this.#timing.now();
    this.#store.update(held);
  }

  #due() {
    const rested = this.#drawnAt + DRAWING_PAUSE;
    return this.#timing.now() < rested ? Math.min(rested, this.#shownAt + DRAWING_INTERVAL) : 0;
  }

  #flushWhenDue() {
    if (this.#due() > this.#timing.now()) this.add({}, true);
    else this.flush();
  }
}
