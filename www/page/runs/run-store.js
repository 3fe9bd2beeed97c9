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

/** Bytes of checkpoints that are kept in memory. Where there are more, the oldest run's weights go first. */
const MAX_BYTES = 200e6;

const MAX_RUNS = 100;

export class RunStore {
  #runs = /** @type {FiledRun[]} */ ([]);
  #ids = 0;
  #onChange;
  #maxBytes;
  /** Once the limit of memory is kept. */
  settled = Promise.resolve();

  /**
   * @param {(runs: FiledRun[]) => void} onChange
   * @param {number} [maxBytes] of all checkpoints together
   */
  constructor(onChange, maxBytes = MAX_BYTES) {
    this.#onChange = onChange;
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
    const filed = { id: this.#ids, experiment: state.experiment, run: runOf(state), checkpoint };
    this.#runs = [...this.#runs, filed].slice(-MAX_RUNS);
    this.#onChange(this.#runs);
    this.settled = this.settled.then(() => this.#dropOldest());
    return filed;
  }

  /** The newest run is kept whatever it takes. */
  async #dropOldest() {
    let bytes = 0;
    for (const run of this.#runs.toReversed()) {
      const size = (await run.checkpoint)?.bytes.length ?? 0;
      if (bytes > 0 && bytes + size > this.#maxBytes) run.checkpoint = Promise.resolve(null);
      else bytes += size;
    }
  }
}
