/** @file What will be made of the pictures of an import by the choices of the person, or those that suit. */

import { MOST_VALUES } from '../../../shared/imports.js';
import { LARGEST_KEPT, mappingOf, SIDE, shapeOf } from './render.js';

/**
 * @typedef {import('./scan.js').Scan} Scan
 * @typedef {import('./render.js').Choices} Choices
 * @typedef {import('./render.js').Sizing} Sizing
 * @typedef {{ [Name in keyof Choices]?: Choices[Name] | null }} Wishes what the person has chosen; the rest is as it suits
 *
 * @typedef {object} Plan
 * @property {Choices} choices
 * @property {Sizing[]} sizings that are possible
 * @property {[channels: number, height: number, width: number]} shape of a sample
 * @property {import('./render.js').Mapping} mapping
 * @property {import('./scan.js').Refusal | null} refusal
 */

/**
 * @param {Scan} found
 * @param {Wishes} wishes
 * @returns {Plan}
 */
export function planOf(found, wishes) {
  const { size, photos, darkOnLight, transposed } = found;
  const kept = size !== null && Math.max(...size) <= LARGEST_KEPT;
  /** @type {Sizing[]} */
  const sizings = kept ? ['keep', 'fit', 'scale'] : ['fit', 'scale'];
  const usual = kept ? 'keep' : photos ? 'fit' : 'scale';
  const sizing = sizings.find((one) => one === wishes.sizing) ?? usual;
  const choices = { invert: wishes.invert ?? darkOnLight, turn: wishes.turn ?? transposed !== null, sizing };
  const shape = shapeOf(choices, size ?? [SIDE, SIDE]);
  const count = Object.values(found.parts)
    .flat()
    .reduce((sum, block) => sum + block.count, 0);
  const [, height, width] = shape;
  const values = count * height * width;
  const refusal = values > MOST_VALUES ? tooLarge(count, width, height) : null;
  return { choices, sizings, shape, mapping: mappingOf(found, sizing === 'keep'), refusal };
}

/**
 * @param {number} count
 * @param {number} width
 * @param {number} height
 */
function tooLarge(count, width, height) {
  const megabytes = Math.ceil((count * width * height) / 1e6);
  const fitting = Math.floor(MOST_VALUES / (width * height));
  return { key: 'tooLarge', values: { count, width, height, megabytes, most: MOST_VALUES / 1e6, fitting } };
}
