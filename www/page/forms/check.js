/** @file Whether an experiment can be trained: the core's `describe`, and that it fits the data and this device. */

import { dataSetOf } from '../../shared/data-sets.js';
import { specOf } from '../../shared/experiment.js';
import { misfitOf } from '../../shared/fit.js';

/**
 * @typedef {import('../../shared/experiment.js').Experiment} Experiment
 * @typedef {import('../app/messages.js').Fault} Fault
 * @typedef {Pick<import('inkgrad').Inkgrad, 'describe'>} Core
 * @typedef {ReturnType<import('inkgrad').Inkgrad['describe']>} Description
 * @typedef {{ description: Description, fault: null } | { description: null, fault: Fault }} Checked
 */

/** The last check: it is asked for by several parts of the page at once. @type {[Core, string, Checked] | null} */
let last = null;

/**
 * @param {Core} core
 * @param {Experiment} experiment
 * @returns {Checked}
 */
export function checkExperiment(core, experiment) {
  const key = JSON.stringify([experiment.spec, experiment.dataset]);
  if (last?.[0] === core && last[1] === key) return last[2];
  const checked = check(core, experiment);
  last = [core, key, checked];
  return checked;
}

/**
 * @param {Core} core
 * @param {Experiment} experiment
 * @returns {Checked}
 */
function check(core, experiment) {
  try {
    const description = core.describe(specOf(experiment));
    const fault = misfitOf(dataSetOf(experiment.dataset), experiment.spec, description.layers);
    return fault ? { description: null, fault } : { description, fault: null };
  } catch (error) {
    return { description: null, fault: /** @type {Fault} */ (error) };
  }
}

/**
 * @param {Core | null} core null until it is loaded; the session refuses then what cannot be trained
 * @param {Experiment} before
 * @param {Experiment} after
 * @returns {Fault | null} what the change makes impossible; null where that was so before
 */
export function refusalOf(core, before, after) {
  if (!core) return null;
  const { fault } = checkExperiment(core, after);
  if (!fault) return null;
  const earlier = checkExperiment(core, before).fault;
  return earlier && earlier.id === fault.id && earlier.path === fault.path ? null : fault;
}
