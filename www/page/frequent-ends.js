/** @file Tells an accident from a fault that comes back: a worker that ends again and again is not started again. */

/** So many ends within so many milliseconds are no accident. */
const ENDS = { most: 3, within: 30_000 };

export class FrequentEnds {
  /** @type {number[]} */
  #ends = [];

  /** The worker has ended. */
  add() {
    const now = performance.now();
    this.#ends = [...this.#ends.filter((end) => now - end < ENDS.within), now];
  }

  /** @returns {boolean} whether there were too many */
  get tooMany() {
    return this.#ends.length > ENDS.most;
  }

  forget() {
    this.#ends = [];
  }
}
