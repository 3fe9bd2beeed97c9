/**
 * @file A diagnosis is shown once it has held twice in a row, and stays until another has held for longer: nothing flickers
 * at a threshold, and no button changes while a hand is on its way to it.
 */

/** @typedef {import('./diagnosis.js').Finding} Finding */

/** Looks in a row after which a diagnosis takes an empty place, and that of another. */
const HELD = { empty: 2, another: 6 };

export class Settled {
  /** @type {unknown} */
  #run = null;
  /** @type {Finding | null} */
  #shown = null;
  /** @type {Finding | null} */
  #before = null;
  /** Looks in a row that have found the same. */
  #held = 0;

  /**
   * @param {Finding | null} finding
   * @param {unknown} run whose finding it is; another run begins without one
   * @returns {{ shown: Finding | null, again: boolean }} `again`: a further look decides
   */
  next(finding, run) {
    if (run !== this.#run) [this.#run, this.#shown, this.#before, this.#held] = [run, null, null, 0];
    this.#held = finding?.diagnosis === this.#before?.diagnosis ? this.#held + 1 : 1;
    this.#before = finding;
    const same = finding?.diagnosis === this.#shown?.diagnosis;
    const needed = this.#shown ? HELD.another : HELD.empty;
    if (same || this.#held >= needed || finding?.diagnosis === 'diverged') this.#shown = finding;
    return { shown: this.#shown, again: this.#shown?.diagnosis !== finding?.diagnosis };
  }
}
