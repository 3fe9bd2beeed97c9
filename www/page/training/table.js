/** @file The curves as a table of a few rows, for those who cannot see them. */

import { element } from '../dom.js';
import { percent, quantity, whole } from '../format.js';
import { view } from '../store.js';

/** Validations in the table, evenly chosen. */
const ROWS = 12;

const heads = [
  'training.steps',
  'training.loss',
  'training.validationLoss',
  'training.accuracy',
  'training.validation',
];

/** @returns {import('../actions.js').Panel} */
export function createTable() {
  const body = element('tbody');
  const head = element(
    'tr',
    {},
    heads.map((key) => element('th', { scope: 'col', text: key })),
  );
  const root = element('div', { class: 'visually-hidden' }, [
    element('table', {}, [element('caption', { text: 'training.lossChart' }), element('thead', {}, [head]), body]),
  ]);
  const show = view(
    (/** @type {import('../state.js').State} */ { history, validation }) => [history, validation],
    ([{ rows }]) => {
      const measured = rows.filter(({ validationLoss }) => validationLoss !== null);
      const every = Math.max(1, Math.ceil(measured.length / ROWS));
      const shown = measured.filter((_, at) => (measured.length - 1 - at) % every === 0);
      body.replaceChildren(...shown.map(createRow));
    },
  );
  return { root, show };
}

/** @param {import('../history.js').Row} row */
function createRow({ step, loss, validationLoss, accuracy, validationAccuracy }) {
  const values = [
    whole(step),
    written(loss, quantity),
    written(validationLoss, quantity),
    written(accuracy, percent),
    written(validationAccuracy, percent),
  ];
  return element(
    'tr',
    {},
    values.map((value) => element('td', {}, [value])),
  );
}

/**
 * @param {number | null} value
 * @param {(value: number) => string} write
 */
function written(value, write) {
  return value === null ? '' : write(value);
}
