/** @file A run of the library as the page trains it. */

import { newId } from '../../storage/new-id.js';
import { restoredRun } from '../keeping/restore.js';

/**
 * @param {import('../../storage/remote.js').RemoteLibrary} library
 * @param {string} id
 * @param {number} [step] a kept one, from which a run of its own begins; this run goes on unless given
 * @returns {Promise<{ experiment: import('../../shared/experiment.js').Experiment, run: import('../state.js').RunState,
 *   checkpoint: import('./run-store.js').Checkpoint } | null>} null where there are no such weights
 */
export async function filedRun(library, id, step) {
  const record = await library.runs.get(id);
  const state = step === undefined ? await library.runs.state(id) : await library.runs.checkpoint(id, step);
  if (!record || !state) return null;
  const { experiment } = record;
  const { checkpoint, state: restored } = restoredRun(record, state, await library.runs.curves(id), experiment);
  const { experiment: _, ...run } = restored;
  return { experiment, run: step === undefined ? run : { ...run, ...branchOf(id, state.position.step) }, checkpoint };
}

/**
 * @param {string} id
 * @param {number} step
 */
function branchOf(id, step) {
  return { id: newId(), parent: { id, step } };
}
