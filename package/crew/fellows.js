/** @file The other workers as the core sees them from inside its instance: sums, which are meetings, and areas to read. */

import { areasOf, beat, claimsOf, controlOf, place, SUMS, sumsOf } from './room.js';

/**
 * Tells the processor that a worker waits: two workers may be the two threads of one core, and one that looks without
 * pausing takes from the other what it needs to come. Where an engine has no word for it, it is left out; where it has,
 * a look took some 110 ns rather than 25 (Chromium 148 on an AMD EPYC), and counts as five.
 */
const pause = 'pause' in Atomics ? () => Atomics.pause() : null;
const COST_OF_A_LOOK = pause ? 5 : 1;

/**
 * How often a worker looks whether another has come before it sleeps. Shares are about equal, so that on a free machine
 * most waits are shorter than it takes to be woken, and looking is quicker. Where two workers share a core, whoever looks
 * keeps the other from coming: so it looks twice as long after looking has helped, and a quarter as long after it has not,
 * but for some microseconds always: waits as short as that would cost two switches of the core each.
 * Both are learnt twice: whoever has just woken the other knows that it comes late, by what waking takes, and would else
 * sleep itself to be woken late in turn, at every meeting from then on.
 */
const LEAST_LOOKS = 1000;
const MOST_LOOKS = 50_000;

/**
 * Two who wake each other in turns are never ready at the same time, so that a system may well run both on one core and
 * leave another idle. It notices after some milliseconds of somebody looking while the other waits for the core: so now
 * and then one looks that long, some 7, after so many sleeps, and each time after twice as many, until for long no one slept.
 */
const LONG_LOOKS = 300_000;
const LEAST_SLEEPS = 8;
const MOST_SLEEPS = 2048;
const LONG_AWAKE = 256;

export class Fellows {
  #control;
  #sums;
  #claims;
  #areas;
  #mine;
  #meetings = 0;
  /** How often it looks, where it has not woken another and where it has; and which it is this time. */
  #looks = [MOST_LOOKS, MOST_LOOKS];
  #woken = 0;
  /** Sleeps since it looked for long, how many there may be, and waits since the last. */
  #sleeps = 0;
  #patience = LEAST_SLEEPS;
  #awake = 0;

  /**
   * @param {import('./room.js').Room} room
   * @param {number} index
   */
  constructor(room, index) {
    this.index = index;
    this.count = room.count;
    this.#control = controlOf(room);
    this.#sums = sumsOf(room);
    this.#claims = claimsOf(room);
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
      const sums = /** @type {Float64Array[]} */ (this.#sums[this.#meetings & 1]);
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

  /**
   * @param {number} number of a piece of work
   * @returns {boolean} whether it is this worker's: the first to ask for it since the last meeting has it
   */
  claim(number) {
    const round = (this.#meetings + 1) | 0;
    const last = Atomics.load(this.#claims, number);
    return last !== round && Atomics.compareExchange(this.#claims, number, last, round) === last;
  }

  /** A sign of life where there is no meeting. */
  beat() {
    Atomics.add(this.#control, beat(this.index), 1);
  }

  #meet() {
    this.#meetings = (this.#meetings + 1) | 0;
    Atomics.store(this.#control, place(this.index), this.#meetings);
    this.#woken = Math.min(1, Atomics.notify(this.#control, place(this.index)));
    for (let other = 0; other < this.count; other += 1) {
      if (other !== this.index) this.#await(place(other));
    }
  }

  /** @param {number} word */
  #await(word) {
    const most = this.#most();
    for (let looks = 0; looks < most; looks += COST_OF_A_LOOK) {
      if (!this.#hasCome(Atomics.load(this.#control, word))) {
        pause?.();
        continue;
      }
      if (looks > 0) this.#learn(2 * Math.max(looks, this.#usual()));
      this.#awake += 1;
      if (this.#awake === LONG_AWAKE) this.#patience = LEAST_SLEEPS;
      return;
    }
    this.#learn(this.#usual() >> 2);
    this.#sleeps += 1;
    this.#awake = 0;
    for (;;) {
      const seen = Atomics.load(this.#control, word);
      if (this.#hasCome(seen)) return;
      Atomics.wait(this.#control, word, seen);
    }
  }

  /** How often it looks this time. */
  #most() {
    if (this.#sleeps < this.#patience) return this.#usual();
    this.#sleeps = 0;
    this.#patience = Math.min(MOST_SLEEPS, 2 * this.#patience);
    return LONG_LOOKS;
  }

  /** How often it looks where it is as this time. */
  #usual() {
    return /** @type {number} */ (this.#looks[this.#woken]);
  }

  /** @param {number} looks how often it is to look from now on where it is as this time */
  #learn(looks) {
    this.#looks[this.#woken] = Math.max(LEAST_LOOKS, Math.min(MOST_LOOKS, looks));
  }

  /** @param {number} seen meetings that another has come to; the difference counts, for the count may run over */
  #hasCome(seen) {
    return ((seen - this.#meetings) | 0) >= 0;
  }
}
