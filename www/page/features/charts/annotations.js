/** @file What is drawn over a plot: the name of its level axis, the ends of epochs, and the events of the run. */

import { colour } from '../../theme.js';
import { runsThrough } from './crossing.js';
import { placeMarks } from './marks.js';

/** Between the ends of two epochs, in CSS pixels; closer ones are not drawn. */
const EPOCHS_APART = 6;

/** Height of the marks of epochs at the foot, in CSS pixels. */
const FOOT = 6;

/**
 * @param {import('uplot')} plot
 * @param {import('./plot.js').Look} look
 * @param {import('./plot.js').Shown} shown
 * @param {string} font in CSS pixels
 */
export function annotate(plot, look, { epochs, events }, font) {
  const { ctx } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = font.replace(/^[\d.]+/, (size) => String(Number(size) * ratio));
  drawName(plot, look, ratio);
  drawEpochs(plot, epochs, ratio);
  drawEvents(plot, events, ratio);
  ctx.restore();
}

/**
 * @param {import('uplot')} plot
 * @param {import('./plot.js').Look} look
 * @param {number} ratio
 */
function drawName({ ctx, bbox, axes }, { step }, ratio) {
  ctx.fillStyle = colour('soft');
  ctx.textBaseline = 'top';
  ctx.textAlign = 'right';
  ctx.fillText(step, bbox.left - 10 * ratio, bbox.top + bbox.height + (axes[0]?.gap ?? 0) * ratio);
}

/**
 * A short mark at the foot of the plot for each epoch's end, unless they lie too close.
 *
 * @param {import('uplot')} plot
 * @param {number[]} epochs
 * @param {number} ratio
 */
function drawEpochs(plot, epochs, ratio) {
  const { ctx, bbox } = plot;
  const { min, max } = plot.scales.x ?? {};
  if (min == null || max == null) return;
  const places = epochs.filter((step) => step >= min && step <= max).map((step) => plot.valToPos(step, 'x', true));
  if (places.length === 0 || bbox.width / places.length < EPOCHS_APART * ratio) return;
  ctx.strokeStyle = colour('faint');
  ctx.lineWidth = ratio;
  ctx.beginPath();
  for (const x of places) {
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x, bbox.top + bbox.height - FOOT * ratio);
  }
  ctx.stroke();
}

/**
 * @param {import('uplot')} plot
 * @param {import('./marks.js').RunEvent[]} events
 * @param {number} ratio
 */
function drawEvents(plot, events, ratio) {
  const { ctx, bbox } = plot;
  const line = 1.25 * Number.parseFloat(ctx.font);
  const topOf = (/** @type {number} */ row) =>
    row < 0 ? bbox.top + bbox.height + line * row - FOOT * ratio : bbox.top + line * row;
  const marks = placeMarks(events, {
    at: (step) => plot.valToPos(step, 'x', true),
    left: bbox.left,
    right: bbox.left + bbox.width,
    measure: (label) => ctx.measureText(label).width,
    isCrossed: (from, to, row) => isCrossed(plot, { from, to, top: topOf(row), bottom: topOf(row) + line }, ratio),
  });
  ctx.lineWidth = ratio;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  for (const { x, kind, label, place } of marks) {
    const strong = kind === 'diverged' || kind === 'early_stopping';
    ctx.strokeStyle = colour(strong ? 'ink' : 'faint');
    ctx.setLineDash(strong ? [] : [2 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    if (place) drawLabel(ctx, label, place.left, topOf(place.row), colour(strong ? 'ink' : 'soft'));
  }
}

/**
 * @param {import('uplot')} plot
 * @param {{ from: number, to: number, top: number, bottom: number }} box
 * @param {number} ratio
 */
function isCrossed(plot, { from, to, top, bottom }, ratio) {
  const rowAt = (/** @type {number} */ x) => plot.posToIdx((x - plot.bbox.left) / ratio);
  const rows = { first: rowAt(from), last: rowAt(to) };
  const yOf = (/** @type {number} */ value) => plot.valToPos(value, 'y', true);
  return plot.data.slice(1).some((values) => runsThrough(values, rows, yOf, { top, bottom }));
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} label
 * @param {number} left
 * @param {number} top
 * @param {string} style
 */
function drawLabel(ctx, label, left, top, style) {
  ctx.lineJoin = 'round';
  ctx.save();
  ctx.setLineDash([]);
  ctx.lineWidth = 4 * devicePixelRatio;
  ctx.strokeStyle = colour('panel');
  ctx.strokeText(label, left, top);
  ctx.restore();
  ctx.fillStyle = style;
  ctx.fillText(label, left, top);
}
