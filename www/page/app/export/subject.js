/** @file What is exported: the session of this tab, or a filed run. */

import { classNameOf, dataSetOf, sizeOf } from '../../../shared/data-sets.js';
import { presetOf } from '../../../shared/presets/index.js';
import { dataTitle } from '../../names/index.js';
import { networkName } from '../../names/network.js';
import { dataCommand } from '../../state.js';
import { cardOf } from './card.js';

/**
 * @typedef {import('../context.js').App} App
 * @typedef {import('../../../storage/records.js').RunRecord} RunRecord
 * @typedef {import('../../../shared/answers.js').ModelExportQuery} ModelExportQuery
 * @typedef {Omit<ModelExportQuery, 'format' | 'withData'> & { step: number }} Subject
 */

/**
 * @param {App} app
 * @param {RunRecord | null} run null for the session of this tab, as it is now
 * @returns {Promise<Subject | null>} null where there are no weights
 */
export async function subjectOf({ actions, library, state }, run) {
  const experiment = run?.experiment ?? state.experiment.peek();
  const configuration = run ? run.configuration : state.configuration.peek();
  const saved = run ? await library.runs.state(run.id) : await actions.savedRun();
  if (!saved) return null;
  const { dataset } = experiment;
  const dataSet = dataSetOf(dataset);
  const { table } = configuration;
  const validation = run ? run.validation : state.validation.peek();
  const { step } = saved.position;
  const drawing = drawingOf(state, experiment);
  return {
    step,
    file: new Blob([/** @type {BlobPart} */ (saved.bytes)]),
    data: dataCommand({
      experiment,
      ownData: state.ownData.peek(),
      configuration: { spec: null, wholeSince: null, changes: [], ...(table && { table }) },
    }),
    options: cardOf({ dataset, table, validation, step }),
    classes: dataSet.classes > 0 ? Array.from({ length: dataSet.classes }, (_, at) => classNameOf(dataSet, at)) : null,
    drawing,
  };
}

/**
 * @param {App['state']} state
 * @param {import('../../../shared/experiment.js').Experiment} experiment
 * @returns {Float32Array | null} what is on the pad, where it is an input of this network
 */
function drawingOf(state, { dataset }) {
  const input = state.answer.peek()?.input ?? null;
  const same = state.experiment.peek().dataset.name === dataset.name;
  return same && input?.length === sizeOf(dataSetOf(dataset).shape) ? input : null;
}

/**
 * @param {import('../../../shared/experiment.js').Experiment} experiment
 * @returns {{ network: string, data: string }}
 */
export function namesOf(experiment) {
  return {
    network: networkName(experiment),
    data: dataTitle(dataSetOf(experiment.dataset)),
  };
}

/**
 * @param {import('../../../shared/experiment.js').Experiment} experiment
 * @param {number} step
 * @param {string} format
 * @returns {string}
 */
export function zipName(experiment, step, format) {
  return `inkgrad-${presetOf(experiment)?.name ?? 'network'}-step-${step}-${format}.zip`;
}
