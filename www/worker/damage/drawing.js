/** @file What is done to the drawing, or to the row of a table, before the network sees it: it is shifted, and noise is added. */

import { normal } from '../random.js';

/**
 * @param {Float32Array} input of the network: 0..1, or standardised columns
 * @param {readonly number[]} shape channels, height and width; of a row, its columns alone
 * @param {{ right: number, down: number, grain: number }} damage pixels, and noise in shares of full ink, or of a column's deviation
 * @param {number} [index] of the picture: each has its own noise
 * @returns {Float32Array} another array
 */
export function damagedInput(input, shape, { right, down, grain }, index = 0) {
  const damaged = right === 0 && down === 0 ? input.slice() : shifted(input, shape, right, down);
  if (grain === 0) return damaged;
  const next = normal(index + 1);
  const isRow = shape.length === 1;
  for (const [at, value] of damaged.entries()) {
    const noisy = value + grain * next();
    damaged[at] = isRow ? noisy : Math.min(1, Math.max(0, noisy));
  }
  return damaged;
}

/**
 * What leaves the picture is lost; what comes in is without ink.
 *
 * @param {Float32Array} input
 * @param {readonly number[]} shape
 * @param {number} right
 * @param {number} down
 */
function shifted(input, shape, right, down) {
  const [height = 1, width = 1] = shape.slice(-2);
  const moved = new Float32Array(input.length);
  for (let at = 0; at < input.length; at += 1) {
    const x = (at % width) + right;
    const y = (Math.floor(at / width) % height) + down;
    if (x >= 0 && x < width && y >= 0 && y < height) moved[at + down * width + right] = input[at] ?? 0;
  }
  return moved;
}
