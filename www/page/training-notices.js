/** @file What the person is told when training ends by itself, or when the worker refuses a command. */

import { lowerRate } from '../shared/experiment.js';
import { setting } from './app/format.js';
import { faultOf } from './app/messages.js';
import { Refused } from './client.js';

/**
 * @typedef {import('./state.js').State} State
 * @typedef {import('./state.js').Remedy} Remedy
 *
 * @param {State} state
 * @param {import('../shared/protocol.js').Activity} event
 * @returns {Partial<State>}
 */
export function endPatch({ experiment, events, position }, { activity, early }) {
  if (activity === 'diverged') {
    const values = { rate: setting(lowerRate(experiment.spec)) };
    return {
      notice: { key: 'diverged', values, detail: '', remedies: ['goOn', 'anew'], grave: false },
      events: [...events, { step: position.step, kind: 'diverged', label: '' }],
    };
  }
  if (!early) return {};
  const values = { count: Number(experiment.spec.early_stopping?.patience ?? 5) };
  return {
    notice: { key: 'early', values, detail: '', remedies: ['onward'], grave: false },
    events: [...events, { step: position.step, kind: 'early_stopping', label: '' }],
  };
}

/**
 * @param {State} state
 * @param {Error} error
 * @param {boolean} opening the network could not be opened
 * @returns {Partial<State>}
 */
export function refusalPatch({ undo }, error, opening) {
  const code = error instanceof Refused ? error.code : 'unknown';
  const layer = opening && error instanceof Refused ? /^layers\[(\d+)\]/.exec(error.path ?? '')?.[1] : undefined;
  const key = code === 'network' ? 'network' : layer === undefined ? 'refused' : 'layer';
  /** @type {Remedy[]} */
  const remedies = (opening && layer === undefined) || code === 'network' ? ['retry'] : [];
  if (opening && undo.past > 0) remedies.push('undoChange');
  const values = { layer: Number(layer) + 1 };
  const notice = { key, values, detail: error.message, fault: faultOf(error), remedies, grave: opening };
  return { notice, ...(opening && { status: 'error' }) };
}

/**
 * @param {import('./client.js').WorkerEnded} error
 * @param {boolean} again whether another worker goes on by itself
 * @param {boolean} undo whether a change can be taken back: it may be the cause
 * @returns {Partial<State>}
 */
export function lostPatch(error, again, undo) {
  /** @type {Remedy[]} */
  const remedies = again ? [] : [error.reason === 'protocol' ? 'reload' : 'retry'];
  if (!again && undo && error.reason !== 'protocol') remedies.push('undoChange');
  const notice = { key: again ? 'recovered' : error.reason, detail: error.message, remedies, grave: !again };
  return { notice, status: 'error' };
}
