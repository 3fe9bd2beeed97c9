/** @file Twenty digits that are hard to read: slanted, tiny, at the edge, shaky, with serifs and crosses. */

import { plain } from './plain.js';

/**
 * @typedef {import('./styles.js').Points} Points
 * @typedef {import('./styles.js').Placement} Place
 * @typedef {import('./styles.js').Drawing} Drawing
 */

/** @type {Place} */
const usual = { x: 50, y: 50, width: 42, height: 60, pen: 5 };

/**
 * @param {number} digit
 * @param {string} note
 * @param {Partial<Place>} place
 * @param {Points[]} [strokes] of the plain hand unless given
 * @returns {Drawing}
 */
function hard(digit, note, place, strokes = plain[digit] ?? []) {
  return { digit, note, strokes, place: { ...usual, ...place } };
}

/**
 * A hand that trembles: every point a little off, the same way in every run.
 *
 * @param {Points[]} strokes
 * @param {number} much
 * @returns {Points[]}
 */
function shaky(strokes, much) {
  let turn = 0;
  return strokes.map((points) =>
    points.flatMap(([x, y], at) => {
      const [nextX, nextY] = points[at + 1] ?? [x, y];
      return [0, 0.33, 0.66].map((share) => {
        turn += 2.4;
        const [dx, dy] = [much * Math.sin(turn), much * Math.cos(1.7 * turn)];
        return /** @type {[number, number]} */ ([x + share * (nextX - x) + dx, y + share * (nextY - y) + dy]);
      });
    }),
  );
}

/** @type {Drawing[]} */
export const twenty = [
  hard(2, 'leaning to the right', { slant: 26 }),
  hard(4, 'leaning to the right', { slant: 24 }),
  hard(5, 'leaning to the left', { slant: -20 }),
  hard(7, 'leaning to the left', { slant: -18 }),
  hard(9, 'leaning to the right', { slant: 26 }),
  hard(3, 'tiny', { width: 9, height: 13, pen: 3 }),
  hard(6, 'tiny', { width: 9, height: 13, pen: 3, x: 84, y: 14 }),
  hard(8, 'tiny', { width: 11, height: 16, pen: 3, x: 12, y: 86 }),
  hard(0, 'at the edge', { x: 22, y: 32 }),
  hard(5, 'at the edge, cut off a little', { x: 82, y: 72 }),
  hard(3, 'at the edge, cut off a little', { x: 18, y: 72 }),
  hard(2, 'shaky', {}, shaky(plain[2] ?? [], 3)),
  hard(6, 'shaky', {}, shaky(plain[6] ?? [], 3)),
  hard(8, 'shaky', {}, shaky(plain[8] ?? [], 2.5)),
  hard(1, 'with a flag', {}, [
    [
      [20, 28],
      [52, 0],
      [52, 0],
      [52, 50],
      [52, 100],
    ],
  ]),
  hard(1, 'with a flag and a foot', {}, [
    [
      [24, 26],
      [52, 0],
      [52, 0],
      [52, 50],
      [52, 100],
    ],
    [
      [14, 100],
      [50, 100],
      [90, 100],
    ],
  ]),
  hard(7, 'crossed', {}, [
    ...(plain[7] ?? []),
    [
      [38, 52],
      [60, 50],
      [82, 48],
    ],
  ]),
  hard(0, 'crossed', {}, [
    ...(plain[0] ?? []),
    [
      [82, 12],
      [50, 50],
      [18, 88],
    ],
  ]),
  hard(4, 'closed', {}, [
    [
      [66, 100],
      [66, 50],
      [66, 0],
      [66, 0],
      [36, 34],
      [8, 66],
      [8, 66],
      [50, 66],
      [94, 66],
    ],
  ]),
  hard(9, 'with a curled tail', {}, [
    [
      [80, 22],
      [58, 0],
      [26, 8],
      [20, 34],
      [46, 50],
      [76, 34],
      [82, 14],
      [82, 14],
      [84, 60],
      [66, 94],
      [34, 98],
      [14, 84],
    ],
  ]),
];
