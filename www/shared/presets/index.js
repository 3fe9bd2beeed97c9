/** @file The presets in the order of the menu; each is one data file with an experiment, and two texts. */

import { dataSets } from '../data-sets.js';
import { defaultExperiment, structureOf, withDataset, withSpec } from '../experiment.js';
import { article } from './article.js';
import { best } from './best.js';
import { convolutional } from './convolutional.js';
import { lenet } from './lenet.js';
import { mlp } from './mlp.js';
import { recurrent } from './recurrent.js';
import { sensible } from './sensible.js';
import { transformer } from './transformer.js';

/**
 * @typedef {import('../experiment.js').Experiment} Experiment
 * @typedef {object} Preset what differs from the default experiment
 * @property {string} name
 * @property {import('../data-sets.js').DataSetName} dataset
 * @property {Omit<Partial<import('../experiment.js').PlainSpec>, 'input' | 'seed'>} spec
 * @property {number} epochs after which training is finished; 0 for never
 * @property {{ accuracy: number, epochs: number }} reached validation accuracy, measured after so many epochs
 */

/** @type {Preset[]} */
export const presets = [mlp, convolutional, lenet, recurrent, transformer, best, article, sensible];

/**
 * The seed and what it runs on stay as the person has chosen them.
 *
 * @param {Preset} preset
 * @param {Experiment} experiment
 * @returns {Experiment}
 */
export function applyPreset(preset, experiment) {
  const { spec, run } = defaultExperiment();
  return {
    spec: { ...spec, ...preset.spec, seed: experiment.spec.seed, input: [...dataSets[preset.dataset].shape] },
    dataset: { name: preset.dataset },
    run: { ...run, epochs: preset.epochs, workers: experiment.run.workers, gpu: experiment.run.gpu },
  };
}

/**
 * @param {Experiment} experiment
 * @returns {Preset | undefined} the preset whose network and data these are
 */
export function presetOf(experiment) {
  const own = JSON.stringify(structureOf(experiment));
  return presets.find((preset) => JSON.stringify(structureOf(applyPreset(preset, experiment))) === own);
}

/**
 * @param {Experiment} experiment
 * @returns {boolean} whether its layers are those that its data begin with
 */
export function isUsual(experiment) {
  const { layers } = withDataset(defaultExperiment(), experiment.dataset).spec;
  const usual = structureOf(withSpec(experiment, { layers }));
  return JSON.stringify(usual) === JSON.stringify(structureOf(experiment));
}
