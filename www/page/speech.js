/** @file Chooses what the live region says, and how often: an answer when the hand rests, epochs now and then. */

import { best } from './draw/answer.js';
import { percent } from './format.js';

/** Milliseconds that a drawing must rest, and that lie between two epochs told. */
const REST = 800;
const EPOCHS = 6000;

/**
 * @typedef {import('./state.js').State} State
 * @typedef {import('./store.js').Store<State>} Store
 */

export class Speech {
  #store;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #epochAt = Number.NEGATIVE_INFINITY;

  /** @param {Store} store */
  constructor(store) {
    this.#store = store;
  }

  /** The drawing has changed: its answer is told when it has rested. */
  drawn() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const { answer } = this.#store.get();
      const found = answer && best(answer.probabilities);
      if (!found) return;
      const { digit, confidence } = found;
      this.#store.update({ spoken: { key: 'spoken.answer', values: { digit, confidence: percent(confidence) } } });
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
    this.#store.update({ spoken: { key: 'spoken.epoch', values: { epoch, accuracy: percent(accuracy) } } });
  }
}
