/** @file Drawings that are no digits: letters and figures in three places and sizes each, dots, dashes, and scribbles. */

/**
 * @typedef {import('./styles.js').Points} Points
 * @typedef {import('./styles.js').Placement} Placement
 * @typedef {{ name: string, strokes: Points[], place: Placement }} Strange
 */

/** @type {Record<string, Points[]>} points in a square of 100 × 100; a repeated point is a corner */
const letters = {
  X: [
    [
      [0, 0],
      [100, 100],
    ],
    [
      [100, 0],
      [0, 100],
    ],
  ],
  A: [
    [
      [0, 100],
      [50, 0],
      [50, 0],
      [100, 100],
    ],
    [
      [22, 60],
      [78, 60],
    ],
  ],
  K: [
    [
      [10, 0],
      [10, 100],
    ],
    [
      [90, 0],
      [10, 55],
    ],
    [
      [30, 45],
      [95, 100],
    ],
  ],
  W: [
    [
      [0, 0],
      [25, 100],
      [25, 100],
      [50, 20],
      [50, 20],
      [75, 100],
      [75, 100],
      [100, 0],
    ],
  ],
  M: [
    [
      [0, 100],
      [10, 0],
      [10, 0],
      [50, 70],
      [50, 70],
      [90, 0],
      [90, 0],
      [100, 100],
    ],
  ],
  H: [
    [
      [0, 0],
      [0, 100],
    ],
    [
      [100, 0],
      [100, 100],
    ],
    [
      [0, 50],
      [100, 50],
    ],
  ],
  E: [
    [
      [90, 0],
      [5, 0],
      [5, 0],
      [5, 100],
      [5, 100],
      [95, 100],
    ],
    [
      [5, 50],
      [75, 50],
    ],
  ],
  F: [
    [
      [90, 0],
      [5, 0],
      [5, 0],
      [5, 100],
    ],
    [
      [5, 50],
      [75, 50],
    ],
  ],
  R: [
    [
      [10, 100],
      [10, 0],
      [10, 0],
      [70, 5],
      [75, 35],
      [60, 50],
      [10, 52],
      [10, 52],
      [90, 100],
    ],
  ],
  N: [
    [
      [0, 100],
      [0, 0],
      [0, 0],
      [100, 100],
      [100, 100],
      [100, 0],
    ],
  ],
  T: [
    [
      [0, 0],
      [100, 0],
    ],
    [
      [50, 0],
      [50, 100],
    ],
  ],
  star: [
    [
      [50, 0],
      [50, 100],
    ],
    [
      [0, 30],
      [100, 70],
    ],
    [
      [100, 30],
      [0, 70],
    ],
  ],
  hash: [
    [
      [30, 0],
      [30, 100],
    ],
    [
      [70, 0],
      [70, 100],
    ],
    [
      [0, 30],
      [100, 30],
    ],
    [
      [0, 70],
      [100, 70],
    ],
  ],
  arrow: [
    [
      [0, 50],
      [100, 50],
    ],
    [
      [60, 10],
      [100, 50],
      [100, 50],
      [60, 90],
    ],
  ],
};

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
