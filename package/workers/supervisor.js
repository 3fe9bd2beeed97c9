/**
 * @file Recovery from lost workers. The supervisor keeps the session's last checkpoint, its data sets and the number of steps
 * since. If a worker is lost, it starts a new group from the checkpoint and replays the steps, to the same bits.
 */

import { freedError, InkgradError } from '../error.js';
import { createSharedMemory } from './shared-window.js';
import { WorkerGroup, WorkerLostError } from './worker-group.js';

/**
 * @typedef {object} Config
 * @property {WebAssembly.Module} module
 * @property {import('../inkgrad.js').Build} build
 * @property {number} workers
 * @property {number} floats of each rank's window
 * @property {import('./worker-group.js').Spawn} spawn
 */

/**
 * @typedef {import('../backend.js').Source} Source
 * @typedef {import('./messages.js').StepResult} StepResult
 * @typedef {{ spec: import('../inkgrad.js').FilledSpec, summary: import('../inkgrad.js').LayerSummary[], classes: string[] | null }} Description
 */

/** The number of groups that may be lost within one call. */
const MAX_ATTEMPTS = 5;

/** Milliseconds of training between two checkpoints; a replay takes about as long. */
const CHECKPOINT_INTERVAL = 2000;

/** The order in which a new group gets the data sets. */
const PARTS = ['train', 'validation', 'test'];

/** The index in a report of the reason why training ended, 0 if it did not. */
const FINISHED = 7;

export class Supervisor {
  #config;
  /** The last checkpoint; at first the spec or file of the session. @type {Source} */
  #checkpoint;
  /** @type {Map<string, object>} */
  #data = new Map();
  /** Steps since the checkpoint, and their duration. */
  #steps = 0;
  #milliseconds = 0;
  #finished = false;
  #recordsStatistics = false;
  #freed = false;
  /** @type {WorkerGroup | null} */
  #group = null;
  /** @type {Description} */
  description = /** @type {Description} */ ({});

  /**
   * @param {Config} config
   * @param {Source} source
   */
  constructor(config, source) {
    this.#config = config;
    this.#checkpoint = source;
  }

  get workers() {
    return this.#config.workers;
  }

  /** @returns {Promise<void>} rejects with `WorkerLostError` if workers cannot be started */
  async start() {
    await this.#readyGroup();
  }

  /**
   * Runs a command that changes the session on all ranks, and saves a checkpoint.
   *
   * @param {string} name
   * @param {object} args
   */
  change(name, args) {
    return this.#recover(async (group) => {
      await group.callAll(name, () => args);
      await this.#saveCheckpoint(group);
      if (name === 'setData') this.#data.set(/** @type {{ part: string }} */ (args).part, args);
      this.description = await group.call(0, 'describe', {});
      this.#finished = false;
    });
  }

  /**
   * @param {number} count
   * @param {AbortSignal} [signal]
   * @returns {Promise<{ reports: Float64Array[], stopped: boolean }>} the last report is of the group that finished. Each group lost before it adds one, of its steps up to its last checkpoint
   */
  step(count, signal) {
    /** @type {Float64Array[]} */
    const reports = [];
    let stepsLeft = count;
    return this.#recover(async (group) => {
      if (this.#milliseconds >= CHECKPOINT_INTERVAL && !this.#finished) await this.#saveCheckpoint(group);
      /** The steps that this group took before its last checkpoint. @type {StepResult | null} */
      let completed = null;
      try {
        for (;;) {
          const { report, steps, stopped } = await this.#advance(group, stepsLeft, completed, signal);
          if (!stopped || signal?.aborted) return { reports: [...reports, report], stopped };
          // Set before the checkpoint: if the group is lost during it, these steps are replayed and are not counted again.
          completed = { report, steps, stopped };
          await this.#saveCheckpoint(group);
        }
      } catch (error) {
        if (completed) reports.push(completed.report);
        stepsLeft -= completed?.steps ?? 0;
        throw error;
      }
    });
  }

  /**
   * Takes steps until all are taken or a checkpoint is due.
   *
   * @param {WorkerGroup} group
   * @param {number} count
   * @param {StepResult | null} completed steps of the same command, which this call resumes
   * @param {AbortSignal} [signal]
   * @returns {Promise<StepResult>}
   */
  async #advance(group, count, completed, signal) {
    const start = performance.now();
    const args = { count, milliseconds: CHECKPOINT_INTERVAL - this.#milliseconds, resume: completed !== null };
    const [result] = await abortable(group, signal, () => group.callAll('step', () => args));
    this.#steps += result.steps - (completed?.steps ?? 0);
    this.#milliseconds += performance.now() - start;
    this.#finished = result.report[FINISHED] !== 0;
    return result;
  }

  /**
   * @param {string} name
   * @param {object} args
   * @param {AbortSignal} [signal]
   * @returns {Promise<any>} the result of rank 0; null if it was aborted
   */
  call(name, args, signal) {
    return this.#recover((group) => abortable(group, signal, () => group.call(0, name, args)));
  }

  /**
   * @param {string} name
   * @param {(rank: number) => object} args
   * @param {AbortSignal} [signal]
   * @returns {Promise<any[]>} the results by rank; null for each that was aborted
   */
  callAll(name, args, signal) {
    return this.#recover((group) => abortable(group, signal, () => group.callAll(name, args)));
  }

  /** @returns {Promise<any>} */
  statistics() {
    // A replacement group must record them too.
    this.#recordsStatistics = true;
    return this.call('statistics', {});
  }

  free() {
    this.#freed = true;
    this.#group?.terminate('the session was freed');
    this.#data.clear();
  }

  /**
   * Runs work, and repeats it with a new group if a worker is lost.
   *
   * @template Result
   * @param {(group: WorkerGroup) => Promise<Result>} work
   * @returns {Promise<Result>}
   */
  async #recover(work) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work(await this.#readyGroup());
      } catch (error) {
        if (this.#freed) throw freedError();
        if (!(error instanceof WorkerLostError)) throw error;
        if (attempt === MAX_ATTEMPTS) throw recoveryFailed(error);
      }
    }
  }

  /** @returns {Promise<WorkerGroup>} a group whose ranks have the session's current state */
  async #readyGroup() {
    if (this.#group && !this.#group.lost) return this.#group;
    const { module, build, workers, floats, spawn } = this.#config;
    const shared = createSharedMemory(workers, floats);
    const { group, description } = await WorkerGroup.start({ module, build, shared, ...this.#checkpoint }, spawn);
    if (this.#freed) group.terminate('the session was freed');
    this.#group = group;
    this.description = description;
    try {
      await this.#replay(group);
    } catch (error) {
      group.terminate("it could not be brought to the session's state");
      throw error;
    }
    return group;
  }

  /**
   * Restores the session's state in a new group that starts from the checkpoint: sets the data, then replays the steps since.
   *
   * @param {WorkerGroup} group
   */
  async #replay(group) {
    for (const part of PARTS) {
      const data = this.#data.get(part);
      if (data) await group.callAll('setData', () => data);
    }
    if (this.#recordsStatistics) await group.call(0, 'watchStatistics', {});
    const replay = { count: this.#steps, milliseconds: Number.POSITIVE_INFINITY, resume: false };
    if (this.#steps > 0) await group.callAll('step', () => replay);
  }

  /** @param {WorkerGroup} group */
  async #saveCheckpoint(group) {
    const [file] = await group.callAll('save', () => ({}));
    this.#checkpoint = { file };
    this.#steps = 0;
    this.#milliseconds = 0;
  }
}

/**
 * @template Result
 * @param {WorkerGroup} group
 * @param {AbortSignal | undefined} signal
 * @param {() => Promise<Result>} work
 */
async function abortable(group, signal, work) {
  const abort = () => group.abort();
  signal?.addEventListener('abort', abort);
  try {
    const running = work();
    // The signal may have been aborted while the group was started.
    if (signal?.aborted) abort();
    return await running;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

/** @param {WorkerLostError} error */
function recoveryFailed({ message }) {
  const text = `${message}; new workers fared no better: load() with fewer workers and go on from the last save`;
  return new InkgradError('state', text, { id: 'state.workers_lost', values: { why: message } });
}
