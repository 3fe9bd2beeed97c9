/** @file One plot of curves by step: uPlot with the page's tokens, marks of events, zoom, and a read-out. */

import uPlot from 'uplot';
import { annotate } from './annotations.js';
import { describePlot } from './description.js';
import { createReadOut } from './read-out.js';

/**
 * @typedef {import('./curves.js').Curves} Curves
 * @typedef {import('./zoom.js').Zoom} Zoom
 *
 * @typedef {object} Look what a plot is made anew for
 * @property {import('../../app/scales.js').Scale} scale
 * @property {string} unit of the upright axis, and its scale
 * @property {string} step name of the level axis
 * @property {(value: number) => string} write a value in the read-out
 * @property {string} key another one is another look
 *
 * @typedef {object} Shown
 * @property {Curves} curves
 * @property {number[]} epochs steps at which an epoch ended
 * @property {import('./marks.js').RunEvent[]} events
 * @property {Zoom | null} zoom
 * @property {boolean} smoothed
 *
 * @typedef {object} Hears
 * @property {(zoom: Zoom | null) => void} onZoom something was drawn out, or the whole run is wanted
 * @property {(key: string) => boolean} onKey whether the key meant something
 */

export class Plot {
  /** @type {uPlot | null} */
  #plot = null;
  /** @type {Look | null} */
  #look = null;
  /** @type {Shown | null} */
  #shown = null;
  #hears;
  #readOut = createReadOut();
  #observer = new ResizeObserver(() => requestAnimationFrame(() => this.#fit()));
  #disposed = false;
  /** Size of its type, in CSS pixels. */
  #font = 0;

  /** @param {Hears} hears */
  constructor(hears) {
    this.#hears = hears;
    this.root = document.createElement('div');
    this.root.className = 'chart-plot';
    this.root.tabIndex = 0;
    this.root.setAttribute('role', 'group');
    this.root.addEventListener('keydown', (event) => this.#hearKey(event));
    this.#observer.observe(this.root);
  }

  /**
   * @param {Look} look
   * @param {Shown} shown
   */
  show(look, shown) {
    const same = this.#look?.key === look.key;
    this.#look = look;
    this.#shown = shown;
    if (!same) this.#clear();
    if (this.#plot) this.#plot.setData(columnsOf(shown));
    else this.#fit();
  }

  /** @returns {HTMLCanvasElement | null} what is drawn */
  get canvas() {
    return this.#plot?.ctx.canvas ?? null;
  }

  dispose() {
    this.#disposed = true;
    this.#observer.disconnect();
    this.#clear();
  }

  #clear() {
    this.#plot?.destroy();
    this.#plot = null;
    this.#readOut.hide();
  }

  /** The plot lies over its place and never holds it open: it becomes as large as its place, and as small. */
  #fit() {
    const { clientWidth: width, clientHeight: height } = this.root;
    if (this.#disposed || !this.#look || !this.#shown || width === 0 || height === 0) return;
    // The type may have another size in a window of another size.
    if (this.#plot && this.#font !== fontOf(this.root).size) this.#clear();
    if (!this.#plot) this.#make(this.#look, this.#shown, width, height);
    else if (this.#plot.width !== width || this.#plot.height !== height) this.#plot.setSize({ width, height });
  }

  /**
   * @param {Look} look
   * @param {Shown} shown
   * @param {number} width
   * @param {number} height
   */
  #make(look, shown, width, height) {
    const font = fontOf(this.root);
    this.#font = font.size;
    const options = describePlot({
      look,
      width,
      height,
      text: font,
      zoom: () => this.#shown?.zoom ?? null,
    });
    options.hooks = {
      setCursor: [(plot) => this.#read(plot)],
      setSelect: [(plot) => this.#hearSelection(plot)],
      draw: [(plot) => annotate(plot, look, this.#shown ?? shown, `${font.size}px ${font.family}`)],
    };
    const bind = { dblclick: () => () => this.#hearWhole() };
    options.cursor = { ...options.cursor, bind };
    this.#plot = new uPlot(options, columnsOf(shown), this.root);
    this.root.append(this.#readOut.root);
  }

  /** @param {uPlot} plot */
  #read(plot) {
    if (this.#look && this.#shown) this.#readOut.show(plot, this.#look, this.#shown);
  }

  /** @param {uPlot} plot */
  #hearSelection(plot) {
    const { left, width } = plot.select;
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    if (width < 4) return;
    this.#hears.onZoom({ from: plot.posToVal(left, 'x'), to: plot.posToVal(left + width, 'x') });
  }

  /** @returns {null} */
  #hearWhole() {
    this.#hears.onZoom(null);
    return null;
  }

  /** @param {KeyboardEvent} event */
  #hearKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.#hears.onKey(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/**
 * @param {Element} element
 * @returns {{ size: number, family: string }} in CSS pixels
 */
export function fontOf(element) {
  const { fontSize, fontFamily } = getComputedStyle(element);
  return { size: Number.parseFloat(fontSize), family: fontFamily };
}

/**
 * @param {Shown} shown
 * @returns {uPlot.AlignedData} in the order of `SERIES`; raw values only behind smoothed ones
 */
function columnsOf({ curves, smoothed }) {
  const { steps, training, validation, trainingRaw, validationRaw } = curves;
  const none = smoothed ? [] : steps.map(() => undefined);
  return [steps, smoothed ? trainingRaw : none, smoothed ? validationRaw : none, training, validation];
}
