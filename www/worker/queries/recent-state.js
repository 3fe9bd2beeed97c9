/** @file The query `recent-state`: a kept state of the run from before a step, so that training can go back to it. */

import { Answer } from '../answer.js';

/**
 * Parameter `step`: the state is at or before it where there is such a one, else the oldest. The answer is a copy.
 *
 * @type {import('../query-runner.js').Handler<import('./index.js').TrainingContext>}
 * @returns {Answer | null} a `Saved`; null where no state is kept
 */
export function recentState({ recent }, params) {
  const state = recent?.before(Number(params.step)) ?? null;
  if (!state) return null;
  const bytes = state.bytes.slice();
  return new Answer({ bytes, position: state.position }, [bytes]);
}
