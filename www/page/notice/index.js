/** @file What the person should know: one message under the head, with what can be done about it; and the live region. */

import { element, icon } from '../dom.js';
import { view } from '../store.js';
import { text } from '../translate.js';

/** @typedef {import('../state.js').State} State */

/**
 * @param {import('../actions.js').Actions} actions
 * @returns {import('../actions.js').Panel}
 */
export function createNotice(actions) {
  const what = element('p', { class: 'notice-text' });
  const detail = element('p', { class: 'caption' });
  const remedies = element('div', { class: 'remedies' });
  const close = element('button', { type: 'button', class: 'icon-button', label: 'notice.close' }, [
    icon('M4 4 12 12M12 4 4 12'),
  ]);
  close.classList.add('stroked');
  const box = element('div', { class: 'notice', hidden: true }, [element('div', {}, [what, detail]), remedies, close]);
  const root = element('div', { role: 'alert', class: 'notices' }, [box]);
  close.addEventListener('click', actions.closeNotice);
  const show = view(
    (/** @type {State} */ { notice, settings }) => [notice, settings.lang],
    ([notice]) => {
      box.hidden = notice === null;
      if (!notice) return;
      box.classList.toggle('grave', notice.grave);
      what.textContent = text(notice.key, notice.values);
      detail.textContent = notice.detail;
      detail.hidden = notice.detail === '';
      remedies.replaceChildren(
        ...notice.remedies.map((remedy) => {
          const button = element('button', { type: 'button', class: 'button' }, [
            text(`notice.${remedy}`, notice.values),
          ]);
          button.addEventListener('click', actions[remedy]);
          return button;
        }),
      );
      close.hidden = notice.grave;
    },
  );
  return { root, show };
}

/** @returns {import('../actions.js').Panel} says what changes, for those who cannot see it */
export function createLiveRegion() {
  const root = element('div', { class: 'visually-hidden', 'aria-live': 'polite' });
  const show = view(
    (/** @type {State} */ { spoken }) => [spoken],
    ([spoken]) => {
      root.textContent = spoken ? text(spoken.key, spoken.values) : '';
    },
  );
  return { root, show };
}
