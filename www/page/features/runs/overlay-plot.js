/** @file One plot in which the curves of several runs lie over each other, by step. Its cursor moves with those beside it. */

import uPlot from 'uplot';
import { whole } from '../../app/format.js';
import { axisWidth } from '../../app/scales.js';
import { colour } from '../../theme.js';

/** Plots with this key move their cursors together. */
const SYNC = 'inkgrad-runs';

/**
 * @typedef {{ id: string, colour: string, steps: number[], values: (number | null)[] }} Series of one run
 * @typedef {{ scale: import('../../app/scales.js').Scale, step: string, key: string }} Look `step`: name of the level axis; another
 *   key is another look
 */

export class OverlayPlot {
  #onStep;
  /** @type {uPlot | null} */
  #plot = null;
  #key = '';
  /** @type {{ look: Look, series: Series[] } | null} */
  #shown = null;
  #observer = new ResizeObserver(() => requestAnimationFrame(() => this.#fit()));
  #disposed = false;

  /** @param {(step: number | null) => void} onStep the step under the cursor; null without one */
  constructor(onStep) {
    this.#onStep = onStep;
    this.root = document.createElement('div');
    this.root.className = 'runs-plot';
    this.root.setAttribute('role', 'img');
    this.#observer.observe(this.root);
  }

  /**
   * @param {Look} look
   * @param {Series[]} series
   */
  show(look, series) {
    const key = `${look.key} ${series.map((one) => `${one.id} ${one.colour}`).join()}`;
    this.#shown = { look, series };
    if (key !== this.#key) this.#clear();
    this.#key = key;
    if (this.#plot) this.#plot.setData(joined(series));
    else this.#fit();
  }

  dispose() {
    this.#disposed = true;
    this.#observer.disconnect();
    this.#clear();
    this.root.remove();
  }

  #clear() {
    this.#plot?.destroy();
    this.#plot = null;
  }

  #fit() {
    const { clientWidth: width, clientHeight: height } = this.root;
    if (this.#disposed || !this.#shown || width === 0 || height === 0) return;
    if (this.#plot) return this.#plot.setSize({ width, height });
    const { look, series } = this.#shown;
    const options = this.#describe(look, series, { width, height });
    this.#plot = new uPlot(options, joined(series), this.root);
  }

  /**
   * @param {Look} look
   * @param {Series[]} series
   * @param {{ width: number, height: number }} size
   * @returns {uPlot.Options}
   */
  #describe({ scale, step }, series, size) {
    const { fontSize, fontFamily } = getComputedStyle(this.root);
    const type = Number.parseFloat(fontSize);
    const axis = { stroke: colour('soft'), font: `${fontSize} ${fontFamily}`, ticks: { show: false } };
    const { distribution, forward, backward } = scale;
    return {
      ...size,
      padding: [type * 0.8, type * 1.5, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        drag: { x: false, y: false },
        sync: { key: SYNC, setSeries: false, scales: ['x', null] },
      },
      scales: {
        x: { time: false, range: (_, __, last) => [0, Math.max(last ?? 0, 10)] },
        y: {
          distr: distribution,
          ...(forward && backward ? { fwd: forward, bwd: backward } : {}),
          clamp: (_, __, least) => least,
          range: (_, from, to) => scale.range(from, to, false),
        },
      },
      axes: [
        { ...axis, grid: { show: false }, size: type * 1.7, gap: type * 0.3, space: type * 6, values: besideName },
        {
          ...axis,
          grid: { stroke: colour('hairline'), width: 1 },
          size: (_, values) => axisWidth(values, type),
          gap: type * 0.35,
          splits: (_, __, from, to) => scale.splits(from, to),
          filter: (_, splits) => splits,
          values: (_, splits) => scale.write(splits),
        },
      ],
      series: [
        {},
        ...series.map((one) => ({
          stroke: one.colour,
          width: 2,
          spanGaps: true,
          points: { size: 4, fill: one.colour },
        })),
      ],
      hooks: {
        setCursor: [(plot) => this.#read(plot)],
        draw: [(plot) => drawName(plot, step, `${type * devicePixelRatio}px ${fontFamily}`)],
      },
    };
  }

  /** @param {uPlot} plot */
  #read(plot) {
    const { left } = plot.cursor;
    this.#onStep(left === undefined || left < 0 ? null : plot.posToVal(left, 'x'));
  }
}

/** @param {uPlot} plot @param {number[]} steps @returns {string[]} none where the name of the axis stands */
function besideName(plot, steps) {
  return steps.map((step) => (step === 0 || plot.valToPos(step, 'x') > 24 ? whole(step) : ''));
}

/** @param {uPlot} plot @param {string} name of the level axis @param {string} font */
function drawName({ ctx, bbox, axes }, name, font) {
  ctx.save();
  ctx.font = font;
  ctx.fillStyle = colour('soft');
  ctx.textAlign = 'right';
  ctx.textBaseline = 'top';
  ctx.fillText(
    name,
    bbox.left - 10 * devicePixelRatio,
    bbox.top + bbox.height + (axes[0]?.gap ?? 0) * devicePixelRatio,
  );
  ctx.restore();
}

/**
 * @param {Series[]} series
 * @returns {uPlot.AlignedData} all steps of any run, and a column of values a run
 */
function joined(series) {
  if (series.length === 0) return [[]];
  return uPlot.join(series.map(({ steps, values }) => [steps, values]));
}
