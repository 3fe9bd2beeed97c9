/** @file The rows of the list: each layer with what the core says of it. */

import { checkExperiment } from '../../forms/check.js';
import { innerLayers, nestedField, pathOf } from './edits.js';

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
  const rows = rowsOf(core, layers, '', input, described, filledLayers(described?.spec.layers));
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
 * @param {Record<string, unknown>[]} filled
 * @returns {Row[]}
 */
function rowsOf(core, layers, parent, input, described, filled) {
  return layers.flatMap((layer, index) => {
    const before = index === 0 ? input : (described?.layers[index - 1]?.outputShape ?? null);
    const known = described?.layers[index];
    const path = pathOf(parent, index);
    /** @type {Row} */
    const row = {
      path,
      layer,
      filled: filled[index] ?? {},
      input: before,
      output: known?.outputShape ?? null,
      parameters: known?.parameters ?? null,
      multiplyAdds: known?.multiplyAdds ?? null,
    };
    const inner = innerLayers(layer);
    if (!inner) return [row];
    const within = before && core && describeInner(core, before, inner);
    const filledInner = filledLayers(row.filled[nestedField(layer.kind) ?? ''] ?? within?.spec.layers);
    return [row, ...rowsOf(core, inner, path, before, within, filledInner)];
  });
}

/**
 * @param {unknown} layers of the core's filled spec
 * @returns {Record<string, unknown>[]}
 */
function filledLayers(layers) {
  return /** @type {Record<string, unknown>[]} */ (layers ?? []);
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
