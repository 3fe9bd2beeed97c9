/** @file A chart of the report, as one SVG: a curve of training and one of validation by step. */

import { errorScale, scales } from '../../../app/scales.js';
import { columnOf } from '../measured.js';

/** Size of the picture and of its margins, in user units. */
const [WIDTH, HEIGHT] = [560, 260];
const MARGIN = { left: 64, right: 12, top: 12, bottom: 34 };

/**
 * @typedef {import('../../../history.js').Row} Row
 *
 * @param {readonly Row[]} rows
 * @param {'loss' | 'accuracy'} measure
 * @param {{ step: string, name: string }} words
 * @returns {string} SVG
 */
export function plotSvg(rows, measure, words) {
  const scale = scales[measure].logarithmic;
  const forward = measure === 'loss' ? Math.log10 : errorScale;
  const curves = /** @type {const} */ ([
    ['training', measure === 'loss' ? 'loss' : 'accuracy'],
    ['validation', measure === 'loss' ? 'validationLoss' : 'validationAccuracy'],
  ]).map(([part, field]) => ({ part, ...columnOf([...rows], field) }));
  const values = curves.flatMap((curve) => curve.values).filter((value) => value !== null);
  if (values.length === 0) return '';
  const [from, to] = scale.range(Math.min(...values), Math.max(...values), false);
  const last = Math.max(1, ...curves.flatMap(({ steps }) => steps));
  const x = (/** @type {number} */ step) => round(MARGIN.left + ((WIDTH - MARGIN.left - MARGIN.right) * step) / last);
  const y = (/** @type {number} */ value) => {
    const share = (forward(Math.max(value, from)) - forward(from)) / (forward(to) - forward(from));
    return round(HEIGHT - MARGIN.bottom - (HEIGHT - MARGIN.top - MARGIN.bottom) * share);
  };
  const splits = scale.splits(from, to);
  const names = scale.write(splits);
  const lines = splits.map(
    (split, at) =>
      `<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y(split)}" y2="${y(split)}"/>` +
      `<text x="${MARGIN.left - 8}" y="${y(split) + 4}" text-anchor="end">${names[at]}</text>`,
  );
  const paths = curves.map(({ part, steps, values: measured }) => {
    const points = steps.map((step, at) => `${x(step)},${y(Number(measured[at]))}`);
    return `<polyline class="${part}" points="${points.join(' ')}"/>`;
  });
  const axis =
    `<text x="${WIDTH - MARGIN.right}" y="${HEIGHT - 10}" text-anchor="end">${words.step} ${last}</text>` +
    `<text x="${MARGIN.left}" y="${HEIGHT - 10}">0</text>`;
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${words.name}">${lines.join('')}${paths.join('')}${axis}</svg>`;
}

/** @param {number} value */
function round(value) {
  return Math.round(10 * value) / 10;
}
