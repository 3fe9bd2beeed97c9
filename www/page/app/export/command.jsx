/** @file A command to be run elsewhere, with a button that copies it. */

import { useRef, useState } from 'preact/hooks';
import { text } from './words.js';

/** @param {{ command: string }} props */
export function Command({ command }) {
  const code = useRef(/** @type {HTMLElement | null} */ (null));
  const [done, setDone] = useState(/** @type {'copied' | 'notCopied' | null} */ (null));
  const copy = () => {
    navigator.clipboard.writeText(command).then(
      () => setDone('copied'),
      () => {
        setDone('notCopied');
        if (code.current) getSelection()?.selectAllChildren(code.current);
      },
    );
  };
  return (
    <div class="export-command">
      <code ref={code}>{command}</code>
      <button type="button" class="button" aria-label={text('copyCommand', { command })} onClick={copy}>
        {text(done === 'copied' ? 'copied' : 'copy')}
      </button>
      <span role="status" class={done === 'notCopied' ? 'caption' : 'visually-hidden'}>
        {done && text(done)}
      </span>
    </div>
  );
}
