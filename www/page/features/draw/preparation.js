/** @file The place where the preparation of a drawing unfolds. What is in it is loaded when it is first opened. */

import { effect } from '@preact/signals';
import { together } from '../../app/disposal.js';
import { translator } from '../../app/language.js';
import { element, put } from '../../dom.js';
import { texts } from './texts.js';

const text = translator(texts);

/**
 * @param {import('./types.js').DrawApp} app
 * @param {import('./types.js').Readable<boolean>} open
 * @returns {import('./types.js').Part}
 */
export function createPreparation(app, open) {
  const root = element('div', { id: 'preparation', class: 'preparation', hidden: true });
  let loading = false;
  /** @type {(() => void) | null} */
  let end = null;
  const load = async () => {
    loading = true;
    put(root, text('preparationLoading'));
    try {
      const { createPreparationView } = await import('./preparation-view.jsx');
      put(root, '');
      end = createPreparationView(app, root, open);
    } catch {
      put(root, text('preparationFailed'));
      loading = false;
    }
  };
  const dispose = effect(() => {
    root.hidden = !open.value;
    if (open.value && !loading) load();
  });
  return { root, dispose: together(dispose, () => end?.()) };
}
