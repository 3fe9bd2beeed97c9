/**
 * @file Thirty digits in three handwritings: points in a square of 100 × 100 that are interpolated by a smooth curve, and
 * their position, size and pen width on the pad. A repeated point is a corner.
 */

import { plain } from './plain.js';
import { round } from './round.js';
import { slim } from './slim.js';

/**
 * @typedef {[number, number][]} Points
 * @typedef {{ x: number, y: number, width: number, height: number, slant?: number, pen: number }} Placement in percent of
 *   the pad: centre, size, shift of the top to the right, pen width
 * @typedef {{ digit: number, strokes: Points[], place: Placement, note: string }} Drawing
 */

/** @type {Placement[]} */
const plainPlacements = [
  { x: 50, y: 50, width: 42, height: 58, pen: 6 },
  { x: 50, y: 50, width: 10, height: 60, pen: 6 },
  { x: 46, y: 52, width: 42, height: 56, pen: 5 },
  { x: 52, y: 48, width: 40, height: 60, pen: 6 },
  { x: 50, y: 50, width: 44, height: 60, pen: 5 },
  { x: 54, y: 46, width: 42, height: 58, pen: 6 },
  { x: 48, y: 54, width: 40, height: 62, pen: 5 },
  { x: 50, y: 50, width: 42, height: 60, pen: 6 },
  { x: 50, y: 48, width: 40, height: 60, pen: 5 },
  { x: 52, y: 52, width: 40, height: 60, pen: 6 },
];

/** Small, in all corners. @type {Placement[]} */
const roundPlacements = [
  { x: 22, y: 24, width: 22, height: 28, pen: 3 },
  { x: 80, y: 20, width: 10, height: 28, pen: 4 },
  { x: 24, y: 78, width: 24, height: 28, pen: 3 },
  { x: 76, y: 78, width: 22, height: 30, pen: 3 },
  { x: 70, y: 30, width: 24, height: 30, pen: 3 },
  { x: 30, y: 66, width: 22, height: 30, pen: 3 },
  { x: 50, y: 18, width: 20, height: 28, pen: 3 },
  { x: 82, y: 50, width: 22, height: 28, pen: 4 },
  { x: 20, y: 50, width: 22, height: 32, pen: 3 },
  { x: 48, y: 80, width: 20, height: 28, pen: 3 },
];

/** Off-centre and slanted. @type {Placement[]} */
const slimPlacements = [
  { x: 40, y: 46, width: 36, height: 64, slant: 6, pen: 7 },
  { x: 62, y: 50, width: 8, height: 64, slant: 10, pen: 7 },
  { x: 58, y: 56, width: 40, height: 62, slant: 6, pen: 7 },
  { x: 40, y: 44, width: 38, height: 66, slant: 6, pen: 7 },
  { x: 60, y: 52, width: 40, height: 64, slant: 6, pen: 7 },
  { x: 44, y: 56, width: 40, height: 66, slant: 8, pen: 7 },
  { x: 58, y: 44, width: 38, height: 68, slant: 6, pen: 7 },
  { x: 42, y: 50, width: 40, height: 64, slant: 8, pen: 7 },
  { x: 60, y: 48, width: 40, height: 70, slant: 6, pen: 7 },
  { x: 42, y: 54, width: 40, height: 68, slant: 6, pen: 7 },
];

/**
 * @param {string} note
 * @param {Points[][]} style
 * @param {Placement[]} placements
 * @returns {Drawing[]}
 */
function placed(note, style, placements) {
  return style.map((strokes, digit) => ({ digit, strokes, place: /** @type {Placement} */ (placements[digit]), note }));
}

/** @type {Drawing[]} */
export const drawings = [
  ...placed('plain', plain, plainPlacements),
  ...placed('small, in a corner', round, roundPlacements),
  ...placed('broad pen, off the middle', slim, slimPlacements),
];
