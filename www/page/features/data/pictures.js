/** @file The interpretation "Pictures": what of an import can be taken for pictures with classes. */

import { addInterpretation } from '../../app/interpretations.js';
import { text } from './words.js';

/**
 * @typedef {import('../../../shared/imports.js').ImportedItem} ImportedItem
 */

/** Squares of fewer pixels may as well be rows of a table. */
const SURELY_SQUARE = 16;

/**
 * @param {ImportedItem} item
 * @returns {number} how surely it holds pictures, 0..1
 */
export function suits({ kind, shape = [], columns = 0, elements }) {
  if (kind === 'image') return 1;
  if (kind === 'table') return flat(columns) || flat(columns + 1) * 0.9;
  if (kind !== 'array' || elements === 'text') return 0;
  // Labels alone: it is said that their pictures are missing.
  if (shape.length === 1) return 0.2;
  if (shape.length === 2) return flat(shape[1] ?? 0);
  return shape.length === 3 || shape.length === 4 ? 0.9 : 0;
}

/** @param {number} size of a row */
function flat(size) {
  const side = [size, size / 3].map(Math.sqrt).find(Number.isInteger);
  if (side === undefined || side < 4) return 0;
  return side >= SURELY_SQUARE || side === 8 ? 0.9 : 0.3;
}

addInterpretation({
  id: 'pictures',
  title: () => text('pictureSet'),
  accepts: (items) => items.reduce((most, item) => Math.max(most, suits(item)), 0),
  load: () => import('./import-pictures.jsx'),
});
