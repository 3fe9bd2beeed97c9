/** @file Loss and accuracy as two charts one above the other, with one legend that reads out what the cursor is on. */

import { element } from '../dom.js';
import { percent, quantity, whole } from '../format.js';
import { smooth } from '../history.js';
import { view } from '../store.js';
import { text } from '../translate.js';
import { Chart } from './chart.js';
import { accuracyAt, accuracySplits, lossRange, lossSplits, magnitude, rarity } from './scales.js';
import { createTable } from './table.js';

/** Weight of the past in the smoothed curve. */
const SMOOTHING = 0.8;

/**
 * @typedef {import('../state.js').State} State
 * @typedef {import('../history.js').Row} Row
 */

/** @returns {import('../actions.js').Panel} */
export function createCharts() {
  /** @type {State | null} */
  let state = null;
  const read = { at: element('span', { class: 'read-step' }), loss: createLegend(), accuracy: createLegend() };
  /** @type {number | null} */
  let cursor = null;
  const readOut = () => {
    const row = cursor === null ? undefined : state?.history.rows[cursor];
    read.at.textContent = row ? text('training.atStep', { step: whole(row.step) }) : '';
    read.loss.show(row?.loss, row?.validationLoss, quantity);
    read.accuracy.show(row?.accuracy, row?.validationAccuracy, percent);
  };
  /** @param {number | null} row both charts read out at once */
  const onCursor = (row) => {
    cursor = row;
    loss.point(row);
    accuracy.point(row);
    readOut();
  };
  const loss = new Chart({
    label: 'training.lossChart',
    axis: false,
    splits: lossSplits,
    range: lossRange,
    write: (height) => String(Number((10 ** height).toPrecision(2))),
    onCursor,
  });
  const accuracy = new Chart({
    label: 'training.accuracyChart',
    axis: true,
    splits: accuracySplits,
    range: (from, to) => [Math.min(from ?? 0, 0.3) - 0.06, Math.max((to ?? 0) + 0.08, 1.05)],
    write: (height) => `${Number((100 * accuracyAt(height)).toFixed(1))} %`,
    onCursor,
  });
  const table = createTable();
  const invite = element('p', { class: 'chart-invite caption', text: 'training.invite' });
  const lossFigure = createFigure('loss-chart', 'training.loss', loss, read.loss.root, [read.at]);
  const accuracyFigure = createFigure(undefined, 'training.accuracy', accuracy, read.accuracy.root);
  lossFigure.append(invite);
  const root = element('div', { class: 'charts' }, [lossFigure, accuracyFigure, table.root]);

  const showCurves = view(
    (/** @type {State} */ { history, points, validation }) => [history, points, validation],
    ([history, points]) => {
      const { rows, epochs } = history;
      const steps = rows.map(({ step }) => step);
      const heights = (/** @type {keyof Row} */ name, /** @type {typeof rarity} */ scale) =>
        rows.map((row) => scale(row[name]));
      for (const [chart, name, validated, scale] of /** @type {const} */ ([
        [loss, 'loss', 'validationLoss', magnitude],
        [accuracy, 'accuracy', 'validationAccuracy', rarity],
      ])) {
        const raw = heights(name, scale);
        chart.show(steps, [raw, smooth(raw, SMOOTHING), heights(validated, scale)], epochs);
      }
      lossFigure.dataset.points = String(points);
      invite.hidden = rows.length > 0;
    },
  );
  const showTheme = view(
    (/** @type {State} */ { theme }) => [theme],
    () => {
      loss.paint();
      accuracy.paint();
    },
  );
  const showLanguage = view((/** @type {State} */ { settings }) => [settings.lang], readOut);
  return {
    root,
    show(next) {
      state = next;
      showTheme(next);
      showCurves(next);
      showLanguage(next);
      table.show(next);
    },
  };
}

/**
 * @param {string | undefined} testId
 * @param {string} title text key
 * @param {Chart} chart
 * @param {HTMLElement} legend
 * @param {HTMLElement[]} [more] in the head
 */
function createFigure(testId, title, chart, legend, more = []) {
  const head = element('figcaption', { class: 'chart-head' }, [element('span', { text: title }), ...more, legend]);
  return element('figure', { class: 'chart', 'data-testid': testId }, [head, chart.frame]);
}

/** The two curves' names, or their values where the cursor is on a row. */
function createLegend() {
  const [training, validation] = [element('span', { class: 'key' }), element('span', { class: 'key dashed' })];
  return {
    root: element('span', { class: 'legend' }, [training, validation]),
    /**
     * @param {number | null | undefined} trained
     * @param {number | null | undefined} validated
     * @param {(value: number) => string} write
     */
    show(trained, validated, write) {
      training.textContent = trained == null ? text('training.legendTraining') : write(trained);
      validation.textContent = validated == null ? text('training.legendValidation') : write(validated);
    },
  };
}
