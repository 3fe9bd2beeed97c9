/** @file The rows of the list: each layer with what the core says of it. */

import { checkExperiment } from '../../forms/check.js';
import { innerLayers, pathOf } from './edits.js';

/**
 * @typedef {import('../../../shared/experiment.js').Layer} Layer
 * @typedef {import('../../../shared/experiment.js').Experiment} Experiment
 * @typedef {import('../../forms/check.js').Core} Core
 * @typedef {import('../../app/messages.js').Fault} Fault
 *
 * @typedef {object} Row
 * @property {string} path
 * @property {Layer} layer
 * @property {Record<string, unknown>} filled the layer with its defaults filled in; empty where that is unknown
 * @property {number[] | null} input shape of one sample; null where it is unknown, as all below
 * @property {number[] | null} output
 * @property {number | null} parameters
 * @property {number | null} multiplyAdds
 *
 * @typedef {{ rows: Row[], parameters: number | null, multiplyAdds: number | null, fault: Fault | null }} Network
 */

/**
 * @param {number[]} input
 * @param {Layer[]} layers
 * @returns {import('inkgrad').Spec} of these layers alone, whatever they give
 */
export function probe(input, layers) {
  const spec = { input, layers, loss: { kind: 'mse' }, optimizer: { kind: 'sgd', learning_rate: 0 } };
  return /** @type {import('inkgrad').Spec} */ (/** @type {unknown} */ (spec));
}

/**
 * @param {Core | null} core
 * @param {Experiment} experiment
 * @returns {Network}
 */
export function networkOf(core, experiment) {
  const { layers, input } = experiment.spec;
  const checked = core && checkExperiment(core, experiment);
  const described = checked?.description ?? null;
  const rows = rowsOf(core, layers, '', input, described);
  const sum = (/** @type {'parameters' | 'multiplyAdds'} */ name) =>
    described ? described.layers.reduce((total, row) => total + row[name], 0) : null;
  return { rows, parameters: sum('parameters'), multiplyAdds: sum('multiplyAdds'), fault: checked?.fault ?? null };
}

/**
 * @param {Core | null} core
 * @param {Layer[]} layers
 * @param {string} parent
 * @param {number[] | null} input
 * @param {import('../../forms/check.js').Description | null} described
 * @returns {Row[]}
 */
function rowsOf(core, layers, parent, input, described) {
  return layers.flatMap((layer, index) => {
    const before = index === 0 ? input : (described?.layers[index - 1]?.outputShape ?? null);
    const known = described?.layers[index];
    const path = pathOf(parent, index);
    /** @type {Row} */
    const row = {
      path,
      layer,
      filled: /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (described?.spec.layers[index] ?? {})),
      input: before,
      output: known?.outputShape ?? null,
      parameters: known?.parameters ?? null,
      multiplyAdds: known?.multiplyAdds ?? null,
    };
    const inner = innerLayers(layer);
    if (!inner) return [row];
    return [row, ...rowsOf(core, inner, path, before, before && core && describeInner(core, before, inner))];
  });
}

/**
 * @param {Core} core
 * @param {number[]} input
 * @param {Layer[]} layers
 */
function describeInner(core, input, layers) {
  try {
    return core.describe(probe(input, layers));
  } catch {
    return null;
  }
}
