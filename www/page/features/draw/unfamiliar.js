/** @file Asks, while something stands on the pad, how unlike anything learned it is. Loaded with the first answer. */

import { effect } from '@preact/signals';
import { UNKNOWN } from '../../../shared/unfamiliarity.js';

/** Milliseconds between two questions at least, and after one that has failed. */
const INTERVAL = 100;
const AFTER_FAILURE = 1000;

/** After a question so many times its duration are left to others, up to this many milliseconds. */
const DURATIONS = 4;
const LONGEST_PAUSE = 300;

/** Milliseconds for which the value of an earlier drawing is still shown. */
const STAYS = 250;

/** @typedef {import('../../../shared/answers.js').Unfamiliarity} Told */

/**
 * @param {Pick<import('./types.js').DrawApp, 'state' | 'ask'>} app
 * @param {() => boolean} isVisible whether anyone can see it
 * @returns {() => void} ends it
 */
export function watchUnfamiliar(app, isVisible) {
  const watch = new Watch(app);
  const dispose = effect(() => {
    void app.state.points.value;
    if (!app.state.answer.value) watch.clear();
    else if (isVisible()) watch.want();
  });
  return () => {
    dispose();
    watch.end();
  };
}

class Watch {
  #state;
  #ask;
  #abort = new AbortController();
  #wanted = false;
  #asking = false;
  /** Whether the last value was that of a network that was never trained. */
  #untrained = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #outdated;

  /** @param {Pick<import('./types.js').DrawApp, 'state' | 'ask'>} app */
  constructor({ state, ask }) {
    this.#state = state;
    this.#ask = ask;
  }

  want() {
    this.#wanted = true;
    if (this.#untrained && this.#state.position.peek().step > 0) this.clear();
    if (!this.#isCurrent()) this.#outdated ??= setTimeout(() => this.clear(), STAYS);
    if (!this.#asking) this.#askWhileWanted();
  }

  clear() {
    this.#settle();
    this.#untrained = false;
    this.#state.unfamiliar.value = null;
  }

  end() {
    this.#abort.abort();
    this.clear();
  }

  /** What is shown may stay. */
  #settle() {
    clearTimeout(this.#outdated);
    this.#outdated = undefined;
  }

  #isCurrent() {
    const shown = this.#state.unfamiliar.peek();
    return shown === null || shown.generation === this.#state.answer.peek()?.generation;
  }

  /** One question at a time; what changes meanwhile is asked once, afterwards. */
  async #askWhileWanted() {
    const { signal } = this.#abort;
    this.#asking = true;
    while (this.#wanted && this.#state.answer.peek() && !signal.aborted) {
      this.#wanted = false;
      const begun = performance.now();
      let pause = INTERVAL;
      try {
        this.#take(await this.#ask('prediction', 'unfamiliarity', {}, signal));
        pause = Math.min(LONGEST_PAUSE, Math.max(INTERVAL, DURATIONS * (performance.now() - begun)));
      } catch {
        // Another network was opened meanwhile, or the training pictures did not come.
        this.#wanted = true;
        pause = AFTER_FAILURE;
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    this.#asking = false;
  }

  /** @param {Told | null} told null while the network has no weights */
  #take(told) {
    const answer = this.#state.answer.peek();
    // A drawing that was rubbed out meanwhile is neither known nor unknown.
    if (!told || told.value === null || !answer || this.#abort.signal.aborted) return;
    const { generation, step, value, newest } = told;
    this.#settle();
    this.#untrained = step === 0;
    this.#state.unfamiliar.value = { generation, value, state: value < UNKNOWN ? 'known' : 'unknown' };
    if (!newest || generation !== answer.generation) this.want();
  }
}
