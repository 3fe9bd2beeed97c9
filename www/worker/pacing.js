/** @file How many steps one call may hold so that it lasts about as long as wished; it never looks at a clock itself. */

/** Milliseconds a call should last: well under the 20 that a snapshot may have to wait for. */
export const CALL_MILLISECONDS = 12;

export class Pacing {
  #milliseconds;
  #perStep = Number.NaN;
  #last = 0;

  /** @param {number} [milliseconds] wished for a call */
  constructor(milliseconds = CALL_MILLISECONDS) {
    this.#milliseconds = milliseconds;
  }

  /**
   * One step at first, and at most twice the last call: a wrong estimate never costs more than one long call.
   *
   * @returns {number} steps for the next call, at least 1
   */
  steps() {
    if (Number.isNaN(this.#perStep)) return 1;
    const wished = Math.floor(this.#milliseconds / Math.max(this.#perStep, 1e-3));
    return Math.max(1, Math.min(wished, 2 * this.#last));
  }

  /**
   * Slower calls count at once, faster ones bit by bit.
   *
   * @param {number} steps that the call held
   * @param {number} milliseconds that it lasted
   */
  took(steps, milliseconds) {
    if (steps < 1) return;
    const now = milliseconds / steps;
    const slower = Number.isNaN(this.#perStep) || now > this.#perStep;
    this.#perStep = slower ? now : this.#perStep + 0.2 * (now - this.#perStep);
    this.#last = steps;
  }
}
