/** @file Finds what an earlier visit has kept: the drawing, the place, and the run that goes on. */

import { structureOf } from '../../shared/experiment.js';
import { cutCurves } from '../../storage/cut-curves.js';
import { cutRun } from '../../storage/cut-run.js';
import { newId } from '../../storage/new-id.js';
import { History } from '../history.js';
import { freshRun } from '../state.js';

/**
 * @typedef {import('../state.js').State} State
 * @typedef {import('../../shared/experiment.js').Experiment} Experiment
 * @typedef {import('../../storage/remote.js').RemoteLibrary} RemoteLibrary
 * @typedef {import('../../storage/records.js').RunRecord} RunRecord
 * @typedef {import('../../storage/records.js').SavedState} SavedState
 * @typedef {import('../../storage/records.js').Curves} Curves
 * @typedef {import('../runs/run-store.js').Checkpoint} Checkpoint
 *
 * @typedef {object} Restored
 * @property {Partial<State>} state
 * @property {Checkpoint} checkpoint
 * @property {string | null} build that trained it, null where that is not known
 * @property {import('../state.js').Elsewhere | null} elsewhere the run that another tab has, and from which this one begins
 *
 * @param {RemoteLibrary} library
 * @param {import('./claims.js').Claims} claims
 * @param {object} wish
 * @param {string | null} wish.last the run that was trained last in any tab
 * @param {Experiment} wish.experiment of the address
 * @param {boolean} wish.plain whether the address names no experiment
 * @param {(experiment: Experiment) => boolean} wish.isAddressOf whether the address is the one that the page writes for it
 * @returns {Promise<Restored | null>} null where the network begins anew
 */
export async function restoreRun(library, claims, { last, experiment, plain, isAddressOf }) {
  const own = claims.remembered();
  const found = (own && (await runWithState(library, own.id))) ?? (await runWithState(library, own ? own.from : last));
  const kept = found?.run.experiment;
  const fitting = kept && (plain || isAddressOf(kept) ? kept : experimentFor(kept, experiment));
  if (!found || !fitting) return null;
  const { run, state, curves } = found;
  const { checkpoint, state: restored } = restoredRun(run, state, curves, fitting);
  const { id, name } = run;
  if (await claims.claim(id)) return { checkpoint, state: restored, build: state.build, elsewhere: null };
  const { step } = state.position;
  const branch = { ...restored, id: newId(), parent: { id, step } };
  return { checkpoint, state: branch, build: state.build, elsewhere: { id, name, step } };
}

/**
 * @param {RemoteLibrary} library
 * @param {string | null} id
 */
async function runWithState(library, id) {
  if (id === null) return null;
  const [run, state] = await Promise.all([library.runs.get(id), library.runs.state(id)]).catch(() => [null, null]);
  if (!run || run.deleted !== null || !state) return null;
  return { run, state, curves: await library.runs.curves(id).catch(() => null) };
}

/**
 * The run as it was at a state: what the page knew later is forgotten.
 *
 * @param {RunRecord} run
 * @param {SavedState} state
 * @param {Curves | null} curves
 * @param {Experiment} experiment
 * @returns {{ checkpoint: Checkpoint, state: Partial<State> & import('../state.js').RunState }}
 */
export function restoredRun(run, { bytes, position }, curves, experiment) {
  const history = new History(curves ? cutCurves(curves, position.step) : undefined);
  const { id, parent, progress, validation, events, configuration } = cutRun(run, position, history.rows);
  const state = {
    ...freshRun(),
    ...{ id, parent, experiment, position, progress, validation, history, points: history.points, events },
    configuration: /** @type {import('../state.js').RunConfiguration} */ (configuration),
  };
  return { checkpoint: { bytes, position }, state };
}

/**
 * What may change in a running session is as in the address.
 *
 * @param {Experiment} kept
 * @param {Experiment} asked
 * @returns {Experiment | null} null where it is another network
 */
export function experimentFor(kept, asked) {
  if (sameStructure(kept, asked)) return asked;
  if (JSON.stringify(kept.dataset) !== JSON.stringify(asked.dataset)) return null;
  // The first release added dropout of rate 0 after dense layers: the kept network has its own layers.
  const { seed, layers, input } = kept.spec;
  const own = { ...asked, spec: { ...asked.spec, seed, layers, input } };
  return sameStructure(withoutIdleDropout(own), withoutIdleDropout(asked)) ? own : null;
}

/**
 * @param {Experiment} a
 * @param {Experiment} b
 */
function sameStructure(a, b) {
  return JSON.stringify(structureOf(a)) === JSON.stringify(structureOf(b));
}

/**
 * @param {Experiment} experiment
 * @returns {Experiment}
 */
function withoutIdleDropout(experiment) {
  const layers = experiment.spec.layers.filter(({ kind, rate }) => kind !== 'dropout' || rate !== 0);
  return { ...experiment, spec: { ...experiment.spec, layers } };
}
