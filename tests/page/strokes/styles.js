/**
 * @file Thirty digits as three hands write them: points on a field of 100 by 100 that a smooth stroke goes through, and
 * where on the pad, how large and with which pen. A point that stands twice is a corner.
 */

/**
 * @typedef {[number, number][]} Points
 * @typedef {{ x: number, y: number, width: number, height: number, slant?: number, pen: number }} Place in hundredths of
 *   the pad: the middle, the size, how far the top leans to the right, the pen
 * @typedef {{ digit: number, strokes: Points[], place: Place, note: string }} Drawing
 */

/** Upright and plain, as in a school book. @type {Points[][]} */
const plain = [
  [
    [
      [50, 0],
      [26, 8],
      [10, 30],
      [8, 55],
      [15, 82],
      [38, 98],
      [62, 97],
      [83, 82],
      [92, 55],
      [88, 28],
      [72, 7],
      [50, 0],
    ],
  ],
  [
    [
      [50, 0],
      [50, 35],
      [50, 70],
      [50, 100],
    ],
  ],
  [
    [
      [12, 25],
      [22, 8],
      [45, 0],
      [70, 5],
      [82, 22],
      [78, 42],
      [55, 65],
      [30, 85],
      [10, 100],
      [10, 100],
      [45, 98],
      [90, 100],
    ],
  ],
  [
    [
      [15, 10],
      [35, 0],
      [62, 2],
      [80, 15],
      [78, 33],
      [60, 45],
      [40, 48],
      [40, 48],
      [65, 52],
      [85, 66],
      [84, 84],
      [65, 97],
      [38, 100],
      [12, 90],
    ],
  ],
  [
    [
      [20, 0],
      [15, 30],
      [12, 58],
      [12, 58],
      [50, 60],
      [90, 58],
    ],
    [
      [70, 20],
      [69, 60],
      [68, 100],
    ],
  ],
  [
    [
      [25, 0],
      [22, 20],
      [18, 45],
      [18, 45],
      [40, 36],
      [65, 40],
      [85, 58],
      [84, 80],
      [65, 96],
      [38, 100],
      [12, 90],
    ],
    [
      [25, 0],
      [55, 1],
      [85, 0],
    ],
  ],
  [
    [
      [70, 2],
      [45, 15],
      [25, 40],
      [14, 65],
      [18, 88],
      [40, 100],
      [65, 97],
      [82, 82],
      [80, 64],
      [60, 53],
      [38, 56],
      [20, 70],
    ],
  ],
  [
    [
      [10, 2],
      [50, 1],
      [90, 0],
      [90, 0],
      [75, 30],
      [55, 65],
      [42, 100],
    ],
  ],
  [
    [
      [75, 12],
      [50, 0],
      [25, 8],
      [22, 28],
      [45, 45],
      [72, 60],
      [84, 80],
      [70, 97],
      [45, 100],
      [20, 90],
      [18, 72],
      [40, 54],
      [68, 38],
      [80, 22],
      [75, 12],
    ],
  ],
  [
    [
      [80, 22],
      [65, 5],
      [42, 0],
      [20, 12],
      [15, 32],
      [30, 50],
      [55, 50],
      [75, 38],
      [82, 20],
      [82, 20],
      [82, 50],
      [78, 75],
      [70, 100],
    ],
  ],
];

/** Round and quick, loops and one stroke where two would do. @type {Points[][]} */
const round = [
  [
    [
      [55, 2],
      [28, 4],
      [8, 24],
      [2, 52],
      [14, 84],
      [44, 100],
      [76, 90],
      [96, 60],
      [92, 26],
      [72, 6],
      [46, 2],
    ],
  ],
  [
    [
      [60, 0],
      [55, 30],
      [50, 65],
      [46, 100],
    ],
  ],
  [
    [
      [15, 22],
      [30, 4],
      [58, 0],
      [78, 16],
      [72, 42],
      [48, 68],
      [25, 88],
      [12, 96],
      [18, 84],
      [38, 86],
      [62, 98],
      [92, 92],
    ],
  ],
  [
    [
      [18, 16],
      [38, 2],
      [66, 4],
      [78, 20],
      [68, 38],
      [48, 46],
      [72, 54],
      [86, 72],
      [72, 94],
      [42, 100],
      [14, 88],
    ],
  ],
  [
    [
      [62, 0],
      [36, 30],
      [8, 62],
      [8, 62],
      [50, 64],
      [92, 62],
    ],
    [
      [66, 30],
      [65, 65],
      [64, 100],
    ],
  ],
  [
    [
      [85, 2],
      [55, 2],
      [25, 4],
      [25, 4],
      [20, 42],
      [20, 42],
      [45, 36],
      [72, 42],
      [86, 62],
      [78, 86],
      [50, 100],
      [15, 92],
    ],
  ],
  [
    [
      [66, 0],
      [38, 20],
      [18, 50],
      [14, 80],
      [36, 100],
      [66, 94],
      [80, 74],
      [64, 56],
      [38, 60],
      [20, 78],
    ],
  ],
  [
    [
      [12, 8],
      [40, 6],
      [86, 4],
      [86, 4],
      [64, 36],
      [48, 70],
      [44, 100],
    ],
  ],
  [
    [
      [50, 0],
      [28, 8],
      [24, 28],
      [48, 46],
      [72, 30],
      [72, 10],
      [50, 0],
    ],
    [
      [50, 46],
      [22, 60],
      [18, 86],
      [48, 100],
      [80, 86],
      [76, 60],
      [50, 46],
    ],
  ],
  [
    [
      [78, 18],
      [58, 0],
      [30, 6],
      [18, 28],
      [34, 48],
      [60, 44],
      [78, 20],
      [78, 20],
      [80, 50],
      [68, 84],
      [40, 100],
      [18, 92],
    ],
  ],
];

/** Narrow, angular, a broad pen. @type {Points[][]} */
const slim = [
  [
    [
      [45, 0],
      [18, 25],
      [10, 60],
      [28, 95],
      [58, 98],
      [85, 70],
      [90, 30],
      [68, 2],
      [45, 0],
    ],
  ],
  [
    [
      [52, 0],
      [50, 50],
      [48, 100],
    ],
  ],
  [
    [
      [14, 22],
      [40, 0],
      [78, 12],
      [74, 38],
      [40, 72],
      [8, 100],
      [8, 100],
      [50, 97],
      [94, 99],
    ],
  ],
  [
    [
      [14, 6],
      [50, 2],
      [84, 4],
      [84, 4],
      [46, 42],
      [46, 42],
      [80, 56],
      [84, 82],
      [54, 100],
      [12, 92],
    ],
  ],
  [
    [
      [30, 0],
      [18, 34],
      [8, 62],
      [8, 62],
      [52, 62],
      [94, 60],
    ],
    [
      [72, 34],
      [68, 66],
      [64, 100],
    ],
  ],
  [
    [
      [82, 0],
      [50, 2],
      [26, 3],
      [26, 3],
      [20, 44],
      [20, 44],
      [56, 40],
      [84, 58],
      [78, 86],
      [46, 100],
      [10, 92],
    ],
  ],
  [
    [
      [62, 0],
      [34, 30],
      [14, 68],
      [24, 96],
      [60, 98],
      [80, 76],
      [58, 58],
      [30, 66],
      [18, 78],
    ],
  ],
  [
    [
      [10, 4],
      [50, 2],
      [88, 3],
      [88, 3],
      [66, 48],
      [46, 100],
    ],
  ],
  [
    [
      [78, 14],
      [50, 0],
      [24, 16],
      [40, 42],
      [70, 62],
      [80, 84],
      [52, 100],
      [20, 86],
      [34, 60],
      [66, 38],
      [78, 14],
    ],
  ],
  [
    [
      [80, 24],
      [54, 0],
      [20, 16],
      [24, 44],
      [58, 48],
      [80, 22],
      [80, 22],
      [74, 60],
      [60, 100],
    ],
  ],
];

/** @type {Place[]} */
const plainPlaces = [
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

/** Small and in every corner. @type {Place[]} */
const roundPlaces = [
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

/** Off the middle, leaning a little. @type {Place[]} */
const slimPlaces = [
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
 * @param {Points[][]} hand
 * @param {Place[]} places
 * @returns {Drawing[]}
 */
function written(note, hand, places) {
  return hand.map((strokes, digit) => ({ digit, strokes, place: /** @type {Place} */ (places[digit]), note }));
}

/** @type {Drawing[]} */
export const thirty = [
  ...written('plain', plain, plainPlaces),
  ...written('small, in a corner', round, roundPlaces),
  ...written('broad pen, off the middle', slim, slimPlaces),
];

/** The plain hand's digits, for drawings that change something about them. */
export { plain };
