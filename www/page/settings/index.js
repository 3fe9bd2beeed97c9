/** @file The region "How it learns": what can be changed while the network learns, and the run's record. */

import { scheduleFields } from '../../shared/schedules.js';
import { settings as table } from '../../shared/settings.js';
import { element } from '../dom.js';
import { view } from '../store.js';
import { text } from '../translate.js';
import { createChoice, createNumber } from './fields.js';
import { createTabs } from './tabs.js';

/**
 * @typedef {import('../../shared/settings.js').Settings} Settings
 * @typedef {import('../../shared/settings.js').Setting['name']} SettingName
 */

/** The groups in their order, each setting with the text of what 0 means. */
const groups = /** @type {Record<string, [SettingName, string | null][]>} */ ({
  rate: [
    ['optimizer', null],
    ['learning_rate', null],
    ['batch_size', null],
    ['schedule', null],
    ['warmup_steps', null],
    ['steps', null],
    ['every', null],
    ['factor', null],
    ['minimum', null],
    ['maximum', null],
  ],
  restraint: [
    ['dropout', 'settings.off'],
    ['weight_decay', 'settings.off'],
    ['l2', 'settings.off'],
    ['l1', 'settings.off'],
    ['clip_norm', 'settings.off'],
  ],
  distortion: [
    ['shift', 'settings.off'],
    ['rotate', 'settings.off'],
    ['zoom', 'settings.off'],
    ['elastic', 'settings.off'],
  ],
  end: [
    ['epochs', 'settings.never'],
    ['patience', 'settings.never'],
    ['monitor', null],
    ['seed', null],
    ['workers', 'settings.automatic'],
  ],
});

/** Settings that only some schedules read. */
const scheduled = new Set(/** @type {string[]} */ (Object.values(scheduleFields).flat()));

/**
 * @param {import('../actions.js').Actions} actions
 * @returns {import('../actions.js').Panel}
 */
export function createSettingsPanel(actions) {
  const fields = Object.entries(groups).map(([group, members]) =>
    members.map(([name, zero]) => ({ name, group, ...createField(name, zero, actions) })),
  );
  const tabs = createTabs(Object.keys(groups), (group) => showGroup(group));
  const record = element('button', { type: 'button', class: 'link', text: 'settings.record' });
  const panels = fields.map((members) =>
    element(
      'div',
      {
        class: 'fields',
        role: 'tabpanel',
        id: `panel-${members[0]?.group}`,
        'aria-labelledby': `tab-${members[0]?.group}`,
      },
      members.map((field) => field.root),
    ),
  );
  const showGroup = (/** @type {string} */ group) => {
    for (const panel of panels) panel.hidden = panel.id !== `panel-${group}`;
  };
  showGroup('rate');
  const root = element('section', { class: 'panel settings', 'aria-labelledby': 'settings-title' }, [
    element('header', { class: 'panel-head' }, [
      element('h2', { id: 'settings-title', class: 'title', text: 'settings.title' }),
      element('span', { class: 'summary', text: 'settings.live' }),
      record,
    ]),
    tabs.root,
    ...panels,
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
      const read = /** @type {string[]} */ (scheduleFields[settings.schedule]);
      for (const field of fields.flat()) {
        field.show(settings);
        field.root.hidden = scheduled.has(field.name) && !read.includes(field.name);
      }
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

/**
 * @param {SettingName} name
 * @param {string | null} zero text key of what 0 means
 * @param {import('../actions.js').Actions} actions
 */
function createField(name, zero, actions) {
  const setting = table.find((one) => one.name === name);
  if (setting?.kind === 'choice') {
    const change = (/** @type {string} */ value) => actions.change({ [name]: value });
    return createChoice(setting, (option) => `${setting.name}.${option}`, change);
  }
  if (setting?.kind !== 'number') throw new RangeError(`no field for ${name}`);
  return createNumber(setting, zero, (value) => actions.change({ [name]: value }));
}
