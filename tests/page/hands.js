/**
 * @file Made hands: digits of one style, each drawn anew with another slant, size, place, proportion and pen, and with a
 * tremor. The same seed gives the same drawings.
 */

import { counterRandom } from '../../www/worker/random.js';
import { plain } from './strokes/plain.js';
import { round } from './strokes/round.js';
import { slim } from './strokes/slim.js';

/**
 * @typedef {import('./strokes/styles.js').Points} Points
 * @typedef {import('./strokes/styles.js').Drawing} Drawing
 *
 * @typedef {object} Hand
 * @property {string} name
 * @property {Points[][]} style the strokes of each digit
 * @property {number} slant shift of the top to the right, in percent of the pad
 * @property {number} width of a digit, in percent of the pad
 * @property {number} height
 * @property {number} pen width in percent of the pad
 * @property {number} turn by which everything leans, in degrees
 * @property {number} tremor of each point, in percent of a digit's size
 */

/** @type {Hand[]} */
export const hands = [
  {
    name: 'plain, leaning far to the right',
    style: plain,
    slant: 38,
    width: 34,
    height: 56,
    pen: 5,
    turn: 8,
    tremor: 3,
  },
  {
    name: 'round, low and wide, leaning left',
    style: round,
    slant: -22,
    width: 58,
    height: 34,
    pen: 4,
    turn: -12,
    tremor: 4,
  },
  { name: 'slim, steep, with a broad pen', style: slim, slant: 16, width: 18, height: 66, pen: 7, turn: 14, tremor: 4 },
];

/**
 * @param {Hand} hand
 * @param {number} count of drawings, the digits in turn
 * @param {number} seed
 * @returns {Drawing[]}
 */
export function drawingsOf(hand, count, seed) {
  const random = counterRandom(seed);
  const about = (/** @type {number} */ middle, /** @type {number} */ spread) => middle + spread * (2 * random() - 1);
  return Array.from({ length: count }, (_, at) => {
    const digit = at % 10;
    const turn = (about(hand.turn, 5) * Math.PI) / 180;
    const shake = (/** @type {[number, number]} */ [x, y]) =>
      turned([about(x, hand.tremor), about(y, hand.tremor)], turn);
    const strokes = (hand.style[digit] ?? []).map((points) => trembling(points, shake));
    const place = {
      x: about(50, 6),
      y: about(50, 6),
      width: about(hand.width, 5) * (digit === 1 ? 0.3 : 1),
      height: about(hand.height, 6),
      slant: about(hand.slant, 5),
      pen: Math.round(about(hand.pen, 0.6)),
    };
    return { digit, strokes, place, note: hand.name };
  });
}

/**
 * @param {Points} points
 * @param {(point: [number, number]) => [number, number]} shake
 * @returns {Points} a repeated point, which is a corner, stays one
 */
function trembling(points, shake) {
  /** @type {Points} */
  const shaken = [];
  for (const [at, point] of points.entries()) {
    const before = points[at - 1];
    const same = before && before[0] === point[0] && before[1] === point[1];
    shaken.push(same ? /** @type {[number, number]} */ (shaken[at - 1]) : shake(point));
  }
  return shaken;
}

/**
 * @param {[number, number]} point
 * @param {number} angle in radians, about the middle
 * @returns {[number, number]}
 */
function turned([x, y], angle) {
  const [dx, dy] = [x - 50, y - 50];
  return [50 + dx * Math.cos(angle) - dy * Math.sin(angle), 50 + dx * Math.sin(angle) + dy * Math.cos(angle)];
}
