/** @file The values under the cursor: the very ones that the dots are drawn at, and the raw ones beside them. */

import { whole } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { chooseCorner } from './corner.js';
import { SERIES } from './description.js';
import { texts } from './texts.js';

const text = translator(texts);

/** An event is named when the cursor is this near, in CSS pixels. */
const NEAR = 6;

/** Curves drawn strongly, by the name of their values. */
const NAMES = /** @type {const} */ (['training', 'validation']);

/** A dot must not be covered by its own read-out. */
const DOT_WEIGHT = 1e6;

/**
 * @typedef {import('uplot')} uPlot
 * @typedef {import('./plot.js').Look} Look
 * @typedef {import('./plot.js').Shown} Shown
 */

/** A small panel in the corner of the plot where it covers the least. */
export function createReadOut() {
  const root = document.createElement('div');
  root.className = 'chart-read-out';
  root.hidden = true;
  const hide = () => {
    root.hidden = true;
  };
  /**
   * @param {uPlot} plot
   * @param {Look} look
   * @param {Shown} shown
   */
  const show = (plot, look, shown) => {
    const { idx, left = -1 } = plot.cursor;
    const step = idx == null ? undefined : shown.curves.steps[idx];
    if (left < 0 || step === undefined) return hide();
    const cells = [
      ...NAMES.flatMap((name) => measured(name, plot.cursor.idxs?.[SERIES[name]], step, look, shown)),
      ...shown.events
        .filter((event) => Math.abs(plot.valToPos(event.step, 'x') - left) <= NEAR)
        .map(({ label }) => cell('event', label, 'event')),
    ];
    if (cells.length === 0) return hide();
    root.replaceChildren(
      cell('step', text('atStep', { step: whole(step) }), 'first'),
      cell('step', shown.smoothed ? text('smoothed') : ''),
      cell('step', shown.smoothed ? text('raw') : ''),
      ...cells,
    );
    root.hidden = false;
    place(root, plot);
  };
  return { root, show, hide };
}

/**
 * A row of three cells: the curve, the value at its dot, and the raw value.
 *
 * @param {'training' | 'validation'} name
 * @param {number | null | undefined} row at which the dot is
 * @param {number} step under the cursor
 * @param {Look} look
 * @param {Shown} shown
 * @returns {HTMLElement[]}
 */
function measured(name, row, step, { write }, { curves, smoothed }) {
  const value = row == null ? undefined : curves[name][row];
  if (row == null || value === undefined) return [];
  const raw = curves[`${name}Raw`][row];
  const at = curves.steps[row] ?? step;
  const title = at === step ? text(name) : text('atAnotherStep', { name: text(name), step: whole(at) });
  return [
    cell(name, title, 'first'),
    cell(name, value === null ? text('notFinite') : write(value), 'value'),
    cell(name, smoothed && raw != null ? write(raw) : '', 'raw'),
  ];
}

/**
 * @param {HTMLElement} root
 * @param {uPlot} plot
 */
function place(root, plot) {
  const { offsetLeft, offsetTop, clientWidth: width, clientHeight: height } = plot.over;
  const box = { width: root.offsetWidth, height: root.offsetHeight };
  const { left, top } = chooseCorner(spotsOf(plot), { width, height }, box);
  root.style.transform = `translate(${Math.round(offsetLeft + left)}px, ${Math.round(offsetTop + top)}px)`;
}

/**
 * @param {uPlot} plot
 * @returns {import('./corner.js').Spot[]} the strong curves, and the dots on them
 */
function spotsOf(plot) {
  const [steps = []] = plot.data;
  const [from, to] = plot.series[0]?.idxs ?? [0, steps.length - 1];
  return NAMES.flatMap((name) => {
    const column = plot.data[SERIES[name]] ?? [];
    const dot = plot.cursor.idxs?.[SERIES[name]];
    const spots = [];
    for (let row = from; row <= to; row += 1) {
      const value = column[row];
      if (value == null) continue;
      const weight = row === dot ? DOT_WEIGHT : 1;
      spots.push({ x: plot.valToPos(steps[row] ?? 0, 'x'), y: plot.valToPos(value, 'y'), weight });
    }
    return spots;
  });
}

/**
 * @param {string} kind
 * @param {string} words
 * @param {string} [place] in its row
 */
function cell(kind, words, place) {
  const element = document.createElement('span');
  element.dataset.kind = kind;
  if (place) element.className = place;
  element.textContent = words;
  return element;
}
