/** @file The region "How it learns": what can be changed while the network learns, and the run's record. */

import { settings as table } from '../../shared/settings.js';
import { element } from '../dom.js';
import { view } from '../store.js';
import { text } from '../translate.js';
import { createChoice, createNumber } from './fields.js';

/** In the order of the form, each with the text of what 0 means. */
const shown = /** @type {const} */ ([
  ['optimizer', null],
  ['learning_rate', null],
  ['batch_size', null],
  ['dropout', 'settings.off'],
  ['l2', 'settings.off'],
  ['weight_decay', 'settings.off'],
  ['epochs', 'settings.never'],
  ['seed', null],
]);

/**
 * @param {import('../actions.js').Actions} actions
 * @returns {import('../actions.js').Panel}
 */
export function createSettingsPanel(actions) {
  const fields = shown.map(([name, zero]) => {
    const setting = table.find((one) => one.name === name);
    if (setting?.kind === 'choice') {
      const change = (/** @type {string} */ value) => actions.change({ [name]: value });
      return createChoice(setting, (option) => `${setting.name}.${option}`, change);
    }
    if (setting?.kind !== 'number') throw new RangeError(`no field for ${name}`);
    return createNumber(setting, zero, (value) => actions.change({ [name]: value }));
  });
  const record = element('button', { type: 'button', class: 'link', text: 'settings.record' });
  const root = element('section', { class: 'panel settings', 'aria-labelledby': 'settings-title' }, [
    element('header', { class: 'panel-head' }, [
      element('h2', { id: 'settings-title', class: 'title', text: 'settings.title' }),
      element('span', { class: 'summary', text: 'settings.live' }),
      record,
    ]),
    element(
      'div',
      { class: 'fields' },
      fields.map((field) => field.root),
    ),
  ]);
  /** @type {import('../state.js').State | null} */
  let state = null;
  record.addEventListener('click', async () => {
    if (!state) return;
    const { spec, wholeSince, changes } = state.record;
    const text_ = JSON.stringify({ data: state.settings.data, spec, wholeSince, changes }, null, 2);
    await navigator.clipboard.writeText(text_);
    record.textContent = text('settings.recorded');
    setTimeout(() => {
      record.textContent = text('settings.record');
    }, 1500);
  });
  const show = view(
    (/** @type {import('../state.js').State} */ { settings }) => [settings],
    ([settings]) => {
      for (const field of fields) field.show(settings);
    },
  );
  return {
    root,
    show(next) {
      state = next;
      show(next);
    },
  };
}
