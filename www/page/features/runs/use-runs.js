/** @file All runs as they are now: the one in this tab with its live numbers, the others as they are filed. */

import { useMemo } from 'preact/hooks';
import { useApp } from '../../app/context.js';

/** @typedef {import('../../../storage/records.js').RunRecord} RunRecord */

/** @returns {{ runs: RunRecord[], current: string | null }} the oldest first; `current`: id of the one in this tab */
export function useRuns() {
  const { state } = useApp();
  const filed = state.runs.value;
  const id = state.id.value;
  const [experiment, position] = [state.experiment.value, state.position.value];
  const [progress, validation] = [state.progress.value, state.validation.value];
  const runs = useMemo(
    () => filed.map((run) => (run.id === id ? { ...run, experiment, position, progress, validation } : run)),
    [filed, id, experiment, position, progress, validation],
  );
  return { runs, current: filed.some((run) => run.id === id) ? id : null };
}
