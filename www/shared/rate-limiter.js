/** @file Limits how often an action runs: by a minimum interval, and by a multiple of the action's own duration. */

export class RateLimiter {
  #interval;
  #durations;
  #next = Number.NEGATIVE_INFINITY;
  #begun = 0;

  /**
   * @param {number} interval minimum milliseconds between two starts
   * @param {number} [durations] minimum interval as a multiple of the last duration
   */
  constructor(interval, durations = 0) {
    this.#interval = interval;
    this.#durations = durations;
  }

  /** @param {number} now milliseconds */
  isReady(now) {
    return now >= this.#next;
  }

  /**
   * For actions without a duration.
   *
   * @param {number} now milliseconds
   * @returns {boolean} whether the action may run; if so, it is recorded
   */
  tryAcquire(now) {
    const ready = this.isReady(now);
    if (ready) this.record(now, now);
    return ready;
  }

  /**
   * @param {number} now milliseconds
   * @returns {number} milliseconds until the action may run
   */
  remaining(now) {
    return Math.max(0, this.#next - now);
  }

  /**
   * @param {number} begun milliseconds, start of the action
   * @param {number} ended
   */
  record(begun, ended) {
    this.#begun = begun;
    this.#next = begun + Math.max(this.#interval, this.#durations * (ended - begun));
  }

  /**
   * @param {number} now milliseconds
   * @returns {number} milliseconds since the last start
   */
  elapsed(now) {
    return now - this.#begun;
  }
}
