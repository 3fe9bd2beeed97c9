/**
 * @file Cooperative scheduling: runs long work in slices of a few milliseconds and yields to the event loop in between. The
 * time limit covers all calls within one task of the event loop, so that a loop of short calls yields too.
 */

import { abortError } from './error.js';

/** The time limit in milliseconds. The last step or block exceeds it; together they should stay below 20 ms. */
const SLICE_MS = 12;

/** When the computation began in this task of the event loop; NaN if it has not. */
let taskStart = Number.NaN;

export class TimeSlicer {
  /**
   * @param {AbortSignal | undefined} signal
   * @param {(milliseconds: number) => boolean} advance runs for about that long; returns whether more remains
   * @param {boolean} [blocking] true to run without yielding
   */
  async run(signal, advance, blocking = false) {
    this.throwIfAborted(signal);
    if (blocking) {
      while (advance(Number.POSITIVE_INFINITY));
      return;
    }
    for (;;) {
      const left = SLICE_MS - elapsed();
      if (left <= 0) {
        await nextTask();
        this.throwIfAborted(signal);
      } else if (!advance(left)) return;
    }
  }

  /**
   * Runs the first slice synchronously, if this task of the event loop has time left.
   *
   * @param {(milliseconds: number) => boolean} advance
   * @param {boolean} [blocking]
   * @returns {boolean} whether the work is done
   */
  runFirst(advance, blocking = false) {
    const left = blocking ? Number.POSITIVE_INFINITY : SLICE_MS - elapsed();
    return left > 0 && !advance(left);
  }

  /** @param {AbortSignal} [signal] */
  throwIfAborted(signal) {
    if (signal?.aborted) throw abortError(signal);
  }
}

/** @returns {number} milliseconds since the computation began in this task */
function elapsed() {
  const now = performance.now();
  if (Number.isNaN(taskStart)) {
    taskStart = now;
    nextTask().then(() => {
      taskStart = Number.NaN;
    });
  }
  return now - taskStart;
}

/**
 * Resolves in the next task of the event loop. Timers are too slow: nested ones wait at least 4 ms. The channel is closed after
 * each use, because an open one keeps the process alive.
 *
 * @returns {Promise<void>}
 */
function nextTask() {
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
