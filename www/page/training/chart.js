/** @file One chart of curves by step with a cursor, moved by pointer or arrow keys, that reads exact values off. */

import { element, fitCanvas, onResize } from '../dom.js';
import { frameOf, lastStep, paintPlot } from './plot.js';

/**
 * @typedef {import('./plot.js').Column} Column
 * @typedef {object} ChartOptions
 * @property {string} label text key
 * @property {boolean} axis whether the steps are written under it
 * @property {(from: number, to: number) => number[]} splits heights of the grid's lines
 * @property {(from: number | null, to: number | null) => [number, number]} range of the scale, given that of the curves
 * @property {(height: number) => string} write a height of the scale
 * @property {(row: number | null) => void} onCursor
 */

export class Chart {
  #options;
  #canvas;
  #steps = /** @type {number[]} */ ([]);
  #curves = /** @type {[Column, Column, Column]} */ ([[], [], []]);
  #epochs = /** @type {number[]} */ ([]);
  /** @type {number | null} */
  #cursor = null;

  /** @param {ChartOptions} options */
  constructor(options) {
    this.#options = options;
    this.#canvas = element('canvas', { class: 'plot-canvas', role: 'img', label: options.label, tabindex: 0 });
    this.frame = element('div', { class: 'plot' }, [this.#canvas]);
    onResize(this.frame, () => this.paint());
    this.#hear();
  }

  /**
   * @param {number[]} steps
   * @param {[Column, Column, Column]} curves training as measured, training smoothed, validation; heights of the scale
   * @param {number[]} epochs steps at which an epoch ended
   */
  show(steps, curves, epochs) {
    this.#steps = steps;
    this.#curves = curves;
    this.#epochs = epochs;
    this.paint();
  }

  /** @param {number | null} row that the cursor stands on */
  point(row) {
    this.#cursor = row;
    this.paint();
  }

  paint() {
    const context = this.#canvas.getContext('2d');
    if (!context || this.#canvas.clientWidth === 0) return;
    const { width, height, ratio } = fitCanvas(this.#canvas);
    const { splits, write, axis } = this.#options;
    const range = this.#range();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintPlot(context, {
      width,
      height,
      steps: this.#steps,
      curves: this.#curves,
      epochs: this.#epochs,
      range,
      splits: splits(...range),
      write,
      axis,
      cursor: this.#cursor,
    });
  }

  #range() {
    let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const curve of this.#curves) {
      for (const height of curve) {
        if (height === null || !Number.isFinite(height)) continue;
        from = Math.min(from, height);
        to = Math.max(to, height);
      }
    }
    return this.#options.range(from <= to ? from : null, from <= to ? to : null);
  }

  #hear() {
    const { onCursor } = this.#options;
    this.#canvas.addEventListener('pointermove', ({ offsetX }) => onCursor(this.#rowAt(offsetX)));
    this.#canvas.addEventListener('pointerdown', ({ offsetX }) => onCursor(this.#rowAt(offsetX)));
    for (const type of /** @type {const} */ (['pointerleave', 'blur'])) {
      this.#canvas.addEventListener(type, () => onCursor(null));
    }
    this.#canvas.addEventListener('keydown', (event) => {
      const direction = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
      const last = this.#steps.length - 1;
      if (direction === 0 || last < 0) return;
      event.preventDefault();
      event.stopPropagation();
      const stride = direction * Math.max(1, Math.round(last / 60));
      onCursor(Math.min(last, Math.max(0, (this.#cursor ?? last) + stride)));
    });
  }

  /**
   * @param {number} offset CSS pixels from the left
   * @returns {number | null} the row nearest to it
   */
  #rowAt(offset) {
    if (this.#steps.length === 0) return null;
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const { left, right } = frameOf({ width, height, axis: this.#options.axis });
    const step = (lastStep(this.#steps) * (offset - left)) / (right - left);
    const after = this.#steps.findIndex((other) => other >= step);
    if (after <= 0) return after === 0 ? 0 : this.#steps.length - 1;
    const nearer =
      step - /** @type {number} */ (this.#steps[after - 1]) < /** @type {number} */ (this.#steps[after]) - step;
    return nearer ? after - 1 : after;
  }
}
