/** @file Says that something could not be read, with a button that asks again. */

import { translator } from './language.js';
import { texts } from './work-texts.js';

const text = translator(texts);

/**
 * @param {object} props
 * @param {string} props.class
 * @param {import('preact').ComponentChildren} props.children
 * @param {(event: import('preact').TargetedMouseEvent<HTMLButtonElement>) => void} props.onRetry
 */
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
