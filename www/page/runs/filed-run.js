/** @file A run of the library as the page trains it. */

import { newId } from '../../storage/new-id.js';
import { restoredRun } from '../keeping/restore.js';

/**
 * @typedef {import('../../storage/remote.js').RemoteLibrary} Library
 *
 * @typedef {object} Opened
 * @property {import('../../shared/experiment.js').Experiment} experiment
 * @property {import('../state.js').RunState} run
 * @property {import('./run-store.js').Checkpoint} checkpoint
 *
 * @param {Library} library
 * @param {string} id
 * @returns {Promise<Opened | null>} null where there are no such weights
 */
export async function filedRun(library, id) {
  const [record, state] = [await library.runs.get(id), await library.runs.state(id)];
  if (!record || !state) return null;
  const { experiment } = record;
  const { checkpoint, state: restored } = restoredRun(record, state, await library.runs.curves(id), experiment);
  const { experiment: _, ...run } = restored;
  return { experiment, run, checkpoint };
}

/**
 * A run of its own begins at a kept step of another one. It is listed from then on.
 *
 * @param {Library} library
 * @param {string} id
 * @param {number} step
 * @returns {Promise<Opened | null>} null where there are no such weights
 */
export async function branchOf(library, id, step) {
  const branch = await library.runs.duplicate(id, newId(), { step });
  return branch && filedRun(library, branch.id);
}
