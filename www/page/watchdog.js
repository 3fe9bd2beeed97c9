/** @file Notices that a worker has fallen silent. It counts its own ticks, so a page that slept blames nobody. */

/** Milliseconds between two looks, and how many in silence are too many: noticed after 2 to 2.5 s. */
export const TICK_MILLISECONDS = 500;
export const SILENT_TICKS = 5;

/** @typedef {{ set: (callback: () => void, milliseconds: number) => unknown, clear: (timer: any) => void }} Timers */

export class Watchdog {
  #onSilence;
  #timers;
  /** @type {unknown} */
  #timer = null;
  #silent = 0;

  /**
   * @param {() => void} onSilence called once
   * @param {Timers} [timers]
   */
  constructor(onSilence, timers = { set: (...wait) => setInterval(...wait), clear: (timer) => clearInterval(timer) }) {
    this.#onSilence = onSilence;
    this.#timers = timers;
  }

  /** A sign of life; the first one begins the watch: a script may take as long as it likes to load. */
  beat() {
    this.#silent = 0;
    this.#timer ??= this.#timers.set(() => this.#tick(), TICK_MILLISECONDS);
  }

  stop() {
    if (this.#timer !== null) this.#timers.clear(this.#timer);
    this.#timer = null;
  }

  #tick() {
    this.#silent += 1;
    if (this.#silent < SILENT_TICKS) return;
    this.stop();
    this.#onSilence();
  }
}
