/**
 * @file One call of `step` whose steps are taken on a device: how far it has come, what its metrics sum up to, and how
 * much of it the core holds already, should the device fail.
 */

import { NotFinite } from './fault.js';

/**
 * @typedef {{ samples: number, rate: number, count: number, step: number, epoch: number, judged: boolean }} Numbers of a step
 * @typedef {{ samples: number, loss: number, right: number, norm: number }} Sums over samples; the norm is the last step's
 */

export class Call {
  /** Steps that the device has been given. */
  done = 0;
  /** Those of them whose metrics wait on the device. */
  unread = 0;
  /** Whether answers are right or wrong. */
  scored = false;
  /** @type {Numbers | null} those of the last step */
  last = null;
  /** @type {Sums} */
  #sums = { samples: 0, loss: 0, right: 0, norm: 0 };
  /** Steps that the core holds, and what they sum up to. */
  #kept = { steps: 0, ...this.#sums };

  /**
   * @param {number} count of steps
   * @param {number} behind steps of earlier calls that the device was ahead
   */
  constructor(count, behind) {
    this.count = count;
    this.behind = behind;
  }

  /** Steps that the core would have to take, after those that it is behind. */
  get left() {
    return this.count - this.#kept.steps;
  }

  /**
   * @param {Float32Array} metrics loss, right answers, norm and samples of each step that was unread
   * @throws {NotFinite}
   */
  add(metrics) {
    for (let at = 0; at < metrics.length; at += 4) {
      const [loss, right, norm, samples] = metrics.subarray(at, at + 4);
      if (!Number.isFinite(loss) || !Number.isFinite(norm)) throw new NotFinite();
      this.#sums.samples += samples;
      this.#sums.loss += loss;
      this.#sums.right += right;
      this.#sums.norm = norm;
    }
    this.unread = 0;
  }

  /** The core has been caught up with the device. */
  keep() {
    this.behind = 0;
    this.#kept = { steps: this.done, ...this.#sums };
  }

  /**
   * @param {number} finished whether training has, as the bindings say it
   * @returns {Float64Array} the report's numbers, as the bindings order them
   */
  report(finished) {
    const { samples, loss, right, norm } = this.#sums;
    const { step, epoch, rate } = /** @type {Numbers} */ (this.last);
    return Float64Array.of(
      step + 1,
      epoch,
      samples,
      loss / samples,
      this.#accuracy(right, samples),
      norm,
      rate,
      finished,
    );
  }

  /**
   * @param {Float64Array} report of the core, over the steps that were left
   * @returns {Float64Array} over all
   */
  join(report) {
    const { samples: before, loss: lossBefore, right: rightBefore, norm: normBefore } = this.#kept;
    const [step, epoch, samples, loss, accuracy, norm, rate, finished] = report;
    if (before === 0) return report;
    const all = before + samples;
    const sum = (/** @type {number} */ mean) => (samples > 0 ? mean * samples : 0);
    const means = [(lossBefore + sum(loss)) / all, this.#accuracy(rightBefore + sum(accuracy), all)];
    return Float64Array.of(step, epoch, all, ...means, samples > 0 ? norm : normBefore, rate, finished);
  }

  /**
   * @param {number} right
   * @param {number} samples
   */
  #accuracy(right, samples) {
    return this.scored ? right / samples : Number.NaN;
  }
}
