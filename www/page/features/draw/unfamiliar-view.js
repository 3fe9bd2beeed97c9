/** @file Where a drawing is like nothing known, a button that tells why, and what that does not say. */

import { effect, signal } from '@preact/signals';
import { FAMILIAR } from '../../../shared/unfamiliarity.js';
import { adoptStyle } from '../../app/adopt-style.js';
import { together } from '../../app/disposal.js';
import { percent } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { currentVerdict } from '../../app/verdict.js';
import { element, put } from '../../dom.js';
import style from './unfamiliar.css' with { type: 'text' };
import { watchUnfamiliar } from './unfamiliar.js';
import { texts } from './unfamiliar-texts.js';

adoptStyle(style);

const text = translator(texts);

/**
 * @param {import('./types.js').DrawApp} app
 * @param {{ certainty: HTMLElement, row: HTMLElement }} places the button stands in one, what it unfolds below the other
 * @returns {() => void} ends it
 */
export function createUnfamiliar(app, { certainty, row }) {
  const [open, focused] = [signal(false), signal(false)];
  const button = element('button', { type: 'button', class: 'unfamiliar-why', 'aria-controls': 'unfamiliar-note' });
  const [because, limits] = [element('span'), element('span')];
  const words = element('p', { id: 'unfamiliar-note', class: 'unfamiliar-note' }, [because, limits]);
  button.addEventListener('click', () => {
    open.value = !open.peek();
  });
  // A button that has the focus stays, so that the focus is not lost.
  for (const [type, has] of /** @type {const} */ ([
    ['focus', true],
    ['blur', false],
  ])) {
    button.addEventListener(type, () => {
      focused.value = has;
    });
  }
  certainty.append(button);
  row.after(words);
  const dispose = effect(() => {
    const told = currentVerdict(app.state).certainty === 'unfamiliar';
    button.hidden = !told && !focused.value;
    button.setAttribute('aria-expanded', String(open.value));
    words.hidden = !told || !open.value;
    put(button, text('why'));
    put(because, text('because', { share: percent(FAMILIAR) }));
    put(limits, text('limits'));
  });
  const end = watchUnfamiliar(app, () => !document.hidden && certainty.checkVisibility());
  return together(dispose, end, () => {
    button.remove();
    words.remove();
  });
}
