/** @file Paints curves by step on a canvas: scales, grid, curves, ends of epochs, the cursor. What is shown is the chart's. */

import { whole } from '../format.js';
import { channels, colour } from '../theme.js';

/**
 * @typedef {(number | null)[]} Column
 * @typedef {{ left: number, top: number, right: number, bottom: number }} Frame
 * @typedef {object} Picture
 * @property {number} width CSS pixels
 * @property {number} height
 * @property {number[]} steps
 * @property {[Column, Column, Column]} curves training as measured, training smoothed, validation; on the scale's heights
 * @property {number[]} epochs steps at which an epoch ended
 * @property {[number, number]} range of the scale, lowest first
 * @property {number[]} splits heights of the grid's lines
 * @property {(height: number) => string} write
 * @property {boolean} axis whether the steps are written under it
 * @property {number | null} cursor index of a row
 */

/** Room beside the curves, for the scale's numbers and half a number at the end of the axis. */
const MARGIN = { left: 44, top: 6, right: 14, bottom: 8, axis: 20 };

/** The least distance of two numbers on the axis, and of two marks of epochs. */
const SPACE = { number: 64, epoch: 12 };

/**
 * @param {Pick<Picture, 'width' | 'height' | 'axis'>} picture
 * @returns {Frame} in which the curves lie
 */
export function frameOf({ width, height, axis }) {
  const bottom = height - (axis ? MARGIN.axis : MARGIN.bottom);
  return { left: MARGIN.left, top: MARGIN.top, right: Math.max(MARGIN.left + 1, width - MARGIN.right), bottom };
}

/**
 * @param {number[]} steps
 * @returns {number} the last step of the axis
 */
export function lastStep(steps) {
  return Math.max(steps.at(-1) ?? 0, 10);
}

/**
 * @param {number} last
 * @param {number} width of the axis
 * @returns {number[]} steps to write under it: 1, 2 or 5 times a power of ten apart, never closer than they can be read
 */
export function axisSteps(last, width) {
  const least = Math.max(1, (last * SPACE.number) / Math.max(width, 1));
  const power = 10 ** Math.floor(Math.log10(least));
  const apart = [1, 2, 5, 10].map((digit) => digit * power).find((distance) => distance >= least) ?? 10 * power;
  return Array.from({ length: Math.floor(last / apart) + 1 }, (_, at) => at * apart);
}

/**
 * @param {CanvasRenderingContext2D} context scaled to CSS pixels
 * @param {Picture} picture
 */
export function paintPlot(context, picture) {
  const frame = frameOf(picture);
  const [low, high] = picture.range;
  const last = lastStep(picture.steps);
  const x = (/** @type {number} */ step) => frame.left + ((frame.right - frame.left) * step) / last;
  const y = (/** @type {number} */ height) =>
    frame.bottom - ((frame.bottom - frame.top) * (height - low)) / (high - low);
  context.clearRect(0, 0, picture.width, picture.height);
  context.font = `11px ${getComputedStyle(context.canvas).fontFamily}`;
  paintGrid(context, picture, frame, y);
  if (picture.axis) paintAxis(context, frame, last, x);
  paintEpochs(context, picture.epochs, frame, x);
  const training = `rgb(${channels('accent').join(' ')} / 0.35)`;
  context.save();
  context.beginPath();
  context.rect(frame.left, 0, frame.right - frame.left + 2, frame.bottom + 1);
  context.clip();
  for (const [at, stroke] of [training, colour('accent'), colour('second')].entries()) {
    context.strokeStyle = stroke;
    context.lineWidth = at === 0 ? 1 : 2;
    context.lineJoin = 'round';
    context.setLineDash(at === 2 ? [5, 4] : []);
    context.stroke(pathOf(picture.steps, picture.curves[at] ?? [], x, y));
  }
  context.restore();
  if (picture.cursor !== null) paintCursor(context, picture, picture.cursor, frame, x, y);
}

/**
 * @param {number[]} steps
 * @param {Column} curve
 * @param {(step: number) => number} x
 * @param {(height: number) => number} y
 */
function pathOf(steps, curve, x, y) {
  const path = new Path2D();
  for (const [at, step] of steps.entries()) {
    const height = curve[at];
    if (height != null) path.lineTo(x(step), y(height));
  }
  return path;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Picture} picture
 * @param {Frame} frame
 * @param {(height: number) => number} y
 */
function paintGrid(context, { splits, write }, frame, y) {
  context.strokeStyle = colour('hairline');
  context.fillStyle = colour('faint');
  context.lineWidth = 1;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.beginPath();
  for (const height of splits) {
    const at = Math.round(y(height)) + 0.5;
    context.moveTo(frame.left, at);
    context.lineTo(frame.right, at);
    context.fillText(write(height), frame.left - 6, at);
  }
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Frame} frame
 * @param {number} last
 * @param {(step: number) => number} x
 */
function paintAxis(context, frame, last, x) {
  context.fillStyle = colour('faint');
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const step of axisSteps(last, frame.right - frame.left))
    context.fillText(whole(step), x(step), frame.bottom + 6);
}

/**
 * A short mark at the foot of the chart for each epoch's end, unless they lie too close.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number[]} epochs
 * @param {Frame} frame
 * @param {(step: number) => number} x
 */
function paintEpochs(context, epochs, frame, x) {
  if (epochs.length === 0 || (x(epochs.at(-1) ?? 0) - frame.left) / epochs.length < SPACE.epoch) return;
  context.strokeStyle = colour('faint');
  context.beginPath();
  for (const step of epochs) {
    context.moveTo(x(step), frame.bottom);
    context.lineTo(x(step), frame.bottom - 5);
  }
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Picture} picture
 * @param {number} row
 * @param {Frame} frame
 * @param {(step: number) => number} x
 * @param {(height: number) => number} y
 */
function paintCursor(context, { steps, curves }, row, frame, x, y) {
  const step = steps[row];
  if (step === undefined) return;
  context.strokeStyle = colour('faint');
  context.beginPath();
  context.moveTo(x(step), frame.top);
  context.lineTo(x(step), frame.bottom);
  context.stroke();
  for (const [token, curve] of /** @type {const} */ ([
    ['accent', curves[1]],
    ['second', curves[2]],
  ])) {
    const height = curve[row];
    if (height == null) continue;
    context.fillStyle = colour(token);
    context.beginPath();
    context.arc(x(step), y(height), 3.5, 0, 2 * Math.PI);
    context.fill();
  }
}
