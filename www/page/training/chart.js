/** @file One chart of curves by step: uPlot with the page's tokens, the ends of epochs, and a read-out of exact values. */

import uPlot from 'uplot';
import { element, onResize } from '../dom.js';
import { whole } from '../format.js';
import { colour } from '../theme.js';

/**
 * @typedef {(number | null)[]} Column
 * @typedef {object} ChartOptions
 * @property {boolean} logarithmic
 * @property {boolean} steps whether the steps are written under it
 * @property {(from: number, to: number) => number[]} splits
 * @property {(from: number, to: number) => [number, number]} range
 * @property {(value: number) => string} write a value of the scale
 * @property {() => void} onCursor
 */

/** Charts with this key move their cursors together. */
const SYNC = 'training';

export class Chart {
  #options;
  /** @type {uPlot | null} */
  #plot = null;
  /** @type {[number[], Column, Column, Column]} */
  #data = [[], [], [], []];
  /** @type {number[]} */
  #epochs = [];

  /** @param {ChartOptions} options */
  constructor(options) {
    this.#options = options;
    this.frame = element('div', { class: 'plot' });
    onResize(this.frame, () => this.#resize());
  }

  /**
   * @param {[number[], Column, Column, Column]} data steps, training as measured, training smoothed, validation
   * @param {number[]} epochs steps at which an epoch ended
   */
  show(data, epochs) {
    this.#data = data;
    this.#epochs = epochs;
    if (this.#plot) this.#plot.setData(data);
    else this.#resize();
  }

  /** Colours have changed: the chart is made anew. */
  repaint() {
    this.#plot?.destroy();
    this.#plot = null;
    this.#resize();
  }

  /** @returns {number | null} the row under the cursor */
  get cursor() {
    return this.#plot?.cursor.idx ?? null;
  }

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.frame;
    if (width === 0 || height === 0) return;
    if (this.#plot) this.#plot.setSize({ width, height });
    else this.#plot = new uPlot(this.#describe(width, height), this.#data, this.frame);
  }

  /**
   * @param {number} width
   * @param {number} height
   * @returns {uPlot.Options}
   */
  #describe(width, height) {
    const { logarithmic, steps, splits, range, write, onCursor } = this.#options;
    const font = `11px ${getComputedStyle(this.frame).fontFamily}`;
    const axis = { stroke: colour('faint'), font, ticks: { show: false } };
    const grid = { stroke: colour('hairline'), width: 1 };
    return {
      width,
      height,
      padding: [6, 12, steps ? 0 : 8, 0],
      legend: { show: false },
      cursor: { sync: { key: SYNC }, drag: { x: false, y: false }, points: { size: 6 }, y: false },
      scales: {
        x: { time: false, range: (_, from, to) => [Math.min(from, 0), Math.max(to, 10)] },
        y: { distr: logarithmic ? 3 : 1, range: (_, from, to) => range(from, to) },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          show: steps,
          size: 20,
          gap: 2,
          space: 64,
          incrs: stepIncrements,
          values: (_, found) => found.map((step) => whole(step)),
        },
        {
          ...axis,
          grid,
          size: 42,
          gap: 4,
          splits: (_, __, from, to) => splits(from, to),
          filter: (_, found) => found,
          values: (_, found) => found.map((value) => write(/** @type {number} */ (value))),
        },
      ],
      series: [
        {},
        { stroke: `${colour('accent')}59`, width: 1, points: { show: false }, spanGaps: true },
        { stroke: colour('accent'), width: 2, points: { show: false }, spanGaps: true },
        { stroke: colour('second'), width: 2, dash: [5, 4], points: { show: false }, spanGaps: true },
      ],
      hooks: { setCursor: [onCursor], drawAxes: [(plot) => this.#drawEpochs(plot)] },
    };
  }

  /**
   * A short mark at the foot of the chart for each epoch's end, unless they lie too close.
   *
   * @param {uPlot} plot
   */
  #drawEpochs(plot) {
    const { ctx, bbox } = plot;
    const places = this.#epochs.map((step) => plot.valToPos(step, 'x', true));
    if (places.length === 0 || bbox.width / places.length < 12 * devicePixelRatio) return;
    ctx.save();
    ctx.strokeStyle = colour('faint');
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    for (const x of places) {
      ctx.moveTo(x, bbox.top + bbox.height);
      ctx.lineTo(x, bbox.top + bbox.height - 5 * devicePixelRatio);
    }
    ctx.stroke();
    ctx.restore();
  }
}

const stepIncrements = [1, 2, 5]
  .flatMap((digit) => Array.from({ length: 8 }, (_, power) => digit * 10 ** power))
  .sort((a, b) => a - b);
