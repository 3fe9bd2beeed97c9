/** @file What the tab says, in the page's language. */

import { brief } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { nameOf } from '../../names/index.js';
import { texts } from './texts.js';

export const text = translator(texts);

/**
 * @param {number | null | undefined} value
 * @param {number} [digits]
 */
export function valueText(value, digits = 3) {
  if (value === null || value === undefined) return '–';
  return Number.isFinite(value) ? brief(value, digits) : text('notFinite');
}

/**
 * @param {string} name as in `layers.3.weight`
 * @param {import('../../../shared/experiment.js').Layer[]} layers
 */
export function parameterText(name, layers) {
  const [, layer = '', own = name] = /^(layers\.\d+)\.(.+)$/.exec(name) ?? [];
  return layer === '' ? own : `${layerText(layer, layers)}: ${own}`;
}

/**
 * @param {string} layer as in `layers.3`, or `layers.3.layers.0` of one inside another
 * @param {import('../../../shared/experiment.js').Layer[]} layers
 */
export function layerText(layer, layers) {
  const [, at = '', inner = ''] = /^layers\.(\d+)(?:\.(.+))?$/.exec(layer) ?? [];
  const named = text('layerName', { number: Number(at) + 1, kind: nameOf('kind', layers[Number(at)]?.kind ?? '') });
  return inner === '' ? named : `${named}, ${inner}`;
}
