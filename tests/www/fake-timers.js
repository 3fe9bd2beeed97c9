/** @file Fake timers that a test advances. */

/** @returns {import('../../www/page/watchdog.js').Timers & { tick: (times?: number) => void, running: () => number }} */
export function fakeTimers() {
  /** @type {Set<() => void>} */
  const callbacks = new Set();
  return {
    set(callback) {
      callbacks.add(callback);
      return callback;
    },
    clear(timer) {
      callbacks.delete(timer);
    },
    tick(times = 1) {
      for (let time = 0; time < times; time += 1) for (const callback of [...callbacks]) callback();
    },
    running: () => callbacks.size,
  };
}
