/**
 * @file Recovery: keeps a session's last checkpoint, its data sets and the number of steps since. When a worker is lost, a
 * new group starts from the checkpoint and takes these steps again, to the same bits.
 */

import { freed, InkgradError } from '../error.js';
import { createSharedMemory } from './shared-window.js';
import { Lost, WorkerGroup } from './worker-group.js';

/**
 * @typedef {object} Config
 * @property {WebAssembly.Module} module
 * @property {import('../inkgrad.js').Build} build
 * @property {number} workers
 * @property {number} floats in the window of each
 * @property {import('./worker-group.js').Spawn} spawn
 */

/**
 * @typedef {import('../backend.js').Origin} Origin
 * @typedef {import('./messages.js').StepResult} StepResult
 * @typedef {{ spec: import('../inkgrad.js').FilledSpec, summary: import('../inkgrad.js').LayerSummary[], classes: string[] | null }} Description
 */

/** How many groups a call may lose. */
const ATTEMPTS = 5;

/** Milliseconds of steps between two checkpoints: a lost worker costs about as many. */
const CHECKPOINT_EVERY = 2000;

/** The order in which a new group gets the data sets. */
const PARTS = ['train', 'validation', 'test'];

/** The place in a report that says why training ended, 0 if it did not. */
const FINISHED = 7;

export class Supervisor {
  #config;
  /** The last checkpoint. @type {Origin} */
  #origin;
  /** @type {Map<string, object>} */
  #data = new Map();
  /** Steps since the checkpoint, and how long they took. */
  #steps = 0;
  #milliseconds = 0;
  #finished = false;
  #watched = false;
  #freed = false;
  /** @type {WorkerGroup | null} */
  #group = null;
  /** @type {Description} */
  description = /** @type {Description} */ ({});

  /**
   * @param {Config} config
   * @param {Origin} origin
   */
  constructor(config, origin) {
    this.#config = config;
    this.#origin = origin;
  }

  get workers() {
    return this.#config.workers;
  }

  /** @returns {Promise<void>} rejects with `Lost` if no worker can be started here */
  async start() {
    await this.#ready();
  }

  /**
   * A command that changes the session: all workers run it, and a checkpoint follows.
   *
   * @param {string} name
   * @param {object} given
   */
  change(name, given) {
    return this.#recover(async (group) => {
      await group.callAll(name, () => given);
      await this.#checkpoint(group);
      if (name === 'setData') this.#data.set(/** @type {{ part: string }} */ (given).part, given);
      this.description = await group.call(0, 'describe', {});
      this.#finished = false;
    });
  }

  /**
   * @param {number} count
   * @param {AbortSignal} [signal]
   * @returns {Promise<{ reports: Float64Array[], stopped: boolean }>} one report, and one more for each lost group that had taken steps until a checkpoint was due
   */
  step(count, signal) {
    /** @type {Float64Array[]} */
    const reports = [];
    let left = count;
    return this.#recover(async (group) => {
      if (this.#milliseconds >= CHECKPOINT_EVERY && !this.#finished) await this.#checkpoint(group);
      /** What this group had done when a checkpoint was last due. @type {StepResult | null} */
      let saved = null;
      try {
        for (;;) {
          const { report, steps, stopped } = await this.#advance(group, left, saved, signal);
          if (!stopped || signal?.aborted) return { reports: [...reports, report], stopped };
          // Before the checkpoint: a group that is lost there has taken these steps, and a new one replays them.
          saved = { report, steps, stopped };
          await this.#checkpoint(group);
        }
      } catch (error) {
        if (saved) reports.push(saved.report);
        left -= saved?.steps ?? 0;
        throw error;
      }
    });
  }

  /**
   * Takes steps until a checkpoint is due.
   *
   * @param {WorkerGroup} group
   * @param {number} count
   * @param {StepResult | null} saved of the same steps so far, with which it goes on
   * @param {AbortSignal} [signal]
   * @returns {Promise<StepResult>}
   */
  async #advance(group, count, saved, signal) {
    const begun = performance.now();
    const given = { count, milliseconds: CHECKPOINT_EVERY - this.#milliseconds, resume: saved !== null };
    const [result] = await abortable(group, signal, () => group.callAll('step', () => given));
    this.#steps += result.steps - (saved?.steps ?? 0);
    this.#milliseconds += performance.now() - begun;
    this.#finished = result.report[FINISHED] !== 0;
    return result;
  }

  /**
   * @param {string} name
   * @param {object} given
   * @param {AbortSignal} [signal]
   * @returns {Promise<any>} the answer of rank 0; null if it was aborted
   */
  call(name, given, signal) {
    return this.#recover((group) => abortable(group, signal, () => group.call(0, name, given)));
  }

  /**
   * @param {string} name
   * @param {(rank: number) => object} given
   * @param {AbortSignal} [signal]
   * @returns {Promise<any[]>} the answers, by rank; null for those aborted
   */
  callAll(name, given, signal) {
    return this.#recover((group) => abortable(group, signal, () => group.callAll(name, given)));
  }

  /** @returns {Promise<any>} */
  statistics() {
    // A new group is to record them too.
    this.#watched = true;
    return this.call('statistics', {});
  }

  free() {
    this.#freed = true;
    this.#group?.end('the session was freed');
    this.#data.clear();
  }

  /**
   * Does work, again with a new group whenever one is lost.
   *
   * @template Result
   * @param {(group: WorkerGroup) => Promise<Result>} work
   * @returns {Promise<Result>}
   */
  async #recover(work) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work(await this.#ready());
      } catch (error) {
        if (this.#freed) throw freed();
        if (!(error instanceof Lost)) throw error;
        if (attempt === ATTEMPTS) throw givenUp(error);
      }
    }
  }

  /** @returns {Promise<WorkerGroup>} a group in the session's present state */
  async #ready() {
    if (this.#group && !this.#group.lost) return this.#group;
    const { module, build, workers, floats, spawn } = this.#config;
    const shared = createSharedMemory(workers, floats);
    const { group, description } = await WorkerGroup.start({ module, build, shared, ...this.#origin }, spawn);
    if (this.#freed) group.end('the session was freed');
    this.#group = group;
    this.description = description;
    try {
      await this.#replay(group);
    } catch (error) {
      group.end("it could not be brought to the session's state");
      throw error;
    }
    return group;
  }

  /**
   * Brings a new group from the checkpoint to the session's state: data sets, then the steps since.
   *
   * @param {WorkerGroup} group
   */
  async #replay(group) {
    for (const part of PARTS) {
      const data = this.#data.get(part);
      if (data) await group.callAll('setData', () => data);
    }
    if (this.#watched) await group.call(0, 'watchStatistics', {});
    const replay = { count: this.#steps, milliseconds: Number.POSITIVE_INFINITY, resume: false };
    if (this.#steps > 0) await group.callAll('step', () => replay);
  }

  /** @param {WorkerGroup} group */
  async #checkpoint(group) {
    const [file] = await group.callAll('save', () => ({}));
    this.#origin = { file };
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
    // It may have been aborted while workers were made ready.
    if (signal?.aborted) abort();
    return await running;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

/** @param {Lost} error */
function givenUp({ message }) {
  const text = `${message}; new workers fared no better: load() with fewer workers and go on from the last save`;
  return new InkgradError('state', text, { id: 'state.workers_lost', values: { why: message } });
}
