/** @file What a network for one's own classes can begin from. */

import { dataSetOf } from '../../../shared/data-sets.js';
import { presetOf } from '../../../shared/presets/index.js';
import { whole } from '../../app/format.js';
import { dataTitle, nameOf } from '../../names/index.js';
import { isTransferable } from './built.js';
import { text } from './words.js';

/**
 * @typedef {object} Start
 * @property {string} id
 * @property {string} title
 * @property {import('../../../shared/experiment.js').Experiment} experiment whose network is taken
 * @property {() => Promise<Uint8Array | null>} weights null for fresh ones, and where they are no longer kept
 */

/**
 * @param {import('../../app/context.js').App} app
 * @returns {Start[]} fresh weights first, then the present network, then filed runs, the newest first
 */
export function startsOf({ state, actions, library }) {
  const experiment = state.experiment.value;
  /** @type {Start[]} */
  const starts = [{ id: 'scratch', title: text('scratch'), experiment, weights: async () => null }];
  if (isTransferable(experiment) && state.position.value.step > 0)
    starts.push({
      id: 'present',
      title: text('present'),
      experiment,
      weights: async () => (await actions.savedRun())?.bytes ?? null,
    });
  for (const run of state.runs.value.toReversed()) {
    if (run.id === state.id.value || !run.state || !isTransferable(run.experiment)) continue;
    const title = dataTitle(dataSetOf(run.experiment.dataset));
    starts.push({
      id: `run ${run.id}`,
      title: text('filed', {
        name: run.name || nameOf('preset', presetOf(run.experiment)?.name ?? 'own'),
        title,
        step: whole(run.state.step),
      }),
      experiment: run.experiment,
      weights: async () => (await library.runs.state(run.id))?.bytes ?? null,
    });
  }
  return starts;
}
