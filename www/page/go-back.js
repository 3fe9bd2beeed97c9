/** @file Goes back to a state from before a fault, and trains on from there with another experiment. */

import { cutRun } from '../storage/cut-run.js';
import { newId } from '../storage/new-id.js';
import { translator } from './app/language.js';
import { soundStep } from './losses.js';

const text = translator({ en: { back: 'went back' }, zh: { back: '回到此处' } });

/**
 * @typedef {import('./state.js').State} State
 * @typedef {import('./runs/run-store.js').Checkpoint} Checkpoint
 *
 * @typedef {object} Means
 * @property {import('./store.js').Store<State>} store
 * @property {import('./training-control.js').TrainingControl} training
 * @property {typeof import('./state.js').freshRun} freshRun
 * @property {typeof import('./state.js').runOf} runOf
 * @property {(label: string) => void} fileRun files the present run, so that the change can be taken back
 */

/**
 * Where no state from before the fault is kept, the network begins anew.
 *
 * @param {Means} means
 * @param {State['experiment']} experiment what is trained from there
 * @param {number} [latest] step that was offered
 */
export async function goBack(
  { store, training, freshRun, runOf, fileRun },
  experiment,
  latest = Number.POSITIVE_INFINITY,
) {
  const { history, position } = store.get();
  const step = Math.min(latest, soundStep(history.rows, position.step));
  const kept = await training.query('recent-state', { step }).catch(() => null);
  // Another network may have come meanwhile.
  if (store.get().history !== history) return;
  const state = /** @type {Checkpoint | null} */ (kept);
  const sound = state !== null && state.position.step <= step ? state : null;
  fileRun(sound ? 'back' : 'reset');
  const run = sound ? runUntil(runOf(store.get()), sound.position) : freshRun();
  store.update({ experiment, playWanted: true });
  training.rebuild({ run, ...(sound && { checkpoint: Promise.resolve(sound) }) });
}

/**
 * @param {import('./state.js').RunState} before
 * @param {Checkpoint['position']} position
 * @returns {import('./state.js').RunState} the run as it was there, with a mark in its curves
 */
export function runUntil(before, position) {
  const { step } = position;
  const history = before.history.copyUntil(step);
  const cut = cutRun(before, position, history.rows);
  const { progress, validation, configuration } = cut;
  // A change at this very step is told by the mark.
  const events = cut.events.filter((event) => event.step < step || event.kind !== 'changed');
  return {
    id: newId(),
    parent: { id: before.id, step },
    ...{ position, progress, validation, history, points: history.points },
    events: [...events, { step, kind: 'changed', label: text('back') }],
    configuration: /** @type {import('./state.js').RunConfiguration} */ (configuration),
  };
}
