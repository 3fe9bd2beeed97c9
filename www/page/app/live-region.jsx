/** @file Says what changes, for those who cannot see it. */

import { useApp } from './context.js';
import { translator } from './language.js';
import { texts } from './texts.js';

const text = translator(texts);

/** @typedef {keyof typeof texts.en} Key */

export function LiveRegion() {
  const { state } = useApp();
  const spoken = state.spoken.value;
  return (
    <div class="visually-hidden" aria-live="polite">
      {spoken && text(/** @type {Key} */ (`spoken.${spoken.key}`), spoken.values)}
    </div>
  );
}
