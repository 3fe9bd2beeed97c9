/** @file A diagnosis is shown once it has held twice in a row, so that nothing flickers at a threshold. */

/** @typedef {import('./diagnosis.js').Finding} Finding */

export class Settled {
  /** @type {unknown} */
  #run = null;
  /** @type {Finding | null} */
  #shown = null;
  /** @type {Finding | null} */
  #before = null;

  /**
   * @param {Finding | null} finding
   * @param {unknown} run whose finding it is; another run begins without one
   * @returns {{ shown: Finding | null, again: boolean }} `again`: a further look decides
   */
  next(finding, run) {
    if (run !== this.#run) [this.#run, this.#shown, this.#before] = [run, null, null];
    const same = finding?.diagnosis === this.#before?.diagnosis;
    this.#before = finding;
    if (same || finding?.diagnosis === 'diverged') this.#shown = finding;
    return { shown: this.#shown, again: this.#shown?.diagnosis !== finding?.diagnosis };
  }
}
