/**
 * @file Ink on paper that is not evenly lit: a photograph of one digit. The paper's brightness is found place by place and
 * taken out, so that a shadow is no ink.
 */

import { borderMedian, scaleTo } from './grey.js';

/** Larger photographs are scaled down first: strokes stay wide enough, and noise goes. */
const LARGEST = 280;

/** Smaller pictures are taken as they are: they are no photographs. */
const SMALLEST = 65;

/** Places at which the paper's brightness is taken, a side. */
const CELLS = 6;

/** Of the pixels of such a place, so many are at most as bright as its paper. */
const PAPER = 0.85;

/** Pieces of ink with a smaller share of the greatest piece's are dust. */
const DUST = 0.03;

/**
 * @param {Float32Array} grey 0 to 255
 * @param {number} width
 * @param {number} height
 * @returns {{ ink: Uint8Array, width: number, height: number }} 0 none, 255 full
 */
export function inkOf(grey, width, height) {
  const photo = Math.max(width, height) >= SMALLEST;
  const picture = Math.max(width, height) > LARGEST ? reduced(grey, width, height) : { values: grey, width, height };
  const light = borderMedian(picture.values, picture.width, picture.height) > 127;
  const paper = picture.values.map((value) => (light ? value : 255 - value));
  const size = { width: picture.width, height: picture.height };
  if (!photo) return { ink: Uint8Array.from(paper, (value) => 255 - Math.round(value)), ...size };
  const darkness = darknessOf(paper, size.width, size.height);
  const threshold = otsu(darkness);
  const ink = Uint8Array.from(darkness, (value) => Math.max(0, Math.min(255, (255 * (value / threshold - 0.6)) / 0.6)));
  return { ink: withoutDust(ink, size.width, size.height), ...size };
}

/**
 * @param {Float32Array} grey
 * @param {number} width
 * @param {number} height
 */
function reduced(grey, width, height) {
  const square = new Float32Array(LARGEST * LARGEST);
  const ratio = Math.max(width, height) / LARGEST;
  const [wide, high] = [Math.max(1, Math.round(width / ratio)), Math.max(1, Math.round(height / ratio))];
  scaleTo(grey, width, height, square, LARGEST, 0);
  const [left, top] = [Math.floor((LARGEST - wide) / 2), Math.floor((LARGEST - high) / 2)];
  const values = new Float32Array(wide * high);
  for (let y = 0; y < high; y += 1) {
    const from = (top + y) * LARGEST + left;
    values.set(square.subarray(from, from + wide), y * wide);
  }
  return { values, width: wide, height: high };
}

/**
 * @param {Float32Array} paper brightness, ink dark
 * @param {number} width
 * @param {number} height
 * @returns {Float32Array} how much darker each pixel is than the paper there, 0..1
 */
function darknessOf(paper, width, height) {
  const cells = Float32Array.from({ length: CELLS * CELLS }, (_, cell) => {
    const [row, column] = [Math.floor(cell / CELLS), cell % CELLS];
    const [top, bottom] = [(row * height) / CELLS, ((row + 1) * height) / CELLS].map(Math.floor);
    const [left, right] = [(column * width) / CELLS, ((column + 1) * width) / CELLS].map(Math.floor);
    const values = [];
    for (let y = Number(top); y < Math.max(Number(top) + 1, Number(bottom)); y += 1)
      for (let x = Number(left); x < Math.max(Number(left) + 1, Number(right)); x += 1)
        values.push(paper[y * width + x] ?? 0);
    values.sort((a, b) => a - b);
    return values[Math.floor(PAPER * (values.length - 1))] ?? 255;
  });
  const at = (/** @type {number} */ row, /** @type {number} */ column) => cells[row * CELLS + column] ?? 0;
  return paper.map((value, pixel) => {
    const [row, down] = between(Math.floor(pixel / width), height);
    const [column, right] = between(pixel % width, width);
    const above = at(row, column) * (1 - right) + at(row, column + 1) * right;
    const below = at(row + 1, column) * (1 - right) + at(row + 1, column + 1) * right;
    const ground = Math.max(1, above * (1 - down) + below * down);
    return Math.max(0, 1 - value / ground);
  });
}

/**
 * @param {number} place
 * @param {number} length of the side
 * @returns {[cell: number, fraction: number]} between the middles of two cells
 */
function between(place, length) {
  const position = Math.max(0, Math.min(CELLS - 1, ((place + 0.5) / length) * CELLS - 0.5));
  const cell = Math.min(CELLS - 2, Math.floor(position));
  return [cell, position - cell];
}

/**
 * Otsu's threshold: it divides the values into two groups of the least variance within.
 *
 * @param {Float32Array} values 0..1
 * @returns {number}
 */
function otsu(values) {
  const counts = new Float64Array(256);
  for (const value of values) {
    const bin = Math.min(255, Math.round(255 * value));
    counts[bin] = Number(counts[bin]) + 1;
  }
  const sum = counts.reduce((total, count, bin) => total + bin * count, 0);
  let [best, greatest, below, sumBelow] = [128, -1, 0, 0];
  for (let bin = 0; bin < 255; bin += 1) {
    below += Number(counts[bin]);
    sumBelow += bin * Number(counts[bin]);
    const above = values.length - below;
    if (below === 0 || above === 0) continue;
    const variance = below * above * (sumBelow / below - (sum - sumBelow) / above) ** 2;
    if (variance > greatest) [best, greatest] = [bin + 0.5, variance];
  }
  return best / 255;
}

/**
 * @param {Uint8Array} ink
 * @param {number} width
 * @param {number} height
 * @returns {Uint8Array} without pieces that are small beside the greatest
 */
function withoutDust(ink, width, height) {
  const piece = new Int32Array(ink.length).fill(-1);
  /** @type {number[]} */
  const sizes = [];
  for (let start = 0; start < ink.length; start += 1) {
    if (!ink[start] || piece[start] !== -1) continue;
    const id = sizes.length;
    const open = [start];
    piece[start] = id;
    let size = 0;
    for (let pixel = open.pop(); pixel !== undefined; pixel = open.pop()) {
      size += Number(ink[pixel]);
      for (const next of beside(pixel, width, height)) {
        if (!ink[next] || piece[next] !== -1) continue;
        piece[next] = id;
        open.push(next);
      }
    }
    sizes.push(size);
  }
  const least = DUST * sizes.reduce((most, size) => Math.max(most, size), 0);
  return ink.map((value, pixel) => (value && Number(sizes[Number(piece[pixel])]) >= least ? value : 0));
}

/**
 * @param {number} pixel
 * @param {number} width
 * @param {number} height
 * @returns {number[]} the pixels beside it
 */
function beside(pixel, width, height) {
  const [x, y] = [pixel % width, Math.floor(pixel / width)];
  const found = [];
  if (x > 0) found.push(pixel - 1);
  if (x < width - 1) found.push(pixel + 1);
  if (y > 0) found.push(pixel - width);
  if (y < height - 1) found.push(pixel + width);
  return found;
}
