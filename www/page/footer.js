/** @file The foot of the page: the shortcuts, and what the network runs on. */

import { element } from './dom.js';
import { view } from './store.js';
import { text } from './translate.js';

const shortcuts = /** @type {const} */ ([
  ['Space', 'page.space'],
  ['→', 'page.right'],
  ['C', 'page.clear'],
  ['Z', 'page.undo'],
]);

/** @returns {import('./actions.js').Panel} */
export function createFooter() {
  const build = element('span');
  const keys = shortcuts.map(([key, what]) =>
    element('span', {}, [element('kbd', {}, [key]), ' ', element('span', { text: what })]),
  );
  const root = element('footer', { class: 'foot caption' }, [element('div', { class: 'keys' }, keys), build]);
  const show = view(
    (/** @type {import('./state.js').State} */ { network, settings }) => [network, settings.lang],
    ([network]) => {
      build.textContent = network ? text('page.build', network.backend) : '';
    },
  );
  return { root, show };
}
