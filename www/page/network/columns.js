/** @file The diagram's columns in HTML: what each layer is and how many parameters it has; pressed, it can be changed. */

import { fieldsOf, layersToText } from '../../shared/layers.js';
import { element } from '../dom.js';
import { setting, whole } from '../format.js';
import { nameOf, text } from '../translate.js';

/**
 * @typedef {import('../../shared/layers.js').Layer} Layer
 * @typedef {'picture' | 'units' | 'sequence' | 'maps' | 'gate' | 'output'} ColumnKind what is painted in its stage
 * @typedef {{ kind: ColumnKind, root: HTMLElement, stage: HTMLElement, head: HTMLElement, foot: HTMLElement }} Column
 */

/** Layers that only pass on what they get, or the like: a line in the diagram says enough. */
const gates = new Set(['flatten', 'reshape', 'dropout', 'batch_norm', 'layer_norm', 'activation', 'rows']);

/** What is painted for so many axes. */
const kinds = /** @type {ColumnKind[]} */ (['units', 'units', 'sequence', 'maps']);

/**
 * @param {ColumnKind} kind
 * @returns {Column}
 */
export function createColumn(kind) {
  const head = element('div', { class: 'column-head' });
  const stage = element('div', { class: 'stage' });
  const foot = element('div', { class: 'column-foot caption' });
  return { kind, root: element('div', { class: `column of-${kind}` }, [head, stage, foot]), stage, head, foot };
}

/**
 * @param {Layer} layer
 * @param {number} at
 * @param {number} axes of what it gives
 * @param {() => void} onPress
 * @returns {Column}
 */
export function createLayerColumn(layer, at, axes, onPress) {
  const column = createColumn(gates.has(layer.kind) ? 'gate' : (kinds[axes] ?? 'units'));
  const [kind, detail] = [nameOf('kind', layer.kind), detailOf(layer)];
  const button = element('button', { type: 'button', class: 'layer', 'aria-pressed': 'false' }, [
    element('span', { class: 'layer-kind' }, [kind]),
    element('span', { class: 'layer-detail' }, [detail]),
  ]);
  button.setAttribute('aria-label', text('network.layer', { number: at + 1, layer: `${kind} ${detail}`.trim() }));
  button.addEventListener('click', onPress);
  column.head.append(button);
  return column;
}

/**
 * @param {Layer} layer
 * @returns {string} what must be given, and the activation
 */
function detailOf(layer) {
  const shown = fieldsOf(layer.kind).filter(({ name, needed }) => needed || (name === 'activation' && layer[name]));
  const values = shown.map(({ name }) => {
    const value = layer[name];
    if (name === 'rate') return `${Math.round(100 * Number(value))} %`;
    if (name === 'size' || name === 'kernel') return `${value}×${value}`;
    if (name === 'activation' || name === 'function') return nameOf('activation', String(value));
    return typeof value === 'number' ? setting(value) : layersToText([layer]).split('-').slice(1).join(' ');
  });
  return values.join(' · ');
}

/**
 * @param {HTMLElement} foot
 * @param {import('../../shared/protocol.js').LayerRow | undefined} row
 * @param {boolean} short where there is room for the number alone
 */
export function showCount(foot, row, short) {
  const count = row ? whole(row.parameters) : '';
  const empty = short && row?.parameters === 0;
  foot.textContent = row && !short ? text('network.count', { count }) : empty ? '' : count;
  foot.title = row ? text('network.count', { count }) : '';
}
