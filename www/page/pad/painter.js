/** @file Paints a drawing on the pad's canvas, and of one that has only grown the new part alone. */

import { PaintedStrokes } from './painted-strokes.js';

/**
 * @typedef {import('../features/draw/strokes.js').Drawing} Drawing
 * @typedef {import('../features/draw/strokes.js').Stroke} Stroke
 */

/** Pixels that a stroke of one point is long. */
const DOT = 0.01;

export class Painter {
  #context;
  #size;
  #ink;
  #painted = new PaintedStrokes();

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} size pixels of a side
   * @param {string} ink
   */
  constructor(context, size, ink) {
    this.#context = context;
    this.#size = size;
    this.#ink = ink;
    this.#wipe();
  }

  /** @param {Drawing} drawing */
  paint({ strokes }) {
    const { anew, parts } = this.#painted.update(strokes);
    if (anew) this.#wipe();
    for (const { stroke, from } of parts) this.#paintStroke(stroke, from);
  }

  #wipe() {
    this.#context.clearRect(0, 0, this.#size, this.#size);
  }

  /**
   * Curves through the midpoints between points, each piece as wide as the pen was there. `strokes-to-ink.js` paints
   * the same for the network.
   *
   * @param {Stroke} stroke
   * @param {number} painted numbers of `points` that are painted
   */
  #paintStroke({ erase, points }, painted) {
    const context = this.#context;
    context.globalCompositeOperation = erase ? 'destination-out' : 'source-over';
    context.strokeStyle = this.#ink;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    for (let at = painted; at < points.length; at += 3) {
      const [x, y, width] = this.#point(points, at);
      const [beforeX, beforeY] = this.#point(points, Math.max(0, at - 3));
      const [fromX, fromY] = this.#middle(points, at - 3);
      const [toX, toY] = this.#middle(points, at);
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(fromX, fromY);
      context.quadraticCurveTo(beforeX, beforeY, toX, toY);
      // A line without length leaves nothing: a tap is a dot.
      context.lineTo(at === 0 ? x + DOT : x, y);
      context.stroke();
    }
  }

  /**
   * @param {number[]} points
   * @param {number} at
   * @returns {[number, number, number]} in pixels
   */
  #point(points, at) {
    const [x = 0, y = 0, width = 0] = points.slice(at, at + 3);
    return [x * this.#size, y * this.#size, width * this.#size];
  }

  /**
   * @param {number[]} points
   * @param {number} at
   * @returns {[number, number]} between the point there and the one before
   */
  #middle(points, at) {
    const [x, y] = this.#point(points, Math.max(0, at));
    const [beforeX, beforeY] = this.#point(points, Math.max(0, at - 3));
    return [(x + beforeX) / 2, (y + beforeY) / 2];
  }
}
