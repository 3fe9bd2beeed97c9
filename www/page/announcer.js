/** @file Chooses what the live region says, and how often: an answer when the hand rests, epochs now and then. */

import { classNameOf, dataSetOf } from '../shared/data-sets.js';
import { percent } from './app/format.js';

/** Milliseconds that a drawing must rest, and that lie between two epochs told. */
const REST = 800;
const EPOCHS = 6000;

/**
 * @typedef {import('./state.js').State} State
 * @typedef {import('./store.js').Store<State>} Store
 */

export class Announcer {
  #store;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #epochAt = Number.NEGATIVE_INFINITY;

  /** @param {Store} store */
  constructor(store) {
    this.#store = store;
    store.state.status.subscribe((status) => {
      if (status === 'paused' || status === 'finished') this.say(status, {});
    });
  }

  /** The drawing has changed: its answer is told when it has rested. */
  drawn() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const probabilities = this.#store.get().answer?.probabilities;
      const confidence = probabilities ? Math.max(...probabilities) : Number.NaN;
      if (!probabilities || !Number.isFinite(confidence)) return;
      const unknown = this.#store.get().unfamiliar?.state === 'unknown';
      const { dataset } = this.#store.get().experiment;
      const known = dataset.own ? 'none' : 'unfamiliar';
      this.say(unknown ? known : 'answer', {
        digit: classNameOf(dataSetOf(dataset), probabilities.indexOf(confidence)),
        confidence: percent(confidence),
      });
    }, REST);
  }

  /**
   * @param {number} epoch that has ended
   * @param {number | null} accuracy of validation
   */
  epochEnded(epoch, accuracy) {
    const now = performance.now();
    if (accuracy === null || now - this.#epochAt < EPOCHS) return;
    this.#epochAt = now;
    this.say('epoch', { epoch, accuracy: percent(accuracy) });
  }

  /**
   * @param {'answer' | 'unfamiliar' | 'none' | 'epoch' | 'paused' | 'finished' | 'reset' | 'undone' | 'redone'} key
   * @param {Record<string, string | number>} [values]
   */
  say(key, values = {}) {
    this.#store.update({ spoken: { key, values } });
  }
}
