/** @file Says that something could not be read, with a button that asks again. */

import { translator } from './language.js';
import { texts } from './work-texts.js';

const text = translator(texts);

/** @param {{ class: string, children: import('preact').ComponentChildren, onRetry: () => void }} props */
export function Failed({ class: name, children, onRetry }) {
  return (
    <p class={name} role="alert">
      {children}
      <button type="button" class="button" onClick={onRetry}>
        {text('tryAgain')}
      </button>
    </p>
  );
}
