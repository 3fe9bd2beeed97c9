/** @file Says when a thing that is done now and then is due: not more often than wished, nor than its own cost allows. */

export class Due {
  #interval;
  #costs;
  #next = Number.NEGATIVE_INFINITY;
  #begun = 0;

  /**
   * @param {number} interval milliseconds between two, at least
   * @param {number} [costs] how many times its own duration must lie between two
   */
  constructor(interval, costs = 0) {
    this.#interval = interval;
    this.#costs = costs;
  }

  /** @param {number} now milliseconds */
  is(now) {
    return now >= this.#next;
  }

  /**
   * What takes no time, or whose time does not count.
   *
   * @param {number} now milliseconds
   * @returns {boolean} whether it was due; then it is done
   */
  take(now) {
    const due = this.is(now);
    if (due) this.done(now, now);
    return due;
  }

  /**
   * @param {number} now milliseconds
   * @returns {number} until it is due
   */
  left(now) {
    return Math.max(0, this.#next - now);
  }

  /**
   * @param {number} begun milliseconds, when it was begun
   * @param {number} ended
   */
  done(begun, ended) {
    this.#begun = begun;
    this.#next = begun + Math.max(this.#interval, this.#costs * (ended - begun));
  }

  /**
   * @param {number} now milliseconds
   * @returns {number} since it was last begun
   */
  since(now) {
    return now - this.#begun;
  }
}
