/** @file From the page's state to what the diagram shows: a box a column, with the values of its layer. */

import { dataSets } from '../../shared/data-sets.js';
import { planOf } from '../../shared/spec.js';
import { best } from '../draw/answer.js';

/**
 * @typedef {import('./layout.js').Box} Box
 * @typedef {import('../../shared/protocol.js').Connections} Connections
 *
 * @typedef {object} Part
 * @property {import('./columns.js').ColumnKind} kind
 * @property {Box} room
 * @property {number[]} shape of the values; empty while it is not known
 * @property {Float32Array | null} values
 * @property {Connections | null} connections into it
 * @typedef {{ parts: Part[], drawn: boolean }} Scene
 */

/**
 * @param {import('../state.js').State} state
 * @param {import('./columns.js').Column[]} columns
 * @returns {Scene}
 */
export function sceneOf({ settings, answer, inside, network }, columns) {
  const { shape, classes } = dataSets[settings.data];
  const { layers, places } = planOf(settings);
  const known = inside?.layers.length === layers.length ? inside.layers : [];
  const parts = columns.map(({ kind, stage }, at) => {
    const place = places[at - 1] ?? layers.length - 1;
    const room = { x: stage.offsetLeft, y: stage.offsetTop, width: stage.offsetWidth, height: stage.offsetHeight };
    if (kind === 'picture') return { kind, room, shape, values: answer?.input ?? null, connections: null };
    const { activations = null, connections = null } = known[place] ?? {};
    if (kind === 'output') {
      return {
        kind,
        room,
        shape: [classes],
        values: answer && best(answer.probabilities) ? answer.probabilities : null,
        connections,
      };
    }
    return { kind, room, shape: network?.rows[place]?.outputShape ?? [], values: activations, connections };
  });
  return { parts, drawn: answer !== null };
}
