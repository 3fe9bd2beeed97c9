/** @file Edits of the experiment by forms: what cannot be trained is refused, with the reason. */

import { useApp } from '../app/context.js';
import { messageOf, placedMessageOf } from '../app/messages.js';
import { refusalOf } from './check.js';

/**
 * @typedef {import('../../shared/experiment.js').Experiment} Experiment
 * @typedef {{ label: string, merge?: string }} How
 */

/**
 * @returns {(change: (experiment: Experiment) => Experiment, how: How & { path?: string }) =>
 *   import('./frame.jsx').Reason | undefined} `path` is the edited field's: faults of the same part are said without the place
 */
export function useEdit() {
  const { state, actions, inkgrad } = useApp();
  return (change, { path, ...how }) => {
    const before = state.experiment.peek();
    const after = change(before);
    const fault = refusalOf(inkgrad.peek(), before, after);
    if (fault) return () => (partOf(fault.path) === partOf(path) ? messageOf(fault) : placedMessageOf(fault));
    actions.editExperiment(after, how);
    return undefined;
  };
}

/** @param {string | undefined} path @returns {string} the part of the spec, as in `schedule` */
function partOf(path = '') {
  return path.replace(/\.[^.]*$/, '');
}
