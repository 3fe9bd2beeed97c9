/** @file Keeps the library within a number of bytes: what is easiest to do without goes first. */

import { checkpointKey, curvesKey, runKey, stateKey } from './records.js';

/** Runs that are deleted can be restored for so many milliseconds. */
const DELETED_FOR = 86_400_000;

/** Runs that are not pinned. */
const MOST_RUNS = 200;

/**
 * @typedef {import('./records.js').RunRecord} RunRecord
 * @typedef {import('./two-slots.js').TwoSlots} TwoSlots
 * @typedef {import('./two-slots.js').Writer} Writer
 *
 * @typedef {object} Limits
 * @property {number} bytes of all weights
 * @property {number} [runs] that are not pinned
 * @property {ReadonlySet<string>} [open] ids of runs that are trained in some tab: their newest state stays
 *
 * @typedef {object} Freed
 * @property {number} bytes of weights
 * @property {boolean} removed whether a run has changed or is gone, with weights or without
 */

/**
 * Removes deleted runs once they are old; where there is still too much, those that are newly deleted, then kept steps of
 * runs that are not pinned, then their newest states, the oldest run's first. Whole runs go where there are too many.
 *
 * @param {TwoSlots} records
 * @param {Limits} limits
 * @param {number} now time in milliseconds
 * @returns {Promise<Freed>}
 */
export function trim(records, { bytes, runs: most = MOST_RUNS, open = new Set() }, now) {
  return records.transact(async (writer) => {
    const trimming = await Trimming.begin(writer);
    await trimming.removeOrphans(open);
    await trimming.removeDeleted(bytes, now);
    const loose = trimming.runs.filter((run) => !run.pinned && !open.has(run.id));
    for (const run of loose.slice(0, Math.max(0, loose.length - most))) await trimming.remove(run);
    await trimming.thin(bytes);
    await trimming.removeStates(bytes, open);
    return trimming.outcome;
  });
}

/**
 * Removes deleted runs and kept steps, no other weights.
 *
 * @param {TwoSlots} records
 * @param {number} share of the bytes that is to be left
 * @param {number} now time in milliseconds
 * @returns {Promise<Freed>}
 */
export function makeRoom(records, share, now) {
  return records.transact(async (writer) => {
    const trimming = await Trimming.begin(writer);
    const bytes = share * trimming.left;
    await trimming.removeDeleted(bytes, now);
    await trimming.thin(bytes);
    return trimming.outcome;
  });
}

/** What is removed from the library in one transaction. */
class Trimming {
  #writer;
  #before;
  #removed = false;
  left;
  /** Those that are not deleted, the least recently changed first. */
  runs;
  #deleted;
  /** Ids of all runs, those of a newer version of the page among them. */
  #known;

  /**
   * @param {Writer} writer
   * @param {RunRecord[]} all
   * @param {string[]} newer keys
   */
  constructor(writer, all, newer) {
    this.#writer = writer;
    this.#known = new Set([...all.map(({ id }) => runKey(id)), ...newer]);
    this.#before = all.reduce((bytes, run) => bytes + weight(run), 0);
    this.left = this.#before;
    this.runs = all.filter((run) => run.deleted === null);
    this.#deleted = all.filter((run) => run.deleted !== null);
  }

  /** @param {Writer} writer */
  static async begin(writer) {
    const { values, newer } = await writer.list(runKey(''));
    /** @type {RunRecord[]} */
    const all = [...values.values()];
    return new Trimming(
      writer,
      all.sort((a, b) => a.changed - b.changed),
      newer,
    );
  }

  /** @returns {Freed} */
  get outcome() {
    return { bytes: this.#before - this.left, removed: this.#removed };
  }

  /**
   * A tab that was killed before it could say what its run is has left weights alone.
   *
   * @param {ReadonlySet<string>} open without locks nobody knows whose they are: they stay
   */
  async removeOrphans(open) {
    if (open.size === 0) return;
    const prefix = stateKey('');
    const keys = await this.#writer.raw.keys(prefix);
    const ids = new Set(keys.map((key) => key.slice(prefix.length).split('#')[0] ?? ''));
    for (const id of ids) if (!this.#known.has(runKey(id)) && !open.has(id)) await this.#writer.remove(stateKey(id));
  }

  /**
   * @param {number} bytes
   * @param {number} now
   */
  async removeDeleted(bytes, now) {
    for (const run of this.#deleted)
      if (this.left > bytes || now - Number(run.deleted) > DELETED_FOR) await this.remove(run);
  }

  /** @param {RunRecord} run */
  async remove(run) {
    const { id, checkpoints } = run;
    this.#removed = true;
    this.runs = this.runs.filter((one) => one !== run);
    this.left -= weight(run);
    for (const { step } of checkpoints) await this.#writer.remove(checkpointKey(id, step));
    for (const key of [stateKey(id), curvesKey(id), runKey(id)]) await this.#writer.remove(key);
  }

  /** @param {number} bytes */
  async thin(bytes) {
    for (const run of this.runs.filter(({ pinned, checkpoints }) => !pinned && checkpoints.length > 0)) {
      if (this.left <= bytes) return;
      this.left -= sum(run.checkpoints);
      for (const { step } of run.checkpoints) await this.#writer.remove(checkpointKey(run.id, step));
      await this.#change(run, { checkpoints: [] });
    }
  }

  /**
   * @param {number} bytes
   * @param {ReadonlySet<string>} open
   */
  async removeStates(bytes, open) {
    for (const run of this.runs.filter(({ id, pinned, state }) => state && !pinned && !open.has(id))) {
      if (this.left <= bytes) return;
      this.left -= weight({ ...run, checkpoints: [] });
      await this.#writer.remove(stateKey(run.id));
      await this.#change(run, { state: null });
    }
  }

  /**
   * @param {RunRecord} run
   * @param {Partial<RunRecord>} changes
   */
  async #change(run, changes) {
    const changed = { ...run, ...changes };
    this.#removed = true;
    this.runs = this.runs.map((one) => (one === run ? changed : one));
    await this.#writer.set(runKey(run.id), changed);
  }
}

/** @param {RunRecord} run @returns {number} bytes of its weights; those of the state have two slots */
function weight({ state, checkpoints }) {
  return 2 * (state?.bytes ?? 0) + sum(checkpoints);
}

/** @param {import('./records.js').Kept[]} kept */
function sum(kept) {
  return kept.reduce((bytes, one) => bytes + one.bytes, 0);
}
