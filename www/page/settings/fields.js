/** @file The fields of a form, made from the settings' table: a choice, or a number to type or to slide. */

import { checkNumber } from '../../shared/settings.js';
import { element } from '../dom.js';
import { setting as written } from '../format.js';
import { text } from '../translate.js';

/**
 * @typedef {import('../../shared/settings.js').Settings} Settings
 * @typedef {import('../../shared/settings.js').ChoiceSetting} ChoiceSetting
 * @typedef {import('../../shared/settings.js').NumberSetting} NumberSetting
 * @typedef {{ root: HTMLElement, show: (settings: Settings) => void }} Field
 */

/**
 * @param {ChoiceSetting} setting
 * @param {(name: string) => string} optionKey text key of an option
 * @param {(value: string) => void} onChange
 * @returns {Field}
 */
export function createChoice(setting, optionKey, onChange) {
  const select = element(
    'select',
    { id: `setting-${setting.name}`, class: 'input' },
    setting.options.map((name) => element('option', { value: name, text: optionKey(name) })),
  );
  select.addEventListener('change', () => onChange(select.value));
  return {
    root: createField(setting.name, select, []),
    show: (settings) => {
      select.value = String(settings[setting.name]);
    },
  };
}

/**
 * @param {NumberSetting} setting
 * @param {string | null} zero text key of what 0 means
 * @param {(value: number) => void} onChange
 * @returns {Field}
 */
export function createNumber(setting, zero, onChange) {
  const input = element('input', {
    id: `setting-${setting.name}`,
    class: 'input',
    type: 'text',
    inputmode: setting.whole ? 'numeric' : 'decimal',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const note = element('span', { class: 'note caption' });
  const slider = setting.slider && createSlider(setting.slider, onChange);
  let value = setting.initial;
  const show = () => {
    input.value = written(value);
    note.textContent = value === 0 && zero ? text(zero) : '';
    input.removeAttribute('aria-invalid');
    slider?.show(value);
    slider?.root.setAttribute('aria-label', text('settings.slider', { name: text(`settings.${setting.name}`) }));
    slider?.root.setAttribute('aria-valuetext', value === 0 && zero ? text(zero) : input.value);
  };
  input.addEventListener('input', () => input.removeAttribute('aria-invalid'));
  input.addEventListener('change', () => {
    const typed = checkNumber(setting, input.value.trim() === '' ? Number.NaN : Number(input.value.replace('−', '-')));
    if (typed !== undefined) return onChange(typed);
    show();
    input.setAttribute('aria-invalid', 'true');
    note.textContent = text('settings.range', { minimum: written(setting.minimum), maximum: written(setting.maximum) });
  });
  return {
    root: createField(setting.name, input, slider ? [note, slider.root] : [note]),
    show: (settings) => {
      value = settings[setting.name];
      show();
    },
  };
}

/**
 * @param {string} name
 * @param {HTMLElement} control
 * @param {HTMLElement[]} more inside the well
 */
function createField(name, control, more) {
  const label = element('label', { for: control.id, text: `settings.${name}` });
  return element('div', { class: 'field' }, [label, element('div', { class: 'well' }, [control, ...more])]);
}

/**
 * @param {number[]} stops
 * @param {(value: number) => void} onChange
 */
function createSlider(stops, onChange) {
  const root = element('input', { type: 'range', class: 'slider', min: 0, max: stops.length - 1, step: 1 });
  root.addEventListener('input', () => onChange(stops[Number(root.value)] ?? 0));
  return {
    root,
    /** @param {number} value */
    show(value) {
      const distances = stops.map((stop) => Math.abs(stop - value));
      root.value = String(distances.indexOf(Math.min(...distances)));
    },
  };
}
