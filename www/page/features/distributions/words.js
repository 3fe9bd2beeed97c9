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
 * @param {string} layer as in `layers.3`
 * @param {import('../../../shared/experiment.js').Layer[]} layers
 */
export function layerText(layer, layers) {
  const at = Number(layer.slice('layers.'.length));
  return text('layerName', { number: at + 1, kind: nameOf('kind', layers[at]?.kind ?? '') });
}
