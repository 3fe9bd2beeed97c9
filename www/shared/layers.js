/**
 * @file Layers in the page's form, and their text in the URL: `dense-128-relu,dropout-0.25`. What fields a kind
 * has is in `schema.js`.
 */

import { beginningOf, fieldFromText, fieldToText, layerKinds } from './schema.js';

/**
 * Only required fields and fields that differ from their defaults.
 *
 * @typedef {{ kind: string, [field: string]: unknown }} Layer
 */

/** The limit of the URL's length. */
export const mostLayers = 40;

/**
 * @param {string} kind
 * @returns {Layer}
 */
export function newLayer(kind) {
  return tidy({ kind, ...Object.fromEntries(fieldsOf(kind).map((field) => [field.name, beginningOf(field)])) });
}

/**
 * @param {Layer} layer
 * @returns {Layer} without fields at their defaults
 */
export function tidy(layer) {
  const kept = fieldsOf(layer.kind).filter(({ name, needed, initial }) => {
    const value = layer[name];
    return value !== undefined && value !== null && (needed || value !== initial);
  });
  return { kind: layer.kind, ...Object.fromEntries(kept.map(({ name }) => [name, layer[name]])) };
}

/** @param {string} kind */
export function fieldsOf(kind) {
  return layerKinds.get(kind) ?? [];
}

/**
 * Required fields and the activation are positional; other fields are named.
 *
 * @param {Layer[]} layers
 * @param {boolean} [live] whether what may change while the network learns is written too
 * @returns {string}
 */
export function layersToText(layers, live = true) {
  return layers
    .map((layer) => {
      const fields = fieldsOf(layer.kind).filter((field) => (live || !field.live) && field.name in tidy(layer));
      const texts = fields.map(({ name, needed }) => {
        const value = fieldToText(layer[name]);
        return needed || name === 'activation' ? value : `${name}.${value}`;
      });
      return [layer.kind, ...texts].join('-');
    })
    .join(',');
}

/**
 * @param {string} text
 * @returns {Layer[] | undefined} undefined if one of them is invalid
 */
export function layersFromText(text) {
  if (text === '') return [];
  const layers = text.split(',').map(layerFromText);
  const whole = layers.filter((layer) => layer !== undefined);
  return whole.length === layers.length && whole.length <= mostLayers ? whole : undefined;
}

/**
 * @param {string} text
 * @returns {Layer | undefined}
 */
function layerFromText(text) {
  const [kind = '', ...parts] = text.split('-');
  const fields = fieldsOf(kind);
  const needed = fields.filter((field) => field.needed);
  if (!layerKinds.has(kind) || parts.length < needed.length) return undefined;
  /** @type {Layer} */
  const layer = { kind };
  for (const [at, part] of parts.entries()) {
    const [, name = 'activation', value = part] = (at >= needed.length && /^([a-z]\w*)\.(.+)$/.exec(part)) || [];
    const field = needed[at] ?? fields.find((one) => one.name === name);
    const read = field && fieldFromText(field, value);
    if (!field || read === undefined || field.name in layer) return undefined;
    layer[field.name] = read;
  }
  return tidy(layer);
}
