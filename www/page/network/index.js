/** @file The region "Network": the layers from the drawn picture to the answer, to look at and to change in place. */

import { dataSets } from '../../shared/data-sets.js';
import { layersToText, mostLayers } from '../../shared/layers.js';
import { presetOf } from '../../shared/presets/index.js';
import { axesBehind } from '../../shared/shapes.js';
import { planOf } from '../../shared/spec.js';
import { element, fitCanvas, onResize, put } from '../dom.js';
import { whole } from '../format.js';
import { view } from '../store.js';
import { text, translate } from '../translate.js';
import { createColumn, createLayerColumn, showCount } from './columns.js';
import { paintDiagram } from './diagram.js';
import { createAdd, createFields, createMoves } from './editor.js';
import { sceneOf } from './scene.js';

/**
 * @typedef {import('../state.js').State} State
 * @typedef {import('../../shared/settings.js').Settings} Settings
 * @typedef {import('./columns.js').Column} Column
 */

/**
 * @param {import('../actions.js').Actions} actions
 * @returns {import('../actions.js').Panel}
 */
export function createNetworkPanel(actions) {
  const summary = element('span', { class: 'summary' });
  const about = element('p', { class: 'about caption' });
  const strip = element('div', { class: 'strip', role: 'group', label: 'network.strip' });
  const canvas = element('canvas', { class: 'diagram', role: 'img', label: 'network.diagram' });
  const columns = element('div', { class: 'columns' });
  const root = element('section', { class: 'panel network', 'aria-labelledby': 'network-title' }, [
    element('header', { class: 'panel-head' }, [
      element('h2', { id: 'network-title', class: 'title', text: 'network.title' }),
      summary,
    ]),
    about,
    strip,
    element('div', { class: 'scroll' }, [element('div', { class: 'flow' }, [canvas, columns])]),
  ]);
  /** @type {State | null} */
  let state = null;
  /** @type {Column[]} */
  let built = [];
  let selected = 0;
  let more = false;

  const select = (/** @type {number} */ at) => {
    selected = at;
    showStrip();
  };
  const change = (/** @type {Settings['layers']} */ layers, /** @type {number} */ at) => {
    selected = at;
    actions.change({ layers });
  };
  const showStrip = () => {
    const { settings } = /** @type {State} */ (state);
    const { layers } = settings;
    selected = Math.max(0, Math.min(selected, layers.length - 1));
    const layer = layers[selected];
    const focused = focusOf(strip);
    const fields = layer
      ? createFields(layer, selected, more, (changed) => change(layers.with(selected, changed), selected))
      : [];
    const all = element('button', {
      type: 'button',
      class: 'link',
      'aria-expanded': String(more),
      text: 'network.more',
    });
    all.addEventListener('click', () => {
      more = !more;
      showStrip();
    });
    const moves = layer ? createMoves(layers, selected, change) : [];
    const axes = axesBehind(layers.slice(0, selected + 1), dataSets[settings.data].shape.length);
    const add = createAdd(axes, (added) => change(layers.toSpliced(selected + 1, 0, added), layer ? selected + 1 : 0));
    add.disabled = layers.length >= mostLayers;
    strip.replaceChildren(...fields, ...(layer ? [all] : []), element('span', { class: 'moves' }, [...moves, add]));
    translate(strip);
    /** @type {HTMLElement | undefined} */ (strip.querySelectorAll('input, select, button')[focused])?.focus();
    for (const [at, column] of built.slice(1, -1).entries()) {
      column.head.querySelector('button')?.setAttribute('aria-pressed', String(at === selected));
    }
  };
  const showColumns = view(
    (/** @type {State} */ { settings }) => [layersToText(settings.layers), settings.data, settings.lang],
    () => {
      const { settings } = /** @type {State} */ (state);
      const focused = focusOf(columns);
      built = buildColumns(settings, select);
      columns.replaceChildren(...built.map((column) => column.root));
      columns.style.gridTemplateColumns = built.map(({ kind }) => `var(--of-${kind})`).join(' ');
      /** @type {HTMLElement | undefined} */ (columns.querySelectorAll('button')[focused])?.focus();
      showStrip();
    },
  );
  const showAbout = view(
    (/** @type {State} */ { settings }) => [settings],
    ([settings]) => {
      const preset = presetOf(settings);
      about.hidden = !preset;
      about.textContent = preset ? text(`about.${preset.name}`) : '';
    },
  );
  const showCounts = view(
    (/** @type {State} */ { network, settings }) => [
      network?.rows ?? null,
      layersToText(settings.layers),
      settings.lang,
    ],
    ([rows]) => {
      const { settings } = /** @type {State} */ (state);
      const { shape, classes } = dataSets[settings.data];
      const { layers, places } = planOf(settings);
      for (const [at, column] of built.slice(1).entries()) {
        const row = rows?.[places[at] ?? layers.length - 1];
        showCount(column.foot, row, built.length > 4 || column.kind === 'output' || column.kind === 'gate');
      }
      const count = rows?.reduce((sum, { parameters }) => sum + parameters, 0) ?? 0;
      const sizes = [shape.reduce((a, b) => a * b), ...settings.layers.map(({ units }) => units), classes].join(' → ');
      const plain = settings.layers.every(({ kind }) => kind === 'dense') && settings.layers.length < 4;
      const told = plain ? sizes : text('network.layers', { count: settings.layers.length + 1 });
      summary.textContent = rows ? text('network.parameters', { shape: told, count: whole(count) }) : '';
    },
  );
  const showTime = view(
    (/** @type {State} */ { answer, settings }) => [answer?.milliseconds ?? null, settings.lang],
    ([milliseconds]) => {
      const foot = built[0]?.foot;
      if (!foot) return;
      const key = built.length > 4 ? 'network.time' : 'network.answered';
      put(foot, milliseconds === null ? '' : text(key, { time: milliseconds.toFixed(1) }));
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
    (/** @type {State} */ { answer, inside, theme, settings, network }) => [
      answer,
      inside,
      theme,
      layersToText(settings.layers),
      settings.data,
      network,
    ],
    paint,
  );
  onResize(columns, paint);
  return {
    root,
    show(next) {
      state = next;
      showColumns(next);
      showAbout(next);
      showCounts(next);
      showTime(next);
      showDiagram(next);
    },
  };
}

/** @param {HTMLElement} parent */
function focusOf(parent) {
  return [...parent.querySelectorAll('input, select, button')].indexOf(/** @type {Element} */ (document.activeElement));
}

/**
 * @param {Settings} settings
 * @param {(at: number) => void} onPress
 * @returns {Column[]}
 */
function buildColumns(settings, onPress) {
  const { shape } = dataSets[settings.data];
  const [, height, width] = shape;
  const [input, output] = [createColumn('picture'), createColumn('output')];
  input.head.append(element('span', {}, [text('network.input', { height, width })]));
  output.head.append(element('span', { text: 'network.output' }));
  translate(output.root);
  const layers = settings.layers.map((layer, at) =>
    createLayerColumn(layer, at, axesBehind(settings.layers.slice(0, at + 1), shape.length), () => onPress(at)),
  );
  return [input, ...layers, output];
}
