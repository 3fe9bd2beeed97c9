/** @file The values of one layer: maps, a sequence, or units. Few units have their numbers written in them. */

import { useApp } from '../../app/context.js';
import { SheetView } from '../../app/sheet-view.jsx';
import { layoutOf } from './forms.js';
import { shapeText } from './row.jsx';
import { percentText, readingOf, text, valueText } from './words.js';

/**
 * @typedef {object} Props
 * @property {number} at index of the layer
 * @property {string} name
 * @property {string} title
 * @property {number[]} shape
 * @property {Float32Array} values
 * @property {number} room CSS pixels beside each other
 * @property {boolean} visible
 * @property {import('./row.jsx').Choice} choice
 */

/** @param {Props & { form: import('./forms.js').Form, colours?: import('../../app/sheet.js').Colours }} props */
export function Field({ at, name, title, shape, values, form, room, visible, choice, colours }) {
  const { large } = useApp().state.insight.value;
  const { grid, cell } = layoutOf(form, shape, room, large);
  const { chosen, onSelect, onRead } = choice;
  const selected = chosen?.layer === at && chosen.of === 'values' ? chosen.index : null;
  const one = (/** @type {number} */ index) => ({ layer: at, of: /** @type {const} */ ('values'), index });
  return (
    <div class="layer-field">
      <SheetView
        grid={grid}
        values={visible ? values : null}
        colours={colours}
        cell={cell}
        label={text('field', { layer: title, shape: shapeText(shape) })}
        told={selected === null ? text('hint') : readingOf(name, shape, selected, values[selected])}
        selected={selected}
        testId="layer-field"
        onRead={(index) => onRead(index === null ? null : one(index))}
        onSelect={(index) => onSelect(one(index))}
      />
    </div>
  );
}

/**
 * @param {Props & { probabilities?: boolean, names?: import('./words.js').Names | undefined }} props `names`: where the units are classes
 */
export function FewUnits({ at, values, choice, probabilities = false, names = String }) {
  const wide = [...values.keys()].some((unit) => names(unit).length > 2);
  const { chosen, onSelect, onRead } = choice;
  const largest = probabilities ? 1 : values.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0) || 1;
  return (
    <ol class="few-units">
      {[...values].map((value, unit) => {
        const one = { layer: at, of: /** @type {const} */ ('values'), index: unit };
        const share = Math.min(1, Math.abs(value) / largest) || 0;
        return (
          <li key={unit}>
            <button
              type="button"
              class={wide ? 'unit-cell named' : 'unit-cell'}
              data-testid="unit"
              data-unit={unit}
              data-value={value}
              aria-label={text('unit', { unit: names(unit), value: valueText(value) })}
              aria-pressed={chosen?.layer === at && chosen.index === unit}
              onPointerEnter={() => onRead(one)}
              onPointerLeave={() => onRead(null)}
              onClick={() => onSelect(one)}
            >
              <span class="unit-index" title={names === String ? undefined : names(unit)}>
                {names(unit)}
              </span>
              <span class="unit-value">{probabilities ? percentText(value) : valueText(value, 3)}</span>
              <span class="unit-bar">
                <span class={value < 0 ? 'unit-fill negative' : 'unit-fill'} style={{ width: `${100 * share}%` }} />
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
