/**
 * @file Describes pictures by the directions of their edges: a histogram of oriented gradients (Dalal and Triggs, 2005).
 * Two pictures of one digit by different hands lie close together in it, a letter lies far from both.
 */

/** Directions that are told apart, over the full turn: the two edges of a stroke count separately. */
const DIRECTIONS = 8;

/** Pixels of a cell's side, where the picture is large enough; fewer cells than this never are. */
const CELL = 4;
const LEAST_CELLS = 4;

/** @param {number} length of a side in pixels */
const cellsAlong = (length) => Math.min(length, Math.max(LEAST_CELLS, Math.round(length / CELL)));

/**
 * @param {readonly [number, number, number]} shape channels, height, width
 * @returns {number} values that describe one picture
 */
export function descriptorSize([, height, width]) {
  return cellsAlong(height) * cellsAlong(width) * DIRECTIONS;
}

/**
 * The histogram of one picture, of Euclidean length 1; of an even picture 0. Scaled or shifted brightness changes nothing.
 *
 * @param {ArrayLike<number>} pixels of one picture, in any scale
 * @param {readonly [number, number, number]} shape channels, height, width
 * @param {Float32Array} into `descriptorSize` values
 */
export function describeStrokes(pixels, [channels, height, width], into) {
  into.fill(0);
  for (let channel = 0; channel < channels; channel += 1) {
    const first = channel * height * width;
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const at = first + y * width + x;
        const dx = (x + 1 < width ? pixels[at + 1] : 0) - (x > 0 ? pixels[at - 1] : 0);
        const dy = (y + 1 < height ? pixels[at + width] : 0) - (y > 0 ? pixels[at - width] : 0);
        if (dx !== 0 || dy !== 0) addGradient(into, { x, y, dx, dy }, height, width);
      }
    }
  }
  normalise(into);
}

/**
 * A gradient counts for the two nearest directions and for the four nearest cells, each by its distance.
 *
 * @param {Float32Array} histogram
 * @param {{ x: number, y: number, dx: number, dy: number }} gradient
 * @param {number} height
 * @param {number} width
 */
function addGradient(histogram, { x, y, dx, dy }, height, width) {
  const size = Math.hypot(dx, dy);
  const turn = (Math.atan2(dy, dx) / (2 * Math.PI) + 1) * DIRECTIONS;
  const [direction, between] = [Math.floor(turn), turn - Math.floor(turn)];
  const [rows, columns] = [cellsAlong(height), cellsAlong(width)];
  const [row, column] = [((y + 0.5) * rows) / height - 0.5, ((x + 0.5) * columns) / width - 0.5];
  const [top, left] = [Math.floor(row), Math.floor(column)];
  for (let cell = 0; cell < 4; cell += 1) {
    const [down, right] = [cell >> 1, cell & 1];
    const [cellRow, cellColumn] = [top + down, left + right];
    if (cellRow < 0 || cellColumn < 0 || cellRow >= rows || cellColumn >= columns) continue;
    const share = size * (down ? row - top : 1 - row + top) * (right ? column - left : 1 - column + left);
    const from = (cellRow * columns + cellColumn) * DIRECTIONS;
    histogram[from + (direction % DIRECTIONS)] += share * (1 - between);
    histogram[from + ((direction + 1) % DIRECTIONS)] += share * between;
  }
}

/**
 * The square root keeps a few strong edges from drowning all others.
 *
 * @param {Float32Array} histogram
 */
function normalise(histogram) {
  let squares = 0;
  for (let at = 0; at < histogram.length; at += 1) {
    squares += histogram[at];
    histogram[at] = Math.sqrt(histogram[at]);
  }
  if (squares === 0) return;
  const length = Math.sqrt(squares);
  for (let at = 0; at < histogram.length; at += 1) histogram[at] /= length;
}
