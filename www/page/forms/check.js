/** @file Whether an experiment can be trained: the core's `describe`, and that its outputs fit the data. */

import { dataSets } from '../../shared/data-sets.js';
import { specOf } from '../../shared/experiment.js';

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
    const fault = misfit(experiment, description);
    return fault ? { description: null, fault } : { description, fault: null };
  } catch (error) {
    return { description: null, fault: /** @type {Fault} */ (error) };
  }
}

/**
 * @param {Experiment} experiment
 * @param {Description} description
 * @returns {Fault | null}
 */
function misfit({ spec, dataset }, { layers }) {
  const data = dataSets[dataset.name];
  if (!data) return null;
  const [expected, given] = [data.shape, spec.input].map((shape) => `[${shape.join(', ')}]`);
  if (expected !== given) return { id: 'page.input', message: '', path: 'input', expected, found: given };
  const outputs = layers.at(-1)?.outputShape.reduce((product, size) => product * size, 1) ?? 0;
  if (outputs === data.classes) return null;
  const values = { classes: String(data.classes) };
  return { id: 'page.outputs', message: '', path: `layers[${layers.length - 1}]`, values, found: String(outputs) };
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
