/** @file Drawings that are no digits: letters and figures in three places and sizes each, dots, dashes, and scribbles. */

import { letters } from './letters.js';

/**
 * @typedef {import('./styles.js').Points} Points
 * @typedef {import('./styles.js').Placement} Placement
 * @typedef {{ name: string, strokes: Points[], place: Placement }} Strange
 */

/** @type {Placement[]} */
const places = [
  { x: 50, y: 50, width: 50, height: 60, pen: 5 },
  { x: 40, y: 55, width: 40, height: 42, pen: 6 },
  { x: 60, y: 40, width: 30, height: 45, pen: 4, slant: 4 },
];

/** @type {Strange[]} */
export const letterDrawings = Object.entries(letters).flatMap(([name, strokes]) =>
  places.map((place, at) => ({ name: `${name} ${at + 1}`, strokes, place })),
);

/**
 * @param {string} name
 * @param {Points[]} strokes
 * @param {Partial<Placement>} [place]
 * @returns {Strange}
 */
function strange(name, strokes, place = {}) {
  return { name, strokes, place: { x: 50, y: 50, width: 100, height: 100, pen: 5, ...place } };
}

/** @type {Strange[]} */
export const dotDrawings = [3, 5, 7].flatMap((pen) => [
  strange(
    'dot',
    [
      [
        [50, 50],
        [51, 50],
      ],
    ],
    { pen },
  ),
  strange(
    'dot in a corner',
    [
      [
        [12, 80],
        [12, 81],
      ],
    ],
    { pen },
  ),
  strange(
    'two dots',
    [
      [
        [30, 40],
        [31, 40],
      ],
      [
        [70, 45],
        [71, 45],
      ],
    ],
    { pen },
  ),
  strange(
    'dash',
    [
      [
        [40, 50],
        [60, 51],
      ],
    ],
    { pen },
  ),
  strange(
    'line',
    [
      [
        [10, 50],
        [90, 52],
      ],
    ],
    { pen },
  ),
]);

/**
 * The same points in every run.
 *
 * @param {number} seed
 * @param {number} count
 * @returns {Points}
 */
function scribble(seed, count) {
  let state = seed;
  const next = () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return (100 * state) / 2 ** 32;
  };
  return Array.from({ length: count }, () => [next(), next()]);
}

/** @type {Strange[]} */
export const scribbleDrawings = [
  ...Array.from({ length: 10 }, (_, at) =>
    strange(`scribble ${at + 1}`, [scribble(at + 7, 8 + 2 * at)], { width: 60, height: 60 }),
  ),
  strange(
    'zigzag',
    [Array.from({ length: 14 }, (_, at) => /** @type {[number, number]} */ ([7.5 * at, at % 2 ? 90 : 10]))],
    {
      width: 70,
      height: 50,
    },
  ),
  strange(
    'hatching',
    [Array.from({ length: 30 }, (_, at) => /** @type {[number, number]} */ ([at % 2 ? 100 : 0, 3.4 * at]))],
    {
      width: 70,
      height: 70,
      pen: 7,
    },
  ),
];
