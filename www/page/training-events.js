/** @file What each event of the training worker changes in the page's state; nothing else happens here. */

import { freshRun } from './state.js';

/**
 * @typedef {import('./state.js').State} State
 * @typedef {import('../shared/protocol.js').TrainingEvent} TrainingEvent
 */

/**
 * @param {State} state
 * @param {TrainingEvent} event
 * @returns {Partial<State>}
 */
export function applyTraining(state, event) {
  switch (event.type) {
    case 'ready':
      return applyReady(state, event);
    case 'gpu-fallback': {
      const { backend } = event;
      const fault = backend.reasons.find(({ id }) => id === 'gpu.told')?.values.text ?? '';
      const notice = { key: 'gpu', detail: fault, remedies: [], grave: false };
      return { notice, ...(state.network && { network: { ...state.network, backend } }) };
    }
    case 'data':
      return { dataProgress: event.loaded < event.total ? { loaded: event.loaded, total: event.total } : null };
    case 'whole':
      return {
        ...(state.network && { network: { ...state.network, counts: event.counts } }),
        position: { ...state.position, wholeSince: event.step },
        configuration: { ...state.configuration, wholeSince: event.step },
      };
    case 'progress':
      return applyProgress(state, event.progress);
    case 'validation':
      return applyValidation(state, event);
    case 'activity':
      return { status: event.activity };
    default:
      return {};
  }
}

/**
 * @param {State} state
 * @param {import('../shared/protocol.js').Ready} event
 * @returns {Partial<State>}
 */
function applyReady(state, { rows, backend, counts, position, spec, runId, table }) {
  const begins = position.step === 0;
  const configuration = begins ? { spec, wholeSince: position.wholeSince, changes: [] } : state.configuration;
  return {
    ...(begins && beginning(state, runId)),
    configuration: { ...configuration, ...(table && { table }) },
    network: { rows, backend, counts },
    position,
    status: begins ? 'ready' : hasEnded(state, position) ? 'finished' : 'paused',
  };
}

/**
 * @param {State} state
 * @param {State['position']} position of a network that is opened again
 * @returns {boolean} whether training had ended there by itself, and nothing was changed since
 */
function hasEnded({ experiment: { run, spec }, events }, { step, epoch }) {
  const last = events.findLast((event) => event.step === step)?.kind;
  if (last === 'early_stopping') return spec.early_stopping !== undefined;
  return last === undefined && run.epochs > 0 && epoch > 0 && epoch % run.epochs === 0;
}

/**
 * @param {State} state
 * @param {string} runId
 * @returns {import('./state.js').RunState} a fresh run. A network that was trained elsewhere keeps what is known of it
 */
function beginning({ id, parent, events, validation }, runId) {
  const same = id === runId;
  const opened = same && events.some(({ kind }) => kind === 'started');
  return { ...freshRun(), id: runId, parent: same ? parent : null, ...(opened && { events, validation }) };
}

/**
 * @param {State} state
 * @param {import('../shared/protocol.js').Progress} progress
 * @returns {Partial<State>}
 */
function applyProgress({ history, position }, progress) {
  const { step, epoch } = progress;
  if (Math.floor(epoch) > Math.floor(position.epoch)) history.addEpoch(step);
  history.add(progress);
  return { progress, position: { ...position, step, epoch }, points: history.points };
}

/**
 * @param {State} state
 * @param {import('../shared/protocol.js').ValidationEvent} event
 * @returns {Partial<State>}
 */
function applyValidation({ history }, { step, loss, accuracy, confusion, regression = null }) {
  history.addValidation({ step, loss, accuracy });
  return { validation: { step, loss, accuracy, confusion, regression } };
}
