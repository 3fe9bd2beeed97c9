/** @file The query `recent-state`: a kept state of the run from before a step, so that training can go back to it. */

/**
 * Parameter `step`: the state is at or before it where there is such a one, else the oldest.
 *
 * @type {import('../query-runner.js').Handler<import('./index.js').TrainingContext>}
 * @returns {import('../../shared/protocol.js').Saved | null} null where no state is kept
 */
export function recentState({ recent }, params) {
  return recent?.before(Number(params.step)) ?? null;
}
