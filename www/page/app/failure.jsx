/** @file A query that has failed: what it said, and a button that asks again. */

import { useLayoutEffect, useRef } from 'preact/hooks';
import { adoptStyle } from './adopt-style.js';
import style from './failure.css' with { type: 'text' };
import { translator } from './language.js';
import { messageOf } from './messages.js';
import { texts } from './work-texts.js';

adoptStyle(style);

const text = translator(texts);

/** @param {unknown} error @returns {boolean} whether the question was taken back, as when the network is replaced */
export function wasTakenBack(error) {
  return Object(error).code === 'aborted';
}

/** @param {{ error: unknown, onRetry: () => void }} props */
export function Failure({ error, onRetry }) {
  const root = useRef(/** @type {HTMLDivElement | null} */ (null));
  useLayoutEffect(
    () => () => {
      // The answer has come while the button had the focus.
      if (!root.current?.contains(document.activeElement)) return;
      /** @type {HTMLElement | null | undefined} */ (
        root.current.closest('section')?.querySelector('[role=tab][aria-selected=true]')
      )?.focus();
    },
    [],
  );
  return (
    <div class="failure" role="alert" ref={root}>
      <p>{messageOf(error)}</p>
      <button type="button" class="button" onClick={onRetry}>
        {text('tryAgain')}
      </button>
    </div>
  );
}
