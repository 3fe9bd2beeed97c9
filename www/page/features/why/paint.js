/** @file Paints a picture as ink on the page, with signed values over it and the outline of the ink above all. */

import { fitCanvas } from '../../dom.js';
import { channels, colour } from '../../theme.js';

/** How much of the picture a value of full size hides. */
const COVER = 0.92;

/** How dark ink is under values. */
const DEPTH = 0.6;

/** Ink from which on a pixel is inside the outline. */
const OUTLINE = 0.5;

/**
 * @typedef {{ width: number, height: number }} Size
 *
 * @typedef {object} Picture
 * @property {Float32Array | null} input 0..1
 * @property {Float32Array | null} values signed, as many; null for the ink alone
 * @property {number} limit the size of a value that has full colour
 * @property {number | null} cursor the pixel that is read
 */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Size} size
 * @param {Picture} picture
 */
export function paintPicture(canvas, size, { input, values, limit, cursor }) {
  const context = canvas.getContext('2d');
  if (!context || canvas.clientWidth === 0) return;
  const { width, height, ratio } = fitCanvas(canvas);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.imageSmoothingEnabled = false;
  context.fillStyle = colour('well');
  context.fillRect(0, 0, canvas.width, canvas.height);
  if (!input || input.length !== size.width * size.height) return;
  context.drawImage(sheetOf(size, input, values, limit), 0, 0, canvas.width, canvas.height);
  context.scale(ratio, ratio);
  const cell = { width: width / size.width, height: height / size.height };
  if (values) strokeOutline(context, size, input, cell);
  if (cursor !== null) strokeCursor(context, size, cursor, cell);
}

/** @type {HTMLCanvasElement | null} kept from picture to picture */
let sheet = null;

/**
 * @param {Size} size
 * @param {Float32Array} input
 * @param {Float32Array | null} values
 * @param {number} limit
 * @returns {HTMLCanvasElement} a pixel for each value
 */
function sheetOf({ width, height }, input, values, limit) {
  sheet ??= document.createElement('canvas');
  Object.assign(sheet, { width, height });
  const image = new ImageData(width, height);
  image.data.set(coloursOf(input, values, limit));
  sheet.getContext('2d')?.putImageData(image, 0, 0);
  return sheet;
}

/**
 * @param {Float32Array} input
 * @param {Float32Array | null} values
 * @param {number} limit
 */
function coloursOf(input, values, limit) {
  const [paper, ink] = [channels('well'), channels(values ? 'faint' : 'ink')];
  const depth = values ? DEPTH : 1;
  const [positive, negative] = [channels('accent'), channels('second')];
  const bytes = new Uint8ClampedArray(4 * input.length);
  for (let at = 0; at < input.length; at += 1) {
    const value = values?.[at] || 0;
    const share = limit > 0 ? COVER * Math.min(1, Math.abs(value) / limit) : 0;
    const over = value < 0 ? negative : positive;
    for (const channel of /** @type {const} */ ([0, 1, 2])) {
      const under = paper[channel] + depth * (input[at] ?? 0) * (ink[channel] - paper[channel]);
      bytes[4 * at + channel] = under + share * (over[channel] - under);
    }
    bytes[4 * at + 3] = 255;
  }
  return bytes;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Size} size
 * @param {Float32Array} input
 * @param {Size} cell
 */
function strokeOutline(context, { width, height }, input, cell) {
  const inside = (/** @type {number} */ x, /** @type {number} */ y) =>
    x >= 0 && y >= 0 && x < width && y < height && (input[y * width + x] ?? 0) >= OUTLINE;
  context.beginPath();
  for (let y = 0; y <= height; y += 1) {
    for (let x = 0; x <= width; x += 1) {
      const [left, top] = [x * cell.width, y * cell.height];
      if (inside(x, y) !== inside(x - 1, y)) {
        context.moveTo(left, top);
        context.lineTo(left, top + cell.height);
      }
      if (inside(x, y) !== inside(x, y - 1)) {
        context.moveTo(left, top);
        context.lineTo(left + cell.width, top);
      }
    }
  }
  context.strokeStyle = colour('ink');
  context.lineWidth = 1;
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Size} size
 * @param {number} cursor
 * @param {Size} cell
 */
function strokeCursor(context, { width }, cursor, cell) {
  const [left, top] = [(cursor % width) * cell.width, Math.floor(cursor / width) * cell.height];
  for (const [token, outset] of /** @type {const} */ ([
    ['panel', 2],
    ['ink', 1],
  ])) {
    context.strokeStyle = colour(token);
    context.lineWidth = token === 'ink' ? 2 : 4;
    context.strokeRect(left - outset, top - outset, cell.width + 2 * outset, cell.height + 2 * outset);
  }
}

/**
 * @param {Float32Array} values
 * @returns {number} the greatest size
 */
export function limitOf(values) {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
