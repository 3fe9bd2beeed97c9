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

/** Where a piece with this share of the greatest's ink lies within, what touches the edge is no part of the digit. */
const WHOLE = 0.2;

/**
 * @param {Float32Array} grey 0 to 255
 * @param {number} width
 * @param {number} height
 * @returns {{ ink: Uint8Array, width: number, height: number }} 0 none, 255 full
 */
export function inkOf(grey, width, height) {
  const largest = Math.max(width, height);
  const { values, ...size } = largest > LARGEST ? reduced(grey, width, height) : { values: grey, width, height };
  const photo = largest >= SMALLEST;
  const light = photo ? isDarkInk(values, size) : borderMedian(values, size.width, size.height) > 127;
  const paper = light ? values : values.map((value) => 255 - value);
  if (!photo) return { ink: Uint8Array.from(paper, (value) => 255 - Math.round(value)), ...size };
  const ground = groundOf(paper, size, PAPER);
  const darkness = paper.map((value, pixel) => Math.max(0, 1 - value / Math.max(1, Number(ground[pixel]))));
  const threshold = otsu(darkness);
  const ink = Uint8Array.from(darkness, (value) => Math.max(0, Math.min(255, (255 * (value / threshold - 0.6)) / 0.6)));
  return { ink: withoutDust(ink, size.width, size.height), ...size };
}

/**
 * @param {Float32Array} values
 * @param {{ width: number, height: number }} size
 * @returns {boolean} whether what differs from what is around it is darker: the border may lie in a shadow
 */
function isDarkInk(values, size) {
  const around = groundOf(values, size, 0.5);
  return values.reduce((sum, value, pixel) => sum + ((value - Number(around[pixel])) / 255) ** 3, 0) < 0;
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
 * @param {Float32Array} values
 * @param {{ width: number, height: number }} size
 * @param {number} quantile of the values around a pixel
 * @returns {Float32Array} it at each pixel
 */
function groundOf(values, { width, height }, quantile) {
  const cells = Float32Array.from({ length: CELLS * CELLS }, (_, cell) => {
    const [row, column] = [Math.floor(cell / CELLS), cell % CELLS];
    const within = [];
    for (const y of span(row, height)) for (const x of span(column, width)) within.push(Number(values[y * width + x]));
    within.sort((a, b) => a - b);
    return Number(within[Math.floor(quantile * (within.length - 1))]);
  });
  const at = (/** @type {number} */ row, /** @type {number} */ column) => Number(cells[row * CELLS + column]);
  const columns = Array.from({ length: width }, (_, x) => between(x, width));
  const ground = new Float32Array(values.length);
  for (let y = 0; y < height; y += 1) {
    const [row, down] = between(y, height);
    for (const [x, [column, right]] of columns.entries()) {
      const above = at(row, column) * (1 - right) + at(row, column + 1) * right;
      const below = at(row + 1, column) * (1 - right) + at(row + 1, column + 1) * right;
      ground[y * width + x] = above * (1 - down) + below * down;
    }
  }
  return ground;
}

/**
 * @param {number} cell
 * @param {number} length of the side
 * @returns {number[]} the pixels that it covers
 */
function span(cell, length) {
  const [from, to] = [Math.floor((cell * length) / CELLS), Math.floor(((cell + 1) * length) / CELLS)];
  return Array.from({ length: Math.max(1, to - from) }, (_, at) => Math.min(length - 1, from + at));
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
 * @returns {Uint8Array} without pieces that are small beside the greatest, and without what lies at the edge
 */
function withoutDust(ink, width, height) {
  const piece = new Int32Array(ink.length).fill(-1);
  /** @type {{ size: number, edge: boolean }[]} */
  const pieces = [];
  for (let start = 0; start < ink.length; start += 1) {
    if (!ink[start] || piece[start] !== -1) continue;
    const id = pieces.length;
    const open = [start];
    piece[start] = id;
    let [size, edge] = [0, false];
    for (let pixel = open.pop(); pixel !== undefined; pixel = open.pop()) {
      size += Number(ink[pixel]);
      const around = beside(pixel, width, height);
      edge ||= around.length < 4;
      for (const next of around) {
        if (!ink[next] || piece[next] !== -1) continue;
        piece[next] = id;
        open.push(next);
      }
    }
    pieces.push({ size, edge });
  }
  const greatest = (/** @type {typeof pieces} */ some) => some.reduce((most, { size }) => Math.max(most, size), 0);
  const inner = greatest(pieces.filter(({ edge }) => !edge));
  const most = greatest(pieces);
  const kept = pieces.map(({ size, edge }) => size >= DUST * most && !(edge && inner >= WHOLE * most));
  return ink.map((value, pixel) => (value && kept[Number(piece[pixel])] ? value : 0));
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
