/**
 * @file Divides long work into slices of a few milliseconds and lets the host handle its events in between. The time is
 * counted over all calls of one task of the event loop, so that a loop of short calls yields as well.
 */

import { aborted } from './error.js';

/** Milliseconds of computing in one task: with the step or block that is not divided, below the 20 that events may wait. */
const SLICE = 12;

/** When computing began in the task at hand; NaN where it has not. */
let begun = Number.NaN;

export class Turns {
  /**
   * @param {AbortSignal | undefined} signal
   * @param {(milliseconds: number) => boolean} advance computes for about so long and says whether there is more
   * @param {boolean} [blocking] whether it is done in one go
   */
  async run(signal, advance, blocking = false) {
    this.refuse(signal);
    if (blocking) {
      while (advance(Number.POSITIVE_INFINITY));
      return;
    }
    for (;;) {
      const left = SLICE - spent();
      if (left <= 0) {
        await turn();
        this.refuse(signal);
      } else if (!advance(left)) return;
    }
  }

  /**
   * The first slice, at once where this task of the event loop has time left.
   *
   * @param {(milliseconds: number) => boolean} advance
   * @param {boolean} [blocking]
   * @returns {boolean} whether that was all
   */
  first(advance, blocking = false) {
    const left = blocking ? Number.POSITIVE_INFINITY : SLICE - spent();
    return left > 0 && !advance(left);
  }

  /** @param {AbortSignal} [signal] that may have been given */
  refuse(signal) {
    if (signal?.aborted) throw aborted(signal);
  }
}

/** @returns {number} milliseconds since computing began in this task */
function spent() {
  const now = performance.now();
  if (Number.isNaN(begun)) {
    begun = now;
    turn().then(() => {
      begun = Number.NaN;
    });
  }
  return now - begun;
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
