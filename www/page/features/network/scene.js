/** @file From what the page knows to what the diagram shows: a box a column, with the values of its layer. */

import { dataSetOf } from '../../../shared/data-sets.js';

/**
 * @typedef {import('./layout.js').Box} Box
 * @typedef {import('../../../shared/answers.js').Connections} Connections
 * @typedef {import('../../../shared/answers.js').InspectedLayer} InspectedLayer
 *
 * @typedef {object} Part
 * @property {import('./columns.js').ColumnKind} kind
 * @property {Box} room
 * @property {number[]} shape of the values; empty while it is not known
 * @property {Float32Array | null} values
 * @property {Connections | null} connections into it
 * @property {readonly string[]} [names] of the values of an input or an output; numbers without
 * @typedef {{ parts: Part[], drawn: boolean }} Scene
 *
 * @typedef {object} Known
 * @property {import('../../../shared/experiment.js').Experiment} experiment
 * @property {import('../../state.js').Answer | null} answer
 * @property {InspectedLayer[] | null} layers
 * @property {import('../../../shared/protocol.js').LayerRow[] | null} rows
 * @property {import('../../../shared/table.js').Table | undefined} table
 */

/**
 * @param {Known} known
 * @param {import('./columns.js').Column[]} columns
 * @param {HTMLElement[]} stages where each column is painted
 * @returns {Scene}
 */
export function sceneOf({ experiment, answer, layers, rows, table }, columns, stages) {
  const data = dataSetOf(experiment.dataset);
  const { shape } = data;
  const features = table?.columns.flatMap(({ name, categories = [name] }) => categories) ?? [];
  const inspected = layers?.length === experiment.spec.layers.length ? layers : [];
  const parts = columns.map(({ kind, index, row }, at) => {
    const stage = stages[at];
    const room = {
      x: stage?.offsetLeft ?? 0,
      y: stage?.offsetTop ?? 0,
      width: stage?.offsetWidth ?? 0,
      height: stage?.offsetHeight ?? 0,
    };
    if (index < 0) return { kind, room, shape, values: answer?.input ?? null, connections: null, names: features };
    const { activations = null, connections = null } = inspected[index] ?? {};
    const outputs = row?.outputShape ?? [];
    if (kind !== 'output') return { kind, room, shape: outputs, values: answer ? activations : null, connections };
    const finite = data.classes > 0 && (answer?.probabilities.every(Number.isFinite) ?? false);
    const names = outputNames(data, table);
    return { kind, room, shape: outputs, values: finite ? (answer?.probabilities ?? null) : null, connections, names };
  });
  return { parts: rows ? parts : parts.slice(0, 1), drawn: answer !== null };
}

/**
 * @param {import('../../../shared/data-sets.js').DataSet} data
 * @param {import('../../../shared/table.js').Table | undefined} table
 * @returns {readonly string[]} none where classes are numbers
 */
export function outputNames({ classes, classNames = [] }, table) {
  return classes > 0 ? classNames : [table?.target.name ?? ''];
}
