/** @file What the menu of kinds shows: those that can follow first, then those that cannot, with the reason. */

import { kindsOf, newVariant } from '../../../shared/spec-schema.js';
import { probe } from './rows.js';

/**
 * @typedef {import('../../../shared/experiment.js').Layer} Layer
 * @typedef {Pick<import('inkgrad').Inkgrad, 'describe' | 'layersAfter'>} Core
 * @typedef {{ kind: string, layer: Layer | null, fault: unknown }} Item `layer` is what would be added
 */

/**
 * @param {Core} core
 * @param {number[]} shape that a new layer would get
 * @returns {Item[]}
 */
export function menuItems(core, shape) {
  const fitting = core.layersAfter(shape);
  const fits = new Set(fitting.map(({ kind }) => String(kind)));
  const known = kindsOf('Layer');
  return [
    ...fitting
      .filter(({ kind }) => known.has(kind))
      .map(({ kind, fields }) => ({ kind, layer: { kind, ...fields }, fault: null })),
    ...[...known.keys()].filter((kind) => !fits.has(kind)).map((kind) => otherItem(core, shape, kind)),
  ];
}

/**
 * @param {Core} core
 * @param {number[]} input
 * @param {string} kind
 * @returns {Item} with the reason where a layer of this kind cannot follow
 */
function otherItem(core, input, kind) {
  const layer = newVariant('Layer', kind);
  try {
    core.describe(probe(input, [layer]));
    return { kind, layer, fault: null };
  } catch (fault) {
    return { kind, layer: null, fault };
  }
}

/**
 * @param {string[]} names
 * @param {number} current
 * @param {string} typed lower case
 * @returns {number} the next that begins so, the current one last where one letter is typed; −1 without one
 */
export function typedAhead(names, current, typed) {
  const first = typed.length === 1 ? current + 1 : current;
  const order = names.map((_, step) => (first + step) % names.length);
  return order.find((at) => names[at]?.toLowerCase().startsWith(typed)) ?? -1;
}
