/** @file Says what changes, for those who cannot see it. */

import { useRef } from 'preact/hooks';
import { useApp } from './context.js';
import { translator } from './language.js';
import { texts } from './texts.js';

const text = translator(texts);

/** @typedef {keyof typeof texts.en} Key */

export function LiveRegion() {
  const { state } = useApp();
  const spoken = state.spoken.value;
  const said = useRef({ spoken, count: 0 });
  if (said.current.spoken !== spoken) said.current = { spoken, count: said.current.count + 1 };
  return (
    <div class="visually-hidden" aria-live="polite">
      {/* Another element each time: the same words twice are no change, and would not be spoken. */}
      {spoken && <p key={said.current.count}>{text(/** @type {Key} */ (`spoken.${spoken.key}`), spoken.values)}</p>}
    </div>
  );
}
