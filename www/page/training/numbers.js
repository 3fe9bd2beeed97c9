/** @file The figures of the training: four large ones, and a line of those that one looks at more rarely. */

import { element, put } from '../dom.js';
import { brief, percent, quantity, whole } from '../format.js';
import { view } from '../store.js';

/**
 * @typedef {import('../state.js').State} State
 * @typedef {{ id: string | undefined, label: string, read: (state: State) => number | null, write: (value: number) => string }} Figure
 */

/** @type {Figure[]} */
const large = [
  { id: 'loss', label: 'training.loss', read: ({ progress }) => progress?.loss ?? null, write: quantity },
  { id: 'accuracy', label: 'training.accuracy', read: ({ progress }) => progress?.accuracy ?? null, write: percent },
  {
    id: 'validation-accuracy',
    label: 'training.validation',
    read: ({ validation }) => validation?.accuracy ?? null,
    write: percent,
  },
  {
    id: 'samples-per-second',
    label: 'training.speed',
    read: ({ progress }) => progress?.samplesPerSecond ?? null,
    write: whole,
  },
];

/** @type {Figure[]} */
const small = [
  { id: 'step', label: 'training.steps', read: ({ standing }) => standing.step, write: whole },
  {
    id: 'validation-loss',
    label: 'training.validationLoss',
    read: ({ validation }) => validation?.loss ?? null,
    write: quantity,
  },
  {
    id: undefined,
    label: 'training.gradient',
    read: ({ progress }) => progress?.gradientNorm ?? null,
    write: quantity,
  },
  {
    id: undefined,
    label: 'training.rate',
    read: ({ progress, settings }) => progress?.learningRate ?? settings.learning_rate,
    write: brief,
  },
];

/** @returns {import('../actions.js').Panel} */
export function createNumbers() {
  const rows = [large, small].map((figures) => figures.map(createFigure));
  const lists = rows.map((row, at) =>
    element(
      'dl',
      { class: at === 0 ? 'figures' : 'figures small' },
      row.map((figure) => figure.root),
    ),
  );
  const figures = rows.flat();
  return {
    root: element('div', { class: 'numbers' }, lists),
    show: (state) => {
      for (const figure of figures) figure.show(state);
    },
  };
}

/** @param {Figure} figure */
function createFigure({ id, label, read, write }) {
  const value = element('dd', id ? { 'data-testid': id } : {});
  const root = element('div', {}, [value, element('dt', { text: label })]);
  const show = view(
    (/** @type {State} */ state) => [read(state)],
    ([number]) => {
      put(value, number === null ? '–' : write(number));
      if (id) value.dataset.value = number === null ? '' : String(number);
    },
  );
  return { root, show };
}
