/** @file How one experiment differs from another, setting by setting. */

import { dataSetOf } from '../../../shared/data-sets.js';
import { settingsOf } from '../../../shared/links.js';
import { percent } from '../../app/format.js';
import { dataTitle, nameOf } from '../../names/index.js';
import { layerText } from '../../names/layer.js';
import { text } from './words.js';

/**
 * @typedef {import('../../../shared/experiment.js').Experiment} Experiment
 * @typedef {{ key: string, name: string, before: string | null, after: string | null }} Difference null where it is not set
 */

/** Settings whose value is a kind. */
const KINDS = new Set(['loss', 'optimizer', 'schedule']);

/** What of the data is used, by the name of its text. */
const SELECTION = /** @type {const} */ (['validation', 'split_seed', 'limit', 'noise']);

/**
 * @param {Experiment} before
 * @param {Experiment} after
 * @returns {Difference[]}
 */
export function differencesOf(before, after) {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  const differs = (/** @type {string} */ key) => old.get(key) !== now.get(key);
  // Of another optimiser all fields are others: the kind says it.
  const implied = (/** @type {string} */ key) =>
    KINDS.has(key.split('.')[0] ?? '') && key.includes('.') && differs(key.split('.')[0] ?? '');
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((key) => differs(key) && !implied(key))
    .map((key) => ({
      key,
      name: nameOfSetting(key),
      before: valueText(key, old.get(key), before),
      after: valueText(key, now.get(key), after),
    }));
}

/**
 * @param {Difference} difference
 * @returns {string} in one line
 */
export function differenceText({ name, before, after }) {
  if (after === null) return text('without', { name });
  return before === null ? `${name} ${after}` : `${name} ${before} → ${after}`;
}

/**
 * @param {Experiment} experiment
 * @returns {Map<string, string>} every setting that is given, as text
 */
function valuesOf(experiment) {
  const { dataset, run } = experiment;
  const values = new Map([['data', dataset.name], ...settingsOf(experiment)]);
  for (const name of SELECTION) if (dataset[name] !== undefined) values.set(`data.${name}`, String(dataset[name]));
  if (dataset.hand) values.set('data.hand', percent(dataset.hand.share));
  values.set('workers', String(run.workers));
  values.set('gpu', run.gpu);
  return values;
}

/** @param {string} key */
function nameOfSetting(key) {
  if (KINDS.has(key) || key === 'layers' || key.split('.')[0] === 'data') return text(/** @type {'data'} */ (key));
  return nameOf('field', key.slice(key.lastIndexOf('.') + 1));
}

/**
 * @param {string} key
 * @param {string | undefined} value
 * @param {Experiment} experiment
 */
function valueText(key, value, { spec, dataset }) {
  if (value === undefined || value === '') return null;
  if (key === 'layers') return spec.layers.map(layerText).join(', ');
  if (key === 'epochs' && value === '0') return text('unlimited');
  if (key === 'data') return dataTitle(dataSetOf(dataset));
  return KINDS.has(key) ? nameOf('kind', value) : value;
}
