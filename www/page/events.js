/** @file What each event of the training worker changes in the page's state; nothing else happens here. */

import { freshCourse } from './state.js';

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
      // Of all that is said about what a session runs on, the fault; the notice itself says the rest.
      const [, fault = backend.reason] = backend.reason.match(/the GPU failed: (.*); the processor has/) ?? [];
      const notice = { key: 'notice.gpu', detail: fault, remedies: [], grave: false };
      return { notice, ...(state.network && { network: { ...state.network, backend } }) };
    }
    case 'data':
      return { data: event.loaded < event.total ? { loaded: event.loaded, total: event.total } : null };
    case 'whole':
      return {
        ...(state.network && { network: { ...state.network, counts: event.counts } }),
        standing: { ...state.standing, wholeSince: event.step },
        record: { ...state.record, wholeSince: event.step },
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
function applyReady(state, { rows, backend, counts, position: standing, spec }) {
  const begins = standing.step === 0;
  const course = begins ? freshCourse() : {};
  const record = begins ? { spec, wholeSince: standing.wholeSince, changes: [] } : state.record;
  return { ...course, network: { rows, backend, counts }, standing, record, status: begins ? 'ready' : 'paused' };
}

/**
 * @param {State} state
 * @param {import('../shared/protocol.js').Progress} progress
 * @returns {Partial<State>}
 */
function applyProgress({ history, standing }, progress) {
  const { step, epoch } = progress;
  if (Math.floor(epoch) > Math.floor(standing.epoch)) history.addEpoch(step);
  history.add(progress);
  return { progress, standing: { ...standing, step, epoch }, points: history.points };
}

/**
 * @param {State} state
 * @param {import('../shared/protocol.js').ValidationEvent} event
 * @returns {Partial<State>}
 */
function applyValidation({ history }, { step, loss, accuracy }) {
  history.addValidation({ step, loss, accuracy });
  return { validation: { step, loss, accuracy } };
}
