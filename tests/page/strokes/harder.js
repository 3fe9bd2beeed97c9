/** @file Twenty digits that are hard to recognise: slanted, tiny, at the edge, shaky, with serifs and crosses. */

import { plain } from './plain.js';

/**
 * @typedef {import('./styles.js').Points} Points
 * @typedef {import('./styles.js').Placement} Place
 * @typedef {import('./styles.js').Drawing} Drawing
 */

/** @type {Place} */
const defaultPlacement = { x: 50, y: 50, width: 42, height: 60, pen: 5 };

/**
 * @param {number} digit
 * @param {string} note
 * @param {Partial<Place>} place
 * @param {Points[]} [strokes] default: those of the plain style
 * @returns {Drawing}
 */
function variant(digit, note, place, strokes = plain[digit] ?? []) {
  return { digit, note, strokes, place: { ...defaultPlacement, ...place } };
}

/**
 * Shaky strokes: every point is displaced, the same way in every run.
 *
 * @param {Points[]} strokes
 * @param {number} amplitude
 * @returns {Points[]}
 */
function shaky(strokes, amplitude) {
  let angle = 0;
  return strokes.map((points) =>
    points.flatMap(([x, y], at) => {
      const [nextX, nextY] = points[at + 1] ?? [x, y];
      return [0, 0.33, 0.66].map((fraction) => {
        angle += 2.4;
        const [dx, dy] = [amplitude * Math.sin(angle), amplitude * Math.cos(1.7 * angle)];
        return /** @type {[number, number]} */ ([x + fraction * (nextX - x) + dx, y + fraction * (nextY - y) + dy]);
      });
    }),
  );
}

/** @type {Drawing[]} */
export const harderDrawings = [
  variant(2, 'leaning to the right', { slant: 26 }),
  variant(4, 'leaning to the right', { slant: 24 }),
  variant(5, 'leaning to the left', { slant: -20 }),
  variant(7, 'leaning to the left', { slant: -18 }),
  variant(9, 'leaning to the right', { slant: 26 }),
  variant(3, 'tiny', { width: 9, height: 13, pen: 3 }),
  variant(6, 'tiny', { width: 9, height: 13, pen: 3, x: 84, y: 14 }),
  variant(8, 'tiny', { width: 11, height: 16, pen: 3, x: 12, y: 86 }),
  variant(0, 'at the edge', { x: 22, y: 32 }),
  variant(5, 'at the edge, cut off a little', { x: 82, y: 72 }),
  variant(3, 'at the edge, cut off a little', { x: 18, y: 72 }),
  variant(2, 'shaky', {}, shaky(plain[2] ?? [], 3)),
  variant(6, 'shaky', {}, shaky(plain[6] ?? [], 3)),
  variant(8, 'shaky', {}, shaky(plain[8] ?? [], 2.5)),
  variant(1, 'with a flag', {}, [
    [
      [20, 28],
      [52, 0],
      [52, 0],
      [52, 50],
      [52, 100],
    ],
  ]),
  variant(1, 'with a flag and a foot', {}, [
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
  variant(7, 'crossed', {}, [
    ...(plain[7] ?? []),
    [
      [38, 52],
      [60, 50],
      [82, 48],
    ],
  ]),
  variant(0, 'crossed', {}, [
    ...(plain[0] ?? []),
    [
      [82, 12],
      [50, 50],
      [18, 88],
    ],
  ]),
  variant(4, 'closed', {}, [
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
  variant(9, 'with a curled tail', {}, [
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
