/** @file What is drawn over a plot: the name of its level axis, the ends of epochs, and the events of the run. */

import { colour } from '../../theme.js';
import { placeMarks } from './marks.js';

/** Between the ends of two epochs, in CSS pixels; closer ones are not drawn. */
const EPOCHS_APART = 6;

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
    ctx.lineTo(x, bbox.top + bbox.height - 6 * ratio);
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
  const marks = placeMarks(events, {
    at: (step) => plot.valToPos(step, 'x', true),
    left: bbox.left,
    right: bbox.left + bbox.width,
    measure: (label) => ctx.measureText(label).width,
  });
  ctx.lineWidth = ratio;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  const line = 1.25 * Number.parseFloat(ctx.font);
  for (const { x, kind, label, place } of marks) {
    const strong = kind === 'diverged' || kind === 'early_stopping';
    ctx.strokeStyle = colour(strong ? 'ink' : 'faint');
    ctx.setLineDash(strong ? [] : [2 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    if (place) drawLabel(ctx, label, place.left, bbox.top + line * place.row, colour(strong ? 'ink' : 'soft'), line);
  }
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} label
 * @param {number} left
 * @param {number} top
 * @param {string} style
 * @param {number} height of its line
 */
function drawLabel(ctx, label, left, top, style, height) {
  const room = 2 * devicePixelRatio;
  // A ground of its own: a curve that runs there is not read through the letters.
  ctx.fillStyle = colour('panel');
  ctx.fillRect(left - room, top - room, ctx.measureText(label).width + 2 * room, height);
  ctx.fillStyle = style;
  ctx.fillText(label, left, top);
}
