/** @file The values under the cursor: the very ones that the dots are drawn at, and the raw ones beside them. */

import { whole } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { SERIES } from './description.js';
import { texts } from './texts.js';

const text = translator(texts);

/** An event is named when the cursor is this near, in CSS pixels. */
const NEAR = 6;

/**
 * @typedef {import('./plot.js').Look} Look
 * @typedef {import('./plot.js').Shown} Shown
 */

/** A small panel that stands in the half of the plot where the cursor is not. */
export function createReadOut() {
  const root = document.createElement('div');
  root.className = 'chart-read-out';
  root.hidden = true;
  const hide = () => {
    root.hidden = true;
  };
  /**
   * @param {import('uplot')} plot
   * @param {Look} look
   * @param {Shown} shown
   */
  const show = (plot, look, shown) => {
    const { idx, left = -1 } = plot.cursor;
    const step = idx == null ? undefined : shown.curves.steps[idx];
    if (left < 0 || step === undefined) return hide();
    const lines = [
      line('step', text('atStep', { step: whole(step) })),
      ...measured('training', plot.cursor.idxs?.[SERIES.training], step, look, shown),
      ...measured('validation', plot.cursor.idxs?.[SERIES.validation], step, look, shown),
      ...shown.events
        .filter((event) => Math.abs(plot.valToPos(event.step, 'x') - left) <= NEAR)
        .map(({ label }) => line('event', label)),
    ];
    root.replaceChildren(...lines);
    root.dataset.side = left > plot.over.clientWidth / 2 ? 'left' : 'right';
    root.dataset.free = look.free;
    root.hidden = false;
  };
  return { root, show, hide };
}

/**
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
  const parts = [`${text(name)} ${value === null ? text('notFinite') : write(value)}`];
  if (smoothed && value !== null && raw != null) parts.push(text('raw', { value: write(raw) }));
  const at = curves.steps[row];
  if (at !== undefined && at !== step) parts.push(text('atAnotherStep', { step: whole(at) }));
  return [line(name, parts.join(' · '))];
}

/**
 * @param {string} kind
 * @param {string} words
 */
function line(kind, words) {
  const element = document.createElement('span');
  element.dataset.kind = kind;
  element.textContent = words;
  return element;
}
