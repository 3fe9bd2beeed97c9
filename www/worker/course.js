/**
 * @file A session together with where it stands: its data, the shard's warm-up and the whole set after it, epochs and
 * means. When anything is done, and who is told, is the trainer's business.
 */

import { dataSets } from '../shared/data-sets.js';
import { Meter } from './meter.js';
import { Pacing } from './pacing.js';

/** The whole set takes the shard's place at a multiple of this many steps, so that a replay can do the same. */
export const WHOLE_SET_STEPS = 100;

/**
 * @typedef {import('inkgrad').Session} Session
 * @typedef {import('../shared/protocol.js').Standing} Standing
 * @typedef {import('./data.js').Parts} Parts
 */

export class Course {
  /** @type {Standing} */
  standing;
  counts = { train: 0, validation: 0 };
  meter = new Meter();
  #session;
  #now;
  #pacing = new Pacing();
  #warmup = false;
  /** @type {Parts | null} the whole set, decoded and waiting to be taken up */
  #waiting = null;

  /**
   * @param {Session} session
   * @param {Standing} standing of a session that was loaded
   * @param {() => number} now milliseconds
   */
  constructor(session, standing, now) {
    this.#session = session;
    this.#now = now;
    this.standing = standing;
  }

  get session() {
    return this.#session;
  }

  /**
   * @param {Parts} parts
   * @param {boolean} whole the set, not its first shard, on which steps are a warm-up
   */
  async take(parts, whole) {
    const { scale } = dataSets[parts.name];
    await this.#session.setData('train', { ...parts.train, scale, warmup: !whole });
    await this.#session.setData('validation', { ...parts.validation, scale });
    this.#warmup = !whole;
    this.counts = { train: parts.train.labels.length, validation: parts.validation.labels.length };
    if (whole && this.standing.wholeSince === null)
      this.standing = { ...this.standing, wholeSince: this.standing.step };
  }

  /** @param {Parts} parts the whole set, to be taken up when it may be */
  offer(parts) {
    this.#waiting = parts;
  }

  /** @returns {Promise<boolean>} whether the whole set has just been taken up */
  async adopt() {
    if (!this.#waiting || this.standing.step % WHOLE_SET_STEPS !== 0) return false;
    const parts = this.#waiting;
    this.#waiting = null;
    await this.take(parts, true);
    return true;
  }

  /**
   * One call of `step`, of as many steps as last about as long as a call should; fewer where an epoch ends before, or
   * the whole set may be taken up.
   *
   * @param {number} [most]
   * @returns {Promise<{ finished: 'early_stopping' | 'diverged' | null, epochEnd: number | null }>}
   */
  async advance(most = Number.POSITIVE_INFINITY) {
    const before = Math.floor(this.standing.epoch);
    const steps = Math.min(most, this.#pacing.steps(), this.#stepsLeft());
    const begun = this.#now();
    const report = await this.#session.step(steps);
    const milliseconds = this.#now() - begun;
    this.#pacing.took(steps, milliseconds);
    this.meter.add(report, milliseconds);
    this.standing = { ...this.standing, step: report.step, epoch: report.epoch };
    const epoch = Math.floor(report.epoch);
    return { finished: report.finished, epochEnd: epoch > before ? epoch : null };
  }

  #stepsLeft() {
    const { step, epoch } = this.standing;
    if (this.#warmup) return WHOLE_SET_STEPS - (step % WHOLE_SET_STEPS);
    const samples = (Math.floor(epoch) + 1 - epoch) * this.counts.train;
    return Math.max(1, Math.ceil(samples / this.#session.spec.batch_size - 1e-6));
  }

  /** @returns {Promise<{ loss: number, accuracy: number | null }>} yields to the worker's messages meanwhile */
  validate() {
    const { signal } = new AbortController();
    return this.#session.evaluate('validation', { signal });
  }

  /** @param {number} seed */
  async reset(seed) {
    await this.#session.reset(seed);
    this.meter.clear();
    this.standing = { wholeSince: this.#warmup ? null : 0, step: 0, epoch: 0 };
  }
}
