/** @file What stands in a tab while nothing stands on the pad: what it would show, and a digit of the data set to begin with. */

import { adoptStyle } from './adopt-style.js';
import { useApp } from './context.js';
import style from './empty.css' with { type: 'text' };
import { texts } from './empty-texts.js';
import { translator } from './language.js';

adoptStyle(style);

const text = translator(texts);

/** @param {{ children: import('preact').ComponentChildren }} props `children`: what there is to see once something is drawn */
export function Empty({ children }) {
  const { actions, state } = useApp();
  /** @param {MouseEvent & { currentTarget: HTMLElement }} event */
  const show = ({ currentTarget }) => {
    // The button goes: the focus moves to the tab whose panel this is.
    const panel = currentTarget.closest('[role=tabpanel]');
    const tab = document.getElementById(panel?.getAttribute('aria-labelledby') ?? '');
    tab?.focus();
    actions.showSample();
  };
  return (
    <div class="empty">
      <p>{children}</p>
      <button type="button" class="button" onClick={show}>
        {text(state.experiment.value.dataset.own ? 'sampleOther' : 'sample')}
      </button>
    </div>
  );
}
