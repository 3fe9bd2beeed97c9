/** @file What the file of a saved session is on the page: an experiment, a run, and what is said of them. */

import { dataSetOf } from '../../../shared/data-sets.js';
import { compactSpec } from '../../../shared/plain-spec.js';
import { presetOf } from '../../../shared/presets/index.js';
import { dataTitle } from '../../names/index.js';
import { layerText } from '../../names/layer.js';
import { networkName } from '../../names/network.js';
import { freshRun } from '../../state.js';
import { brief, percent, whole } from '../format.js';
import { translator } from '../language.js';
import { faultOf, messageOf, placedMessageOf } from '../messages.js';
import { texts } from './texts.js';

const text = translator(texts);

/**
 * @typedef {import('../../../shared/answers.js').ModelFile} ModelFile
 * @typedef {import('../../../shared/experiment.js').Experiment} Experiment
 * @typedef {import('../../../shared/experiment.js').PlainSpec} PlainSpec
 */

/**
 * What it runs on is the person's choice.
 *
 * @param {ModelFile} file
 * @param {Experiment['run']} run of the present experiment
 * @returns {Experiment}
 */
export function experimentOf({ spec, dataset, page }, run) {
  const plain = compactSpec(/** @type {PlainSpec} */ (/** @type {unknown} */ (spec)));
  return { spec: plain, dataset, run: { ...run, epochs: page.epochs } };
}

/**
 * @param {ModelFile} file
 * @returns {import('../../state.js').RunState} curves begin where the file ends
 */
export function runIn({ position, spec, page, foreign }) {
  const { data } = page;
  const found = foreign?.measured ? { ...foreign.measured, step: position.step } : page.validation;
  const validation = found && found.step <= position.step ? { ...evaluatedOf(found), confusion: null } : null;
  const table = data?.table;
  const configuration = { spec, wholeSince: position.wholeSince, changes: [], ...(table && { table }) };
  // What comes from another program is kept by Undo also before its first step.
  const events = foreign ? [{ step: position.step, kind: /** @type {const} */ ('started'), label: '' }] : [];
  return { ...freshRun(), position, validation, events, configuration };
}

/** @param {{ step: number, loss: number, accuracy: number | null }} found */
function evaluatedOf({ step, loss, accuracy }) {
  return { step, loss, accuracy };
}

/**
 * @param {ModelFile} file
 * @returns {[name: string, value: string][]}
 */
export function factsOf(file) {
  const experiment = experimentOf(file, { epochs: 0, workers: 1, gpu: 'off' });
  const { accuracy: best, parameters, bytes, version, dataset, page } = file;
  const last = page.validation?.accuracy ?? null;
  return [
    [text('network'), networkName(experiment)],
    [text('layers'), experiment.spec.layers.map(layerText).join(' → ')],
    .../** @type {[string, string][]} */ (
      file.choices.length > 0 ? [] : [[text('data'), dataTitle(dataSetOf(dataset))]]
    ),
    [text('training'), trainedText(file)],
    .../** @type {[string, string][]} */ (last === null ? [] : [[text('lastAccuracy'), percent(last)]]),
    .../** @type {[string, string][]} */ (best === null ? [] : [[text('accuracy'), percent(best)]]),
    .../** @type {[string, string][]} */ (page.epochs === 0 ? [] : [[text('epochs'), whole(page.epochs)]]),
    .../** @type {[string, string][]} */ (page.notes === '' ? [] : [[text('notes'), page.notes]]),
    [text('parameters'), whole(parameters)],
    [text('size'), text('kilobytes', { size: whole((file.foreign?.size ?? bytes.length) / 1000) })],
    .../** @type {[string, string][]} */ (file.foreign ? [] : [[text('version'), versionText(version)]]),
  ];
}

/** @param {string} version */
function versionText(version) {
  return version ? text('inkgrad', { version }) : text('unknown');
}

/** @param {ModelFile} file */
function trainedText({ position: { step, epoch }, finished, foreign }) {
  if (step === 0) return text(foreign ? 'elsewhere' : 'untrained');
  const trained = text('trained', { count: step, steps: whole(step), epochs: brief(epoch, 3) });
  return finished === 'early_stopping' || finished === 'diverged' ? text(`ended.${finished}`, { trained }) : trained;
}

/**
 * @param {Experiment} experiment
 * @param {number} step
 * @returns {string}
 */
export function fileName(experiment, step) {
  return `inkgrad-${presetOf(experiment)?.name ?? 'network'}-step-${step}.safetensors`;
}

/**
 * @param {unknown} error of the check of a file
 * @returns {string} why it cannot be opened; a fault of the file has the place as the file names it
 */
export function reasonOf(error) {
  const { id, message, path } = faultOf(error);
  if (id === '') return text('lost', { why: message });
  if (!id.startsWith('format.')) return placedMessageOf(error);
  return path ? text('inFile', { reason: messageOf(error), path }) : messageOf(error);
}
