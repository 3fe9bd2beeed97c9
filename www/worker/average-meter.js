/** @file Averages the reports of several calls of `step` into one point of the training curves. */

/**
 * @typedef {import('inkgrad').StepReport} StepReport
 * @typedef {import('../shared/protocol.js').Progress} Progress
 */

export class AverageMeter {
  #samples = 0;
  #milliseconds = 0;
  #loss = 0;
  #accuracy = 0;
  /** @type {StepReport | null} */
  #last = null;

  /**
   * @param {StepReport} report of one call
   * @param {number} milliseconds duration of the call
   */
  add(report, milliseconds) {
    if (report.samples === 0) return;
    this.#samples += report.samples;
    this.#milliseconds += milliseconds;
    this.#loss += report.samples * report.loss;
    this.#accuracy += report.samples * (report.accuracy ?? Number.NaN);
    this.#last = report;
  }

  /** @returns {Progress | null} means since the last call of `take`, or null without samples */
  take() {
    const last = this.#last;
    if (!last) return null;
    const accuracy = this.#accuracy / this.#samples;
    const progress = {
      step: last.step,
      epoch: last.epoch,
      loss: this.#loss / this.#samples,
      accuracy: Number.isNaN(accuracy) ? null : accuracy,
      gradientNorm: last.gradientNorm,
      learningRate: last.learningRate,
      samplesPerSecond: (1000 * this.#samples) / Math.max(this.#milliseconds, 1e-3),
    };
    this.clear();
    return progress;
  }

  clear() {
    this.#samples = 0;
    this.#milliseconds = 0;
    this.#loss = 0;
    this.#accuracy = 0;
    this.#last = null;
  }
}
