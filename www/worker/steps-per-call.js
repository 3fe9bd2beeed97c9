/** @file Chooses the number of steps of each call from the measured time per step, for a target duration. */

/** Target duration of a call: well under the 20 milliseconds that a snapshot may be delayed. */
export const CALL_MILLISECONDS = 12;

export class StepsPerCall {
  #milliseconds;
  #perStep = Number.NaN;
  #last = 0;

  /** @param {number} [milliseconds] target duration of a call */
  constructor(milliseconds = CALL_MILLISECONDS) {
    this.#milliseconds = milliseconds;
  }

  /**
   * Starts at one step and at most doubles per call, so that a wrong estimate costs at most one long call.
   *
   * @returns {number} steps of the next call, at least 1
   */
  next() {
    if (Number.isNaN(this.#perStep)) return 1;
    const target = Math.floor(this.#milliseconds / Math.max(this.#perStep, 1e-3));
    return Math.max(1, Math.min(target, 2 * this.#last));
  }

  /**
   * A slower call replaces the estimate; a faster one enters an exponential moving average.
   *
   * @param {number} steps of the call
   * @param {number} milliseconds duration of the call
   */
  record(steps, milliseconds) {
    if (steps < 1) return;
    const measured = milliseconds / steps;
    const slower = Number.isNaN(this.#perStep) || measured > this.#perStep;
    this.#perStep = slower ? measured : this.#perStep + 0.2 * (measured - this.#perStep);
    this.#last = steps;
  }
}
