/** @file How layers, shapes and costs are said. */

import { fieldsOf } from '../../../shared/spec-schema.js';
import { brief, whole } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { valueName } from '../../forms/words.js';
import { nameOf } from '../../names/index.js';
import { texts } from './texts.js';

export const text = translator(texts);

/** What is not known. */
export const UNKNOWN = '–';

/** @param {number[] | null} shape */
export function shapeText(shape) {
  return shape ? shape.join(' × ') : UNKNOWN;
}

/** @param {number | null} count */
export function countText(count) {
  return count === null ? UNKNOWN : whole(count);
}

/** @param {number | null} count a large count in few letters, as in 1.2 M */
export function shortCount(count) {
  if (count === null) return UNKNOWN;
  if (count < 10_000) return whole(count);
  return count < 1e6 ? `${brief(count / 1e3, 3)} k` : `${brief(count / 1e6, 3)} M`;
}

/**
 * @param {import('../../../shared/experiment.js').Layer} layer
 * @returns {string} its main values: those that must be given, and a function
 */
export function mainText(layer) {
  const fields = fieldsOf('Layer', layer.kind);
  const main = fields.filter(({ required, type }) => required && type !== 'layers');
  const parts = main.map((field) => {
    const value = valueName(field, layer[field.name]);
    return field.type === 'choice' ? value : `${nameOf('field', field.name)} ${value}`;
  });
  const activation = fields.find(({ name }) => name === 'activation');
  if (activation && layer.activation !== undefined) parts.push(valueName(activation, layer.activation));
  return parts.join(' · ');
}
