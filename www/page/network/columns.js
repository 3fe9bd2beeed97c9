/** @file The diagram's columns in HTML: what each layer is, how many parameters it has, and how to change it in place. */

import { activations, checkUnits, unitsRange } from '../../shared/layers.js';
import { element, icon } from '../dom.js';
import { whole } from '../format.js';
import { text, translate } from '../translate.js';

/**
 * @typedef {import('../../shared/layers.js').HiddenLayer} HiddenLayer
 * @typedef {{ root: HTMLElement, stage: HTMLElement, head: HTMLElement, foot: HTMLElement }} Column
 */

/**
 * @param {'picture' | 'units' | 'output'} kind
 * @returns {Column}
 */
export function createColumn(kind) {
  const head = element('div', { class: 'column-head' });
  const stage = element('div', { class: 'stage' });
  const foot = element('div', { class: 'column-foot caption' });
  return { root: element('div', { class: `column of-${kind}` }, [head, stage, foot]), stage, head, foot };
}

/**
 * @param {HiddenLayer} layer
 * @param {number} at
 * @param {(change: HiddenLayer | null) => void} onChange null to remove it
 * @returns {Column}
 */
export function createHiddenColumn(layer, at, onChange) {
  const column = createColumn('units');
  const number = { layer: at + 1 };
  const units = element('input', {
    type: 'text',
    inputmode: 'numeric',
    class: 'units',
    value: layer.units,
    'aria-label': text('network.units', number),
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const activation = element(
    'select',
    { class: 'quiet', 'aria-label': text('network.activation', number) },
    activations.map((name) =>
      element('option', { value: name, text: `activation.${name}`, selected: name === layer.activation }),
    ),
  );
  const remove = element('button', { type: 'button', class: 'remove', 'aria-label': text('network.remove', number) }, [
    icon('M4 4 12 12M12 4 4 12'),
  ]);
  units.addEventListener('change', () => {
    const checked = checkUnits(units.value);
    if (checked === undefined) units.value = String(layer.units);
    else if (checked !== layer.units) onChange({ ...layer, units: checked });
  });
  units.addEventListener('keydown', (event) => {
    const direction = event.key === 'ArrowUp' ? 2 : event.key === 'ArrowDown' ? 0.5 : 0;
    if (direction === 0) return;
    event.preventDefault();
    const wished = Math.round(layer.units * direction);
    onChange({ ...layer, units: Math.min(unitsRange.maximum, Math.max(unitsRange.minimum, wished)) });
  });
  activation.addEventListener('change', () => {
    const name = activations.find((known) => known === activation.value);
    if (name) onChange({ ...layer, activation: name });
  });
  remove.addEventListener('click', () => onChange(null));
  column.head.append(
    element('span', { class: 'edit' }, [element('span', { text: 'network.hidden' }), units, remove]),
    element('span', { class: 'edit' }, [activation]),
  );
  translate(column.root);
  return column;
}

/**
 * @param {HTMLElement} foot
 * @param {import('../../shared/protocol.js').LayerRow | undefined} row
 * @param {boolean} short where there is room for the number alone
 */
export function showCount(foot, row, short) {
  const count = row ? whole(row.parameters) : '';
  foot.textContent = row && !short ? text('network.count', { count }) : count;
  foot.title = row ? text('network.count', { count }) : '';
}
