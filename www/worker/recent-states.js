/**
 * @file Keeps recent states of a run, so that training can go back to before a fault. States are dense near the present
 * and rarer with age: each is about a fixed ratio older than the next, so that a fault noticed late is covered too.
 */

import { RateLimiter } from '../shared/rate-limiter.js';

/** Steps between two states, at least. */
const STEPS = 20;

/** Saving takes at most one part in so many of the training's time. */
const DURATIONS = 60;

/** What is kept at most. */
const LIMITS = { entries: 8, bytes: 64e6 };

/**
 * @typedef {import('../shared/protocol.js').Saved} Saved
 * @typedef {import('../shared/protocol.js').TrainingPosition} TrainingPosition
 */

export class RecentStates {
  #now;
  #limits;
  /** @type {Saved[]} oldest first */
  #states = [];
  #limiter = new RateLimiter(0, DURATIONS);

  /**
   * @param {() => number} now milliseconds
   * @param {{ entries: number, bytes: number }} [limits]
   */
  constructor(now, limits = LIMITS) {
    this.#now = now;
    this.#limits = limits;
  }

  /**
   * Saves the session, unless that was done a short while ago.
   *
   * @param {{ save: () => Promise<Uint8Array> }} session
   * @param {TrainingPosition} position
   */
  async keep(session, position) {
    const last = this.#states.at(-1)?.position.step ?? 0;
    const begun = this.#now();
    if (position.step < last + STEPS || !this.#limiter.isReady(begun)) return;
    this.#states.push({ bytes: await session.save(), position });
    this.#limiter.record(begun, this.#now());
    this.#thin();
  }

  /**
   * @param {number} step
   * @returns {Saved | null} the newest state at or before this step, or the oldest; null where none is kept
   */
  before(step) {
    return this.#states.findLast(({ position }) => position.step <= step) ?? this.#states[0] ?? null;
  }

  /** Another run begins. */
  clear() {
    this.#states = [];
  }

  /** @returns {number[]} steps of the states, oldest first */
  get steps() {
    return this.#states.map(({ position }) => position.step);
  }

  #thin() {
    const bytes = () => this.#states.reduce((sum, state) => sum + state.bytes.length, 0);
    while (this.#states.length > this.#limits.entries || bytes() > this.#limits.bytes) {
      this.#states.splice(mostRedundant(this.steps), 1);
    }
  }
}

/**
 * @param {number[]} steps of at least one state, oldest first
 * @returns {number} index of the state without which the ages are still most even in ratio; never the newest of several
 */
function mostRedundant(steps) {
  const newest = steps.at(-1) ?? 0;
  const ages = steps.map((step) => newest - step + STEPS);
  const gaps = ages.slice(0, -1).map((age, index) => (ages[index - 1] ?? 4 * age) / (ages[index + 1] ?? age));
  return Math.max(0, gaps.indexOf(Math.min(...gaps)));
}
