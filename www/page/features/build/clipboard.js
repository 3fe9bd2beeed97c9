/** @file Layers as JSON text, for the clipboard. */

import { compact, kindsOf } from '../../../shared/spec-schema.js';
import { layerText } from './json-text.js';

/** @typedef {import('../../../shared/experiment.js').Layer} Layer */

/**
 * @param {Layer[]} layers
 * @returns {string}
 */
export function layersToClipboard(layers) {
  return `[\n${layers.map((layer) => `  ${layerText(layer)}`).join(',\n')}\n]`;
}

/**
 * @param {string} text
 * @returns {Layer[] | null} null where it holds no layers; a whole spec gives those that it has
 */
export function layersFromClipboard(text) {
  const value = parse(text);
  const layers = Array.isArray(value) ? value : isObject(value) && 'kind' in value ? [value] : value?.layers;
  if (!Array.isArray(layers) || layers.length === 0 || !layers.every(isLayer)) return null;
  return layers.map((layer) => compactKnown(layer));
}

/**
 * A field that the schema does not know stays, so that the core can say what is wrong.
 *
 * @param {Layer} layer
 */
function compactKnown(layer) {
  const known = compact('Layer', layer);
  const rest = Object.entries(layer).filter(([name]) => !(name in known) && !isDefault(layer.kind, name));
  return rest.length === 0 ? known : { ...known, ...Object.fromEntries(rest) };
}

/**
 * @param {string} kind
 * @param {string} name
 */
function isDefault(kind, name) {
  return (
    name === 'kind' ||
    kindsOf('Layer')
      .get(kind)
      ?.some((field) => field.name === name)
  );
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param {unknown} value */
function isObject(value) {
  return typeof value === 'object' && value !== null;
}

/**
 * @param {unknown} value
 * @returns {value is Layer}
 */
function isLayer(value) {
  return isObject(value) && kindsOf('Layer').has(/** @type {{ kind: string }} */ (value).kind);
}
