/** @file Loss and accuracy as two charts one above the other, with one legend that reads out what the cursor is on. */

import { element, put } from '../dom.js';
import { brief, percent, quantity, whole } from '../format.js';
import { smooth } from '../history.js';
import { view } from '../store.js';
import { text } from '../translate.js';
import { Chart } from './chart.js';
import { accuracyAt, accuracySplits, lossSplits, rarity } from './scales.js';
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
  const readOut = () => {
    const at = loss.cursor ?? accuracy.cursor;
    const row = at === null ? undefined : state?.history.rows[at];
    put(read.at, row ? text('training.atStep', { step: whole(row.step) }) : '');
    read.loss.show(row?.loss, row?.validationLoss, quantity);
    read.accuracy.show(row?.accuracy, row?.validationAccuracy, percent);
  };
  const loss = new Chart({
    logarithmic: true,
    steps: false,
    splits: lossSplits,
    range: (from, to) => (from > 0 ? [Math.min(from * 0.9, 0.9), Math.max(to * 1.1, 2.5)] : [0.5, 3]),
    write: (value) => brief(value, 2),
    onCursor: readOut,
  });
  const accuracy = new Chart({
    logarithmic: false,
    steps: true,
    splits: accuracySplits,
    range: (from, to) => [Math.min(from ?? 0, 0.3) - 0.06, Math.max((to ?? 0) + 0.08, 1.05)],
    write: (value) => `${Number((100 * accuracyAt(value)).toFixed(1))} %`,
    onCursor: readOut,
  });
  const table = createTable();
  const invite = element('p', { class: 'chart-invite caption', text: 'training.invite' });
  const lossFigure = createFigure('loss-chart', 'training.lossChart', 'training.loss', loss, read.loss.root, [read.at]);
  const accuracyFigure = createFigure(
    undefined,
    'training.accuracyChart',
    'training.accuracy',
    accuracy,
    read.accuracy.root,
  );
  lossFigure.append(invite);
  const root = element('div', { class: 'charts' }, [lossFigure, accuracyFigure, table.root]);

  const showCurves = view(
    (/** @type {State} */ { history, points, validation }) => [history, points, validation],
    ([history, points]) => {
      const { rows, epochs } = history;
      const steps = rows.map(({ step }) => step);
      const column = (/** @type {keyof Row} */ name) => rows.map((row) => row[name]);
      const rare = (/** @type {keyof Row} */ name) => rows.map((row) => rarity(row[name]));
      const [raw, right] = [column('loss'), rare('accuracy')];
      loss.show([steps, raw, smooth(raw, SMOOTHING), column('validationLoss')], epochs);
      accuracy.show([steps, right, smooth(right, SMOOTHING), rare('validationAccuracy')], epochs);
      lossFigure.dataset.points = String(points);
      invite.hidden = rows.length > 0;
    },
  );
  const showTheme = view(
    (/** @type {State} */ { theme }) => [theme],
    () => {
      loss.repaint();
      accuracy.repaint();
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
 * @param {string} label text key for screen readers
 * @param {string} title text key
 * @param {Chart} chart
 * @param {HTMLElement} legend
 * @param {HTMLElement[]} [more] in the head
 */
function createFigure(testId, label, title, chart, legend, more = []) {
  const head = element('figcaption', { class: 'chart-head' }, [element('span', { text: title }), ...more, legend]);
  return element('figure', { class: 'chart', 'data-testid': testId, label }, [head, chart.frame]);
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
      put(training, trained == null ? text('training.legendTraining') : write(trained));
      put(validation, validated == null ? text('training.legendValidation') : write(validated));
    },
  };
}
