/** @file Does long work in pieces of a few milliseconds and lets the host hear its events in between. */

import { InkgradError } from './error.js';

/** What a piece should last: well below the 20 ms that events may have to wait. */
const PIECE_MILLISECONDS = 8;

/** Remembers how long a unit of some work takes. */
export class Turns {
  #units = 1;

  /**
   * @param {AbortSignal} signal
   * @param {(most: number) => boolean} advance does at most so many units and says whether there are more
   */
  async run(signal, advance) {
    for (;;) {
      if (signal.aborted) throw aborted(signal);
      const begun = performance.now();
      if (!advance(this.#units)) return;
      this.#learn(performance.now() - begun);
      await turn();
    }
  }

  /**
   * A wrong guess never makes a piece more than twice as long as the last; a slow one is taken seriously at once.
   *
   * @param {number} milliseconds that the units took
   */
  #learn(milliseconds) {
    const factor = Math.min(2, PIECE_MILLISECONDS / Math.max(milliseconds, 0.01));
    this.#units = Math.max(1, Math.floor(this.#units * factor));
  }
}

/** @param {AbortSignal} signal */
export function aborted(signal) {
  return new InkgradError('aborted', 'the call was taken back by its signal', { cause: signal.reason });
}

/**
 * Timers are no use here: nested ones wait at least 4 ms. A channel of its own for each turn, closed after it, keeps no
 * process alive.
 *
 * @returns {Promise<void>}
 */
function turn() {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') {
      setImmediate(resolve);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
