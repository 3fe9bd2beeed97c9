/** @file Runs that were replaced, with their weights and curves: nothing that was trained is lost by one press. */

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

/** Runs that are kept in memory; one of the largest network takes about a megabyte. */
const MAX_RUNS = 40;

export class RunStore {
  #runs = /** @type {FiledRun[]} */ ([]);
  #ids = 0;
  #onChange;

  /** @param {(runs: FiledRun[]) => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /**
   * @param {State} state
   * @param {Promise<Checkpoint | null>} checkpoint
   * @returns {FiledRun | null} null where nothing was trained
   */
  file(state, checkpoint) {
    if (state.position.step === 0) return null;
    this.#ids += 1;
    const filed = { id: this.#ids, experiment: state.experiment, run: runOf(state), checkpoint };
    this.#runs = [...this.#runs, filed].slice(-MAX_RUNS);
    this.#onChange(this.#runs);
    return filed;
  }
}
