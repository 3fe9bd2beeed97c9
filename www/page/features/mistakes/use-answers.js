/** @file The answers to all validation pictures, anew as training goes on, as often as they are worth their time. */

import { useState } from 'preact/hooks';
import { useApp } from '../../app/context.js';
import { wasTakenBack } from '../../app/failure.jsx';
import { untilDone } from '../../app/long-query.js';
import { useQuery } from '../../app/queries.js';

/** Milliseconds between two questions: a list that changes faster cannot be read. */
const INTERVAL = 1500;

/**
 * @param {boolean} wanted
 * @param {boolean} held the list is being used: it stays as it is
 */
export function useAnswers(wanted, held) {
  const { state, ask } = useApp();
  const [progress, setProgress] = useState(/** @type {import('../../app/long-query.js').Progress | null} */ (null));
  const [attempt, setAttempt] = useState(0);
  const run = state.history.value;
  const count = state.network.value?.counts.validation;
  const { answer, error } = useQuery({
    ask: /** @type {typeof ask} */ (
      async (place, name, params, signal) => ({
        run,
        value: await untilDone(ask, setProgress)(place, name, params, signal),
      })
    ),
    place: 'prediction',
    name: 'validation-answers',
    params: { count },
    when: [state.points.value, state.applied.value, state.status.value, count, run, attempt],
    visible: wanted && !held && count !== undefined,
    interval: INTERVAL,
  });
  const known = /** @type {{ run: object, value: import('./ranking.js').ValidationAnswers | null } | null} */ (answer);
  return {
    answers: known?.run === run ? known.value : null,
    progress,
    error: wasTakenBack(error) ? null : error,
    retry: () => setAttempt(attempt + 1),
  };
}
