/** @file The region "Network": the layers from the drawn picture to the answer, to look at and to change in place. */

import { dataSets } from '../../shared/data-sets.js';
import { layersToText, mostLayers } from '../../shared/layers.js';
import { element, fitCanvas, onResize } from '../dom.js';
import { whole } from '../format.js';
import { view } from '../store.js';
import { text, translate } from '../translate.js';
import { createColumn, createHiddenColumn, showCount } from './columns.js';
import { paintDiagram } from './diagram.js';

/**
 * @typedef {import('../state.js').State} State
 * @typedef {import('./columns.js').Column} Column
 */

/**
 * @param {import('../actions.js').Actions} actions
 * @returns {import('../actions.js').Panel}
 */
export function createNetworkPanel(actions) {
  const summary = element('span', { class: 'summary' });
  const add = element('button', { type: 'button', class: 'link', text: 'network.add' });
  const canvas = element('canvas', { class: 'diagram', role: 'img', label: 'network.diagram' });
  const columns = element('div', { class: 'columns' });
  const root = element('section', { class: 'panel network', 'aria-labelledby': 'network-title' }, [
    element('header', { class: 'panel-head' }, [
      element('h2', { id: 'network-title', class: 'title', text: 'network.title' }),
      summary,
      add,
    ]),
    element('div', { class: 'scroll' }, [element('div', { class: 'flow' }, [canvas, columns])]),
  ]);
  /** @type {State | null} */
  let state = null;
  /** @type {Column[]} */
  let built = [];

  add.addEventListener('click', () => {
    const { layers } = /** @type {State} */ (state).settings;
    const last = layers.at(-1);
    const units = Math.max(8, Math.round((last?.units ?? 256) / 2));
    actions.change({ layers: [...layers, { kind: 'dense', units, activation: last?.activation ?? 'relu' }] });
  });
  const showColumns = view(
    (/** @type {State} */ { settings }) => [layersToText(settings.layers), settings.data, settings.lang],
    () => {
      const { settings } = /** @type {State} */ (state);
      built = buildColumns(settings, actions);
      const focused = focusOf(columns);
      columns.replaceChildren(...built.map((column) => column.root));
      columns.style.setProperty('--hidden', String(settings.layers.length));
      /** @type {HTMLElement | undefined} */ (columns.querySelectorAll('input, select')[focused])?.focus();
      add.disabled = settings.layers.length >= mostLayers;
    },
  );
  const showCounts = view(
    (/** @type {State} */ { network, settings }) => [
      network?.rows ?? null,
      layersToText(settings.layers),
      settings.lang,
    ],
    ([rows]) => {
      const dense = rows?.filter(({ kind }) => kind === 'dense') ?? [];
      for (const [at, column] of built.slice(1).entries()) showCount(column.foot, dense[at], at === dense.length - 1);
      const { settings } = /** @type {State} */ (state);
      const { shape, classes } = dataSets[settings.data];
      const sizes = [shape.reduce((a, b) => a * b), ...settings.layers.map(({ units }) => units), classes];
      const count = dense.reduce((sum, { parameters }) => sum + parameters, 0);
      summary.textContent = rows ? text('network.parameters', { shape: sizes.join(' → '), count: whole(count) }) : '';
    },
  );
  const showTime = view(
    (/** @type {State} */ { answer, settings }) => [answer?.milliseconds ?? null, settings.lang],
    ([milliseconds]) => {
      const foot = built[0]?.foot;
      if (foot)
        foot.textContent = milliseconds === null ? '' : text('network.answered', { time: milliseconds.toFixed(1) });
    },
  );
  const paint = () => {
    const context = canvas.getContext('2d');
    if (!state || !context || canvas.clientWidth === 0) return;
    const { ratio, width, height } = fitCanvas(canvas);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    paintDiagram(context, sceneOf(state, built));
  };
  const showDiagram = view(
    (/** @type {State} */ { answer, inside, theme, settings }) => [
      answer,
      inside,
      theme,
      layersToText(settings.layers),
      settings.data,
    ],
    paint,
  );
  onResize(columns, paint);
  return {
    root,
    show(next) {
      state = next;
      showColumns(next);
      showCounts(next);
      showTime(next);
      showDiagram(next);
    },
  };
}

/** @param {HTMLElement} columns */
function focusOf(columns) {
  return [...columns.querySelectorAll('input, select')].indexOf(/** @type {Element} */ (document.activeElement));
}

/**
 * @param {import('../../shared/settings.js').Settings} settings
 * @param {import('../actions.js').Actions} actions
 * @returns {Column[]}
 */
function buildColumns({ layers, data }, actions) {
  const [, height, width] = dataSets[data].shape;
  const [input, output] = [createColumn('picture'), createColumn('output')];
  input.head.append(element('span', {}, [text('network.input', { height, width })]));
  output.head.append(element('span', { text: 'network.output' }));
  translate(output.root);
  const hidden = layers.map((layer, at) =>
    createHiddenColumn(layer, at, (change) => {
      actions.change({ layers: change ? layers.with(at, change) : layers.toSpliced(at, 1) });
    }),
  );
  return [input, ...hidden, output];
}

/**
 * @param {State} state
 * @param {Column[]} columns
 * @returns {import('./diagram.js').Scene}
 */
function sceneOf({ settings, answer, inside }, columns) {
  const { shape, classes } = dataSets[settings.data];
  const [, height, width] = shape;
  const units = settings.layers.map((layer) => layer.units);
  const fits = inside?.layers.length === units.length + 1;
  const rooms = columns.map(({ stage }) => ({
    x: stage.offsetLeft,
    y: stage.offsetTop,
    width: stage.offsetWidth,
    height: stage.offsetHeight,
  }));
  return {
    picture: { width, height, pixels: answer?.input ?? null },
    units,
    layers: fits ? inside.layers : [],
    probabilities: answer?.probabilities ?? null,
    classes,
    rooms,
  };
}
