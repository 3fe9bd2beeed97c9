/** @file What a network for one's own classes can begin from. */

import { dataSetOf } from '../../../shared/data-sets.js';
import { whole } from '../../app/format.js';
import { dataTitle } from '../../names/index.js';
import { isTransferable } from './built.js';
import { text } from './words.js';

/**
 * @typedef {object} Start
 * @property {string} id
 * @property {string} title
 * @property {import('../../../shared/experiment.js').Experiment} experiment whose network is taken
 * @property {import('../../../storage/records.js').Parent | null} parent the run and step that it begins from
 * @property {() => Promise<Uint8Array | null>} weights null for fresh ones, and where they are no longer kept
 */

/**
 * @param {import('../../app/context.js').App} app
 * @returns {Start[]} fresh weights first, then the present network, then filed runs, the newest first
 */
export function startsOf({ state, actions, library }) {
  const experiment = state.experiment.value;
  /** @type {Start[]} */
  const starts = [{ id: 'scratch', title: text('scratch'), experiment, parent: null, weights: async () => null }];
  if (isTransferable(experiment) && state.position.value.step > 0)
    starts.push({
      id: 'present',
      title: text('present'),
      experiment,
      parent: { id: state.id.value, step: state.position.value.step },
      weights: async () => (await actions.savedRun())?.bytes ?? null,
    });
  for (const { id, name, state: kept, experiment: filed } of state.runs.value.toReversed()) {
    if (id === state.id.value || !kept || !isTransferable(filed)) continue;
    const title = name || dataTitle(dataSetOf(filed.dataset));
    starts.push({
      id,
      title: text('filed', { title, step: whole(kept.step) }),
      experiment: filed,
      parent: { id, step: kept.step },
      weights: async () => (await library.runs.state(id))?.bytes ?? null,
    });
  }
  return starts;
}
