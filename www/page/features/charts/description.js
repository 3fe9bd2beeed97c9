/** @file How uPlot is to draw a chart: its axes, its curves, and its cursor. */

import { whole } from '../../app/format.js';
import { axisWidth } from '../../app/scales.js';
import { colour } from '../../theme.js';

/**
 * @typedef {import('uplot').Options} Options
 * @typedef {import('uplot').Series} Series
 */

/** The columns of a plot's data. */
export const SERIES = { trainingRaw: 1, validationRaw: 2, training: 3, validation: 4 };

/** Charts with this key move their cursors together. */
const SYNC = 'inkgrad-charts';

/** Values up to which each is drawn as a point too. */
const FEW = 40;

/**
 * @param {object} of
 * @param {import('./plot.js').Look} of.look
 * @param {number} of.width
 * @param {number} of.height
 * @param {{ size: number, family: string }} of.text
 * @param {() => import('./zoom.js').Zoom | null} of.zoom
 * @returns {Options}
 */
export function describePlot({ look, width, height, text, zoom }) {
  return {
    width,
    height,
    padding: [Math.round(text.size * 0.6), Math.round(text.size * 1.8), 0, 0],
    legend: { show: false },
    cursor: describeCursor(),
    scales: { x: describeSteps(zoom), y: describeValues(look.scale, zoom) },
    axes: describeAxes(look.scale, text),
    series: [
      {},
      curve('accent', { width: 1, alpha: 0.35 }),
      curve('second', { width: 1, alpha: 0.45, dash: [5, 4] }),
      curve('accent', { width: 2 }),
      curve('second', { width: 2, dash: [5, 4] }),
    ],
  };
}

/** @returns {import('uplot').Cursor} dots on the curves drawn strongly alone; a drag along x selects */
function describeCursor() {
  const pointer = (/** @type {string} */ type) => type === 'mousemove' || type === 'mouseleave';
  return {
    y: false,
    drag: { x: true, y: false, setScale: false, dist: 4 },
    points: { size: (_, series) => (series >= SERIES.training ? 7 : 0) },
    sync: { key: SYNC, setSeries: false, scales: ['x', null], filters: { pub: pointer } },
  };
}

/**
 * @param {() => import('./zoom.js').Zoom | null} zoom
 * @returns {import('uplot').Scale}
 */
function describeSteps(zoom) {
  return {
    time: false,
    range: (_, __, last) => {
      const shown = zoom();
      return shown ? [shown.from, shown.to] : [0, Math.max(last ?? 0, 10)];
    },
  };
}

/**
 * @param {import('../../app/scales.js').Scale} scale
 * @param {() => import('./zoom.js').Zoom | null} zoom
 * @returns {import('uplot').Scale}
 */
function describeValues({ distribution, forward, backward, range }, zoom) {
  return {
    distr: distribution,
    ...(forward && backward ? { fwd: forward, bwd: backward } : {}),
    // A loss of zero has no place on a logarithmic scale: it is drawn at its foot.
    clamp: (_, __, least) => least,
    range: (_, from, to) => range(from, to, zoom() !== null),
  };
}

/**
 * @param {import('../../app/scales.js').Scale} scale
 * @param {{ size: number, family: string }} text
 * @returns {import('uplot').Axis[]}
 */
function describeAxes({ splits, write }, { size, family }) {
  const axis = { stroke: colour('soft'), font: `${size}px ${family}`, ticks: { show: false } };
  return [
    {
      ...axis,
      grid: { show: false },
      size: Math.round(size * 1.6),
      gap: Math.round(size * 0.3),
      space: size * 5,
      incrs: increments,
      // The name of the axis stands left of the first number.
      values: (plot, found) =>
        found.map((step) => (step === 0 || plot.valToPos(step, 'x') > size * 2 ? whole(step) : '')),
    },
    {
      ...axis,
      grid: { stroke: colour('hairline'), width: 1 },
      size: (_, values) => axisWidth(values, size),
      gap: Math.round(size * 0.35),
      splits: (_, __, from, to) => splits(from, to),
      filter: (_, found) => found,
      values: (plot, found) => thinned(plot, write(found), found, size),
    },
  ];
}

/**
 * A low plot has no room for a number at every line.
 *
 * @param {import('uplot')} plot
 * @param {string[]} texts of the splits
 * @param {number[]} splits
 * @param {number} size of the type, in CSS pixels
 * @returns {string[]} empty for what would lie over its neighbour
 */
function thinned(plot, texts, splits, size) {
  let last = Number.POSITIVE_INFINITY;
  return splits.map((split, at) => {
    const place = plot.valToPos(split, 'y');
    if (last - place < size) return '';
    last = place;
    return texts[at] ?? '';
  });
}

/**
 * @param {'accent' | 'second'} token
 * @param {Partial<Series>} look
 * @returns {Series}
 */
function curve(token, look) {
  const stroke = colour(token);
  return {
    stroke,
    ...look,
    points: { show: isFew, size: look.width === 2 ? 5 : 3, fill: stroke, width: 0 },
  };
}

/**
 * @param {import('uplot')} plot
 * @param {number} series
 * @param {number} from row
 * @param {number} to row
 * @returns {boolean}
 */
function isFew(plot, series, from, to) {
  const column = plot.data[series] ?? [];
  const most = series === SERIES.validation ? FEW : 2;
  let count = 0;
  for (let row = from; row <= to && count <= most; row += 1) if (column[row] != null) count += 1;
  return count <= most;
}

const increments = [1, 2, 5]
  .flatMap((digit) => Array.from({ length: 9 }, (_, power) => digit * 10 ** power))
  .sort((a, b) => a - b);
