/** @file The strip that changes a layer: its fields as the schema names them, its place, and what can come after it. */

import { fieldsOf, newLayer, tidy } from '../../shared/layers.js';
import { fieldFromText, fieldToText, layerKinds } from '../../shared/schema.js';
import { fits } from '../../shared/shapes.js';
import { element, icon } from '../dom.js';
import { nameOf, text } from '../translate.js';

/**
 * @typedef {import('../../shared/layers.js').Layer} Layer
 * @typedef {import('../../shared/schema.js').Field} Field
 */

const icons = { left: 'M10 3 5 8l5 5', right: 'M6 3l5 5-5 5', remove: 'M4 4 12 12M12 4 4 12' };

/** Fields that are right as they are, nearly always. */
const seldom = new Set(['bias', 'init', 'trainable', 'epsilon', 'momentum', 'stride', 'padding']);

/** What an Up or Down key adds to a number or takes from it; whole numbers it doubles and halves. */
const FINE = 0.05;

/**
 * @param {Layer} layer
 * @param {number} at
 * @param {boolean} more whether those too that are seldom changed
 * @param {(changed: Layer) => void} onChange
 * @returns {HTMLElement[]}
 */
export function createFields(layer, at, more, onChange) {
  const shown = fieldsOf(layer.kind).filter(({ name }) => more || !seldom.has(name));
  return shown.map((field) => {
    const label = nameOf('field', field.name);
    const change = (/** @type {unknown} */ value) => onChange(tidy({ ...layer, [field.name]: value }));
    const control = createControl(field, layer[field.name] ?? field.initial, change);
    control.setAttribute('aria-label', text('network.field', { field: label, number: at + 1 }));
    return element('label', { class: `layer-field of-${field.type}` }, [element('span', {}, [label]), control]);
  });
}

/**
 * @param {Field} field
 * @param {unknown} value
 * @param {(value: unknown) => void} onChange
 * @returns {HTMLElement}
 */
function createControl(field, value, onChange) {
  if (field.type === 'flag') {
    const box = element('input', { type: 'checkbox', checked: value === true });
    box.addEventListener('change', () => onChange(box.checked));
    return box;
  }
  if (field.type === 'choice') {
    const prefix = field.name === 'function' ? 'activation' : field.name;
    const options = [...(field.initial === null && !field.needed ? [''] : []), ...field.options];
    const select = element(
      'select',
      { class: 'input' },
      options.map((name) =>
        element('option', { value: name, selected: name === (value ?? '') }, [
          name === '' ? text('network.automatic') : nameOf(prefix, name),
        ]),
      ),
    );
    select.addEventListener('change', () => onChange(select.value === '' ? null : select.value));
    return select;
  }
  return createTyped(field, value, onChange);
}

/**
 * @param {Field} field
 * @param {unknown} value
 * @param {(value: unknown) => void} onChange
 */
function createTyped(field, value, onChange) {
  const shown = value === null ? '' : fieldToText(value);
  const input = element('input', {
    type: 'text',
    class: 'input',
    inputmode: field.type === 'number' && field.whole ? 'numeric' : 'decimal',
    value: shown,
    placeholder: text('network.automatic'),
    autocomplete: 'off',
    spellcheck: 'false',
  });
  input.addEventListener('change', () => {
    const typed = input.value.trim() === '' && !field.needed ? null : fieldFromText(field, input.value.trim());
    if (typed === undefined) input.value = shown;
    else onChange(typed);
  });
  input.addEventListener('keydown', (event) => {
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (direction === 0 || field.type !== 'number' || typeof value !== 'number') return;
    event.preventDefault();
    const next = field.whole ? Math.max(1, Math.round(value * 2 ** direction)) : value + direction * FINE;
    onChange(Math.min(field.maximum, Math.max(field.minimum, Number(next.toPrecision(6)))));
  });
  return input;
}

/**
 * Left, right and away.
 *
 * @param {Layer[]} layers
 * @param {number} at
 * @param {(layers: Layer[], selected: number) => void} onChange
 * @returns {HTMLElement[]}
 */
export function createMoves(layers, at, onChange) {
  const layer = /** @type {Layer} */ (layers[at]);
  const without = layers.toSpliced(at, 1);
  const moves = /** @type {const} */ ([
    ['left', at > 0, () => onChange(without.toSpliced(at - 1, 0, layer), at - 1)],
    ['right', at < layers.length - 1, () => onChange(without.toSpliced(at + 1, 0, layer), at + 1)],
    ['remove', true, () => onChange(without, Math.min(at, without.length - 1))],
  ]);
  return moves.map(([name, possible, move]) => {
    const label = text(`network.${name}`, { number: at + 1 });
    const button = element(
      'button',
      { type: 'button', class: 'icon-button stroked', 'aria-label': label, disabled: !possible },
      [icon(icons[name])],
    );
    button.title = label;
    button.addEventListener('click', move);
    return button;
  });
}

/**
 * @param {number} axes of what would reach the new layer
 * @param {(layer: Layer) => void} onAdd
 */
export function createAdd(axes, onAdd) {
  const kinds = [...layerKinds.keys()].filter((kind) => fits(kind, axes));
  const select = element('select', { class: 'input add', label: 'network.add' }, [
    element('option', { value: '', text: 'network.add' }),
    ...kinds.map((kind) => element('option', { value: kind }, [nameOf('kind', kind)])),
  ]);
  select.addEventListener('change', () => {
    if (select.value !== '') onAdd(newLayer(select.value));
  });
  return select;
}
