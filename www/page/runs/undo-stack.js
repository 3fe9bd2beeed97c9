/** @file Changes of the experiment that can be taken back and made again. */

/**
 * @typedef {import('../../shared/experiment.js').Experiment} Experiment
 * @typedef {import('./run-store.js').FiledRun} FiledRun
 *
 * @typedef {object} Entry what there was before a change
 * @property {Experiment} experiment
 * @property {FiledRun | null} run the run that the change replaced; null where it goes on, or nothing was trained
 * @property {boolean} replaces whether the change began another network
 */

/** How many changes can be taken back. */
const MAX_ENTRIES = 100;

/** Changes with the same key within so many milliseconds are one. */
const MERGE_MILLISECONDS = 1000;

export class UndoStack {
  /** @type {Entry[]} */
  #past = [];
  /** @type {Entry[]} */
  #future = [];
  #merged = { key: '', at: Number.NEGATIVE_INFINITY };

  get sizes() {
    return { past: this.#past.length, future: this.#future.length };
  }

  /**
   * @param {Entry} entry
   * @param {string | undefined} key changes with the same key, shortly one after the other, are taken back together
   * @param {number} now milliseconds
   */
  push(entry, key, now) {
    const same = key !== undefined && key === this.#merged.key && now - this.#merged.at < MERGE_MILLISECONDS;
    this.#merged = { key: key ?? '', at: now };
    this.#future = [];
    const last = this.#past.at(-1);
    // Of changes that are one, the first has the state before all of them; a network that one of them began counts.
    if (same && last) last.replaces ||= entry.replaces;
    if (same && last) last.run ??= entry.run;
    else this.#past = [...this.#past, entry].slice(-MAX_ENTRIES);
  }

  /** @returns {Entry | null} what there was before the last change */
  get last() {
    return this.#past.at(-1) ?? null;
  }

  /** @returns {Entry | null} what the next change made again gives */
  get next() {
    return this.#future.at(-1) ?? null;
  }

  /** @param {Entry} present goes where it can be made again */
  undo(present) {
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, present];
    this.#merged.key = '';
  }

  /** @param {Entry} present goes where it can be taken back */
  redo(present) {
    this.#future = this.#future.slice(0, -1);
    this.#past = [...this.#past, present];
    this.#merged.key = '';
  }
}
