/**
 * @file Runs that were replaced in this visit, with their weights and curves: nothing that was trained is lost by one press.
 * The library has all of them; the newest are at hand.
 */

import { runOf } from '../state.js';

/**
 * @typedef {import('../state.js').State} State
 * @typedef {import('../state.js').RunState} RunState
 * @typedef {import('../../shared/experiment.js').Experiment} Experiment
 * @typedef {{ bytes: Uint8Array, position: import('../../shared/protocol.js').TrainingPosition }} Checkpoint
 *
 * @typedef {object} FiledRun
 * @property {number} id
 * @property {Experiment} experiment
 * @property {RunState} run
 * @property {Promise<Checkpoint | null>} checkpoint of the very step at which it was replaced; null where it was lost
 */

/**
 * Bytes of checkpoints that are kept in memory: those of the newest runs. The library has all of them, so that hundreds of
 * runs take no more memory than ten.
 */
export const MAX_BYTES = 400_000;

/** Where the library keeps nothing beyond this visit. */
export const MAX_BYTES_ALONE = 10_000_000;

const MAX_RUNS = 100;

export class RunStore {
  #runs = /** @type {Filed[]} */ ([]);
  #ids = 0;
  #onFiled;
  #load;
  #maxBytes;
  /** Once the limit of memory is kept. */
  settled = Promise.resolve();

  /**
   * @param {() => void} onFiled
   * @param {(id: string, step: number) => Promise<Checkpoint | null>} load reads weights from the library
   * @param {() => number} [maxBytes] of all checkpoints together
   */
  constructor(onFiled, load, maxBytes = () => MAX_BYTES) {
    this.#onFiled = onFiled;
    this.#load = load;
    this.#maxBytes = maxBytes;
  }

  /**
   * @param {State} state
   * @param {Promise<Checkpoint | null>} checkpoint
   * @returns {FiledRun | null} null where nothing was trained
   */
  file(state, checkpoint) {
    if (state.position.step === 0) return null;
    // A run that came back and was not trained on is filed already.
    const known = this.#runs.find(({ experiment, run: { history, position } }) => {
      return experiment === state.experiment && history === state.history && position.step === state.position.step;
    });
    if (known) return known;
    this.#ids += 1;
    const filed = new Filed(this.#ids, state, checkpoint, this.#load);
    this.#runs = [...this.#runs, filed].slice(-MAX_RUNS);
    this.#onFiled();
    this.settled = this.settled.then(() => this.#dropOldest());
    return filed;
  }

  /** The newest run is kept whatever it takes. */
  async #dropOldest() {
    let bytes = 0;
    for (const run of this.#runs.toReversed().filter(({ isHeld }) => isHeld)) {
      const size = (await run.checkpoint)?.bytes.length ?? 0;
      if (bytes > 0 && bytes + size > this.#maxBytes()) run.drop();
      else bytes += size;
    }
  }
}

/** @implements {FiledRun} */
class Filed {
  #held;
  #load;

  /**
   * @param {number} id
   * @param {State} state
   * @param {Promise<Checkpoint | null>} checkpoint
   * @param {(id: string, step: number) => Promise<Checkpoint | null>} load
   */
  constructor(id, state, checkpoint, load) {
    this.id = id;
    this.experiment = state.experiment;
    this.run = runOf(state);
    this.#held = /** @type {Promise<Checkpoint | null> | null} */ (checkpoint);
    this.#load = load;
  }

  /** Whether its weights are in memory. */
  get isHeld() {
    return this.#held !== null;
  }

  get checkpoint() {
    const { id, position } = this.run;
    return this.#held ?? this.#load(id, position.step).catch(() => null);
  }

  /** From here on its weights are read from the library. */
  drop() {
    this.#held = null;
  }
}
