/** @file The rows of the table of runs: one a run, in the order that is asked for. */

import { networkName } from '../../names/network.js';
import { differencesOf } from './differences.js';

/**
 * @typedef {import('../../../storage/records.js').RunRecord} RunRecord
 *
 * @typedef {object} Row
 * @property {RunRecord} run
 * @property {boolean} current whether it is the one that is trained in this tab
 * @property {string} title as the person has named it, or what its network is
 * @property {{ title: string, step: number } | null} parent run and step from which it was made, while that run is there
 * @property {import('./differences.js').Difference[] | null} differences from its parent, else from the run before it; null
 *   for the first
 * @property {Record<SortKey, number | null>} values
 *
 * @typedef {'created' | 'step' | 'epoch' | 'loss' | 'validationLoss' | 'validationAccuracy'} SortKey
 * @typedef {{ key: SortKey, descending: boolean }} Order
 */

/**
 * @param {readonly RunRecord[]} runs the oldest first
 * @param {string | null} current id of the run that is trained
 * @returns {Row[]} in the order of their beginning
 */
export function rowsOf(runs, current) {
  const titles = new Map(runs.map((run, at) => [run.id, titleOf(run, run.number ?? at + 1)]));
  return runs.map((run, at) => {
    const made = runs.find(({ id }) => id === run.parent?.id);
    const before = made ?? runs[at - 1];
    return {
      run,
      current: run.id === current,
      title: titles.get(run.id) ?? '',
      parent: made && run.parent ? { title: titles.get(made.id) ?? '', step: run.parent.step } : null,
      differences: before ? differencesOf(before.experiment, run.experiment) : null,
      values: valuesOf(run),
    };
  });
}

/**
 * @param {Pick<RunRecord, 'name' | 'experiment'>} run
 * @param {number} number of the run for life: two runs of one network have two names
 * @returns {string}
 */
function titleOf({ name, experiment }, number) {
  return name || `${networkName(experiment)} · ${number}`;
}

/**
 * Pinned runs stand first; what has no value stands last.
 *
 * @param {readonly Row[]} rows
 * @param {Order} order
 * @returns {Row[]}
 */
export function sorted(rows, { key, descending }) {
  const sign = descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    if (a.run.pinned !== b.run.pinned) return a.run.pinned ? -1 : 1;
    const [x, y] = [a.values[key], b.values[key]];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * (x - y);
  });
}

/**
 * @param {RunRecord} run
 * @returns {Record<SortKey, number | null>}
 */
function valuesOf({ created, position, progress, validation }) {
  return {
    created,
    step: position.step,
    epoch: position.epoch,
    loss: finite(progress?.loss),
    validationLoss: finite(validation?.loss),
    validationAccuracy: finite(validation?.accuracy),
  };
}

/** @param {number | null | undefined} value */
function finite(value) {
  return value !== undefined && value !== null && Number.isFinite(value) ? value : null;
}

/**
 * @param {RunRecord} run
 * @returns {number[]} steps of which there are weights
 */
export function keptSteps({ checkpoints, state }) {
  const steps = new Set([...checkpoints.map(({ step }) => step), ...(state ? [state.step] : [])]);
  return [...steps].sort((a, b) => a - b);
}
