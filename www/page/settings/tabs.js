/** @file The tabs over the settings: one is chosen, the arrow keys move between them. */

import { element } from '../dom.js';

/**
 * @param {string[]} names each with a text `tab.NAME` and a panel `panel-NAME`
 * @param {(name: string) => void} onChoose
 */
export function createTabs(names, onChoose) {
  const tabs = names.map((name) =>
    element('button', {
      type: 'button',
      class: 'tab',
      role: 'tab',
      id: `tab-${name}`,
      'aria-controls': `panel-${name}`,
      text: `tab.${name}`,
    }),
  );
  const choose = (/** @type {number} */ chosen) => {
    for (const [at, tab] of tabs.entries()) {
      tab.setAttribute('aria-selected', String(at === chosen));
      tab.tabIndex = at === chosen ? 0 : -1;
    }
    onChoose(names[chosen] ?? '');
  };
  for (const [at, tab] of tabs.entries()) {
    tab.setAttribute('aria-selected', String(at === 0));
    tab.tabIndex = at === 0 ? 0 : -1;
    tab.addEventListener('click', () => choose(at));
    tab.addEventListener('keydown', (event) => {
      const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      if (direction === 0) return;
      event.preventDefault();
      event.stopPropagation();
      const next = (at + direction + tabs.length) % tabs.length;
      choose(next);
      tabs[next]?.focus();
    });
  }
  return { root: element('div', { class: 'tabs', role: 'tablist', label: 'settings.tabs' }, tabs) };
}
