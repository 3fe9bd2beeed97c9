/** @file From what the page knows to what the diagram shows: a box a column, with the values of its layer. */

import { classNameOf, dataSetOf } from '../../../shared/data-sets.js';

/**
 * @typedef {import('./layout.js').Box} Box
 * @typedef {import('../../../shared/protocol.js').Connections} Connections
 * @typedef {import('../../../shared/protocol.js').InspectedLayer} InspectedLayer
 *
 * @typedef {object} Part
 * @property {import('./columns.js').ColumnKind} kind
 * @property {Box} room
 * @property {number[]} shape of the values; empty while it is not known
 * @property {Float32Array | null} values
 * @property {Connections | null} connections into it
 * @property {(index: number) => string} [nameOf] a class, where these are classes
 * @typedef {{ parts: Part[], drawn: boolean }} Scene
 *
 * @typedef {object} Known
 * @property {import('../../../shared/experiment.js').Experiment} experiment
 * @property {import('../../state.js').Answer | null} answer
 * @property {InspectedLayer[] | null} layers
 * @property {import('../../../shared/protocol.js').LayerRow[] | null} rows
 */

/**
 * @param {Known} known
 * @param {import('./columns.js').Column[]} columns
 * @param {HTMLElement[]} stages where each column is painted
 * @returns {Scene}
 */
export function sceneOf({ experiment, answer, layers, rows }, columns, stages) {
  const dataSet = dataSetOf(experiment.dataset);
  const { shape } = dataSet;
  const nameOf = (/** @type {number} */ index) => classNameOf(dataSet, index);
  const inspected = layers?.length === experiment.spec.layers.length ? layers : [];
  const parts = columns.map(({ kind, index, row }, at) => {
    const stage = stages[at];
    const room = {
      x: stage?.offsetLeft ?? 0,
      y: stage?.offsetTop ?? 0,
      width: stage?.offsetWidth ?? 0,
      height: stage?.offsetHeight ?? 0,
    };
    if (kind === 'picture') return { kind, room, shape, values: answer?.input ?? null, connections: null };
    const { activations = null, connections = null } = inspected[index] ?? {};
    const outputs = row?.outputShape ?? [];
    if (kind !== 'output') return { kind, room, shape: outputs, values: answer ? activations : null, connections };
    const finite = answer?.probabilities.every(Number.isFinite) ?? false;
    const values = finite ? (answer?.probabilities ?? null) : null;
    return { kind, room, shape: outputs, values, connections, nameOf };
  });
  return { parts: rows ? parts : parts.slice(0, 1), drawn: answer !== null };
}
