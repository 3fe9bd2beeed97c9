/** @file The other workers as the core sees them from inside its instance: sums, which are meetings, and areas to read. */

import { areasOf, beat, controlOf, place, SUMS, sumsOf } from './room.js';

/**
 * How often a worker looks whether the others have come before it sleeps: some 100 microseconds. Shares are about equal,
 * so that most waits are shorter than it takes to be woken.
 */
const LOOKS = 50_000;

export class Fellows {
  #control;
  #sums;
  #areas;
  #mine;
  #meetings = 0;

  /**
   * @param {import('./room.js').Room} room
   * @param {number} index
   */
  constructor(room, index) {
    this.index = index;
    this.count = room.count;
    this.#control = controlOf(room);
    this.#sums = sumsOf(room);
    this.#areas = areasOf(room);
    this.#mine = /** @type {Float32Array} */ (this.#areas[index]);
  }

  /**
   * Replaces each value by its sum over all workers, in their order, the same bits for everyone. What anyone wrote
   * before is there for all to read after. Sums of two meetings in a row lie apart: who comes to the second has read
   * the first.
   *
   * @param {Float64Array} values
   */
  sum(values) {
    for (let at = 0; at === 0 || at < values.length; at += SUMS) {
      const piece = values.subarray(at, at + SUMS);
      const sums = /** @type {Float64Array[]} */ (this.#sums[this.#meetings % 2]);
      sums[this.index]?.set(piece);
      this.#meet();
      piece.fill(0);
      for (const theirs of sums) {
        for (let index = 0; index < piece.length; index += 1) {
          piece[index] = /** @type {number} */ (piece[index]) + /** @type {number} */ (theirs[index]);
        }
      }
    }
  }

  /**
   * @param {number} at
   * @param {Float32Array} values
   */
  put(at, values) {
    this.#mine.set(values, at);
  }

  /**
   * @param {number} from
   * @param {number} at
   * @param {Float32Array} values
   */
  get(from, at, values) {
    values.set(/** @type {Float32Array} */ (this.#areas[from]).subarray(at, at + values.length));
  }

  /** A sign of life where there is no meeting. */
  beat() {
    Atomics.add(this.#control, beat(this.index), 1);
  }

  #meet() {
    this.#meetings = (this.#meetings + 1) | 0;
    Atomics.store(this.#control, place(this.index), this.#meetings);
    Atomics.notify(this.#control, place(this.index));
    for (let other = 0; other < this.count; other += 1) {
      if (other !== this.index) this.#await(place(other));
    }
  }

  /** @param {number} word */
  #await(word) {
    for (let looks = 0; ; looks += 1) {
      const seen = Atomics.load(this.#control, word);
      // The difference, for the count may have run over.
      if (((seen - this.#meetings) | 0) >= 0) return;
      if (looks > LOOKS) Atomics.wait(this.#control, word, seen);
    }
  }
}
