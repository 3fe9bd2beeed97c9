/**
 * @file Layers as text for links: `flatten,dense-128-relu,dropout-0.25,residual(dense-64-relu,dense-64)`. Fields that
 * must be given and the activation stand by their place; any other is named, as in `stride.2`.
 */

import { compact, fieldsOf, fieldText, kindsOf, parseField } from './spec-schema.js';

/** @typedef {import('./spec-schema.js').Variant} Layer */

/** The limit of a link's length. */
const MAX_LAYERS = 200;

/** What has a meaning in the text of a layer. */
const MARKS = /[-~.,()%]/g;

/** @param {string} text */
function escapeMarks(text) {
  return text.replace(MARKS, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** @param {string} text */
function unescapeMarks(text) {
  return text.replace(/%([0-9A-F]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}

/**
 * @param {Layer[]} layers
 * @returns {string}
 */
export function layersToText(layers) {
  return layers.map(layerToText).join(',');
}

/** @param {Layer} layer */
function layerToText(layer) {
  const given = compact('Layer', layer);
  const fields = fieldsOf('Layer', layer.kind).filter(({ name }) => name in given);
  const nested = fields.find(({ type }) => type === 'layers');
  const texts = fields
    .filter((field) => field !== nested)
    .map(({ name, type, required }) => {
      const text = type === 'text' ? escapeMarks(String(given[name])) : fieldText(given[name]).replaceAll('-', '~');
      return (required || name === 'activation' ? '' : `${name}.`) + text;
    });
  const inner = nested ? `(${layersToText(/** @type {Layer[]} */ (given[nested.name]))})` : '';
  return [layer.kind + inner, ...texts].join('-');
}

/**
 * @param {string} text
 * @returns {Layer[] | undefined} undefined if one of them is invalid
 */
export function layersFromText(text) {
  if (text === '') return [];
  const layers = splitOutside(text).map(layerFromText);
  const valid = layers.filter((layer) => layer !== undefined);
  return valid.length === layers.length && valid.length <= MAX_LAYERS ? valid : undefined;
}

/**
 * @param {string} text
 * @returns {string[]} parts between commas that stand in no parentheses
 */
function splitOutside(text) {
  const parts = [''];
  let depth = 0;
  for (const letter of text) {
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (letter === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts;
}

/**
 * @param {string} text
 * @returns {Layer | undefined}
 */
function layerFromText(text) {
  const [, kind = '', , inner, rest = ''] = /^([a-z]\w*)(\((.*)\))?((?:-.*)?)$/.exec(text) ?? [];
  if (!kindsOf('Layer').has(kind)) return undefined;
  const fields = fieldsOf('Layer', kind);
  const nested = fields.find(({ type }) => type === 'layers');
  /** @type {Layer} */
  const layer = { kind };
  if ((inner !== undefined) !== (nested !== undefined)) return undefined;
  if (nested) {
    const layers = layersFromText(inner ?? '');
    if (!layers) return undefined;
    layer[nested.name] = layers;
  }
  const required = fields.filter((field) => field.required && field !== nested);
  const parts = rest === '' ? [] : rest.slice(1).split('-');
  if (parts.length < required.length) return undefined;
  for (const [at, part] of parts.entries()) {
    const [, name = 'activation', value = part] = (at >= required.length && /^([a-z]\w*)\.(.+)$/.exec(part)) || [];
    const field = required[at] ?? fields.find((one) => one.name === name);
    if (!field || field.name in layer) return undefined;
    const read = parseField(field, field.type === 'text' ? unescapeMarks(value) : value.replaceAll('~', '-'));
    if ('fault' in read) return undefined;
    layer[field.name] = read.value;
  }
  return compact('Layer', layer);
}
