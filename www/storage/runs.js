/** @file The runs of the library: what is known of each, its curves, its newest state, and kept steps. */

import { textsOf } from '../shared/session-file.js';
import { cutCurves } from './cut-curves.js';
import { cutRun } from './cut-run.js';
import { newlyNumbered, nextNumber } from './numbers.js';
import { checkpointKey, curvesKey, runKey, stateKey } from './records.js';
import { mostRedundant } from './step-spacing.js';

/** Kept steps of a run. */
const MOST_CHECKPOINTS = 12;

/** The next step to keep is at least so many times the one before. */
const RATIO = 1.5;

/**
 * @typedef {import('./records.js').RunRecord} RunRecord
 * @typedef {import('./records.js').RunFields} RunFields
 * @typedef {import('./records.js').SavedState} SavedState
 * @typedef {import('./records.js').Curves} Curves
 * @typedef {import('./two-slots.js').TwoSlots} TwoSlots
 * @typedef {import('./two-slots.js').Writer} Writer
 */

export class Runs {
  #records;
  #now;

  /**
   * @param {TwoSlots} records
   * @param {() => number} now time in milliseconds
   */
  constructor(records, now) {
    this.#records = records;
    this.#now = now;
  }

  /** @returns {Promise<{ runs: RunRecord[], newer: number }>} the oldest first; `newer`: runs of a newer version of the page */
  async list() {
    const { values, newer } = await this.#records.read((reader) => reader.list(runKey('')));
    const fresh = newlyNumbered([...values.values()]);
    for (const run of fresh) values.set(runKey(run.id), run);
    // Where that finds no room, the same runs get the same numbers next time.
    if (fresh.length > 0) await this.#records.transact(nextNumber).catch(() => {});
    /** @type {RunRecord[]} */
    const runs = [...values.values()].filter(({ deleted }) => deleted === null);
    return { runs: runs.sort((a, b) => a.created - b.created), newer: newer.length };
  }

  /**
   * @param {string} id
   * @returns {Promise<RunRecord | null>}
   */
  get(id) {
    return this.#records.read((reader) => reader.get(runKey(id)));
  }

  /**
   * @param {string} id
   * @returns {Promise<Curves | null>}
   */
  curves(id) {
    return this.#records.read((reader) => reader.get(curvesKey(id)));
  }

  /**
   * @param {string} id
   * @returns {Promise<SavedState | null>} the newest one
   */
  state(id) {
    return this.#records.read((reader) => reader.get(stateKey(id)));
  }

  /**
   * @param {string} id
   * @param {number} step of `checkpoints`, or of the newest state
   * @returns {Promise<SavedState | null>}
   */
  async checkpoint(id, step) {
    return this.#records.read(async (reader) => {
      const kept = await reader.get(checkpointKey(id, step));
      if (kept) return kept;
      const state = await reader.get(stateKey(id));
      return state?.position.step === step ? state : null;
    });
  }

  /**
   * Keeps what the page knows of a run; its name, notes and weights stay as they are.
   *
   * @param {RunFields} fields
   * @param {Curves | null} curves null where they are as they were
   * @returns {Promise<RunRecord>}
   */
  keep(fields, curves) {
    const { id } = fields;
    return this.#records.transact(async (writer) => {
      const known = (await writer.get(runKey(id))) ?? (await this.#begun(writer, id));
      const record = { ...known, ...fields, seed: fields.experiment.spec.seed ?? 0, changed: this.#now() };
      await writer.set(runKey(id), record);
      if (curves) await writer.set(curvesKey(id), curves);
      return record;
    });
  }

  /**
   * Keeps the newest state of a run, from time to time as a step to come back to, too.
   *
   * @param {string} id
   * @param {SavedState} saved
   * @returns {Promise<RunRecord | null>} null where nothing else is known of the run yet
   */
  keepState(id, saved) {
    const { bytes, position, build } = saved;
    const texts = textsOf(bytes);
    const named = build && texts ? `${texts['inkgrad.version'] ?? ''} ${build}`.trim() : build;
    const state = { bytes, position, build: named };
    return this.#records.transact(async (writer) => {
      /** @type {RunRecord | null} */
      const run = await writer.get(runKey(id));
      const size = await writer.set(stateKey(id), state);
      if (!run) return null;
      const kept = await this.#keepCheckpoint(writer, run, state);
      const record = {
        ...run,
        changed: this.#now(),
        build: named,
        dataHash: texts?.['inkgrad.data_hash'] ?? run.dataHash,
        state: { step: position.step, bytes: size },
        ...kept,
      };
      await writer.set(runKey(id), record);
      return record;
    });
  }

  /**
   * @param {string} id
   * @param {Partial<Pick<RunRecord, 'name' | 'notes' | 'pinned'>>} changes
   * @returns {Promise<RunRecord | null>} null where there is no such run
   */
  edit(id, changes) {
    return this.#change(id, (run) => ({ ...run, ...changes }));
  }

  /**
   * It is not listed any more, and can be restored for a while.
   *
   * @param {string} id
   */
  async delete(id) {
    await this.#change(id, (run) => ({ ...run, deleted: this.#now() }));
  }

  /** @param {string} id */
  restore(id) {
    return this.#change(id, (run) => ({ ...run, deleted: null }));
  }

  /**
   * Another run, which begins where this one is or was.
   *
   * @param {string} id
   * @param {string} other id of the new one
   * @param {{ step?: number, name?: string }} [options] `step`: a kept one; the newest unless given
   * @returns {Promise<RunRecord | null>} null where there are no such weights
   */
  duplicate(id, other, { step, name = '' } = {}) {
    return this.#records.transact(async (writer) => {
      /** @type {RunRecord | null} */
      const run = await writer.get(runKey(id));
      const from = step ?? run?.state?.step;
      if (!run || from === undefined) return null;
      const newest = run.state?.step === from;
      /** @type {SavedState | null} */
      const state = await writer.get(newest ? stateKey(id) : checkpointKey(id, from));
      if (!state) return null;
      /** @type {Curves | null} */
      const curves = await writer.get(curvesKey(id));
      const now = this.#now();
      const bytes = await writer.set(stateKey(other), state);
      const own = {
        id: other,
        number: await nextNumber(writer),
        name,
        nextCheckpoint: from + 1,
        parent: { id, step: from },
        created: now,
        changed: now,
        pinned: false,
      };
      const record = {
        ...cutRun(run, state.position, curves?.rows ?? []),
        ...own,
        state: { step: from, bytes },
        checkpoints: [],
      };
      if (curves) await writer.set(curvesKey(other), cutCurves(curves, from));
      await writer.set(runKey(other), record);
      return record;
    });
  }

  /**
   * @param {string} id
   * @param {(run: RunRecord) => RunRecord} change
   * @returns {Promise<RunRecord | null>}
   */
  #change(id, change) {
    return this.#records.transact(async (writer) => {
      const run = await writer.get(runKey(id));
      if (!run) return null;
      const changed = change(run);
      await writer.set(runKey(id), changed);
      return changed;
    });
  }

  /**
   * @param {Writer} writer
   * @param {string} id
   * @returns {Promise<Omit<RunRecord, keyof RunFields>>} a run of which at most a state is kept
   */
  async #begun(writer, id) {
    const state = await writer.get(stateKey(id));
    return {
      number: await nextNumber(writer),
      name: '',
      notes: '',
      pinned: false,
      created: this.#now(),
      changed: this.#now(),
      deleted: null,
      seed: 0,
      dataHash: (state && textsOf(state.bytes)?.['inkgrad.data_hash']) ?? null,
      build: state?.build ?? null,
      state: state && { step: state.position.step, bytes: state.bytes.length },
      checkpoints: [],
      nextCheckpoint: 1,
    };
  }

  /**
   * Steps that lie after the state are of a part of the run that was lost.
   *
   * @param {Writer} writer
   * @param {RunRecord} run
   * @param {SavedState} state
   * @returns {Promise<Pick<RunRecord, 'checkpoints' | 'nextCheckpoint'>>}
   */
  async #keepCheckpoint(writer, { id, checkpoints, nextCheckpoint }, state) {
    const { step } = state.position;
    const lost = checkpoints.filter((kept) => kept.step > step);
    let left = checkpoints.filter((kept) => kept.step <= step);
    const isDue = step >= nextCheckpoint;
    if (isDue) {
      const bytes = await writer.set(checkpointKey(id, step), state);
      left = [...left.filter((kept) => kept.step !== step), { step, bytes }];
    }
    if (left.length > MOST_CHECKPOINTS) {
      const [least] = left.splice(mostRedundant(left.map((kept) => kept.step)), 1);
      if (least) lost.push(least);
    }
    for (const kept of lost) await writer.remove(checkpointKey(id, kept.step));
    return { checkpoints: left, nextCheckpoint: isDue ? Math.ceil(RATIO * step) : nextCheckpoint };
  }
}
