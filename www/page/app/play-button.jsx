/** @file The one main action: Play, or Pause while the network learns. */

import { useApp } from './context.js';
import { Icon } from './icon.jsx';
import { translator } from './language.js';
import { texts } from './texts.js';

const text = translator(texts);

const PLAY = 'M4 2.5v11l9-5.5z';
const PAUSE = 'M4 2.5h3v11H4zM9 2.5h3v11H9z';

export function PlayButton() {
  const { state, actions } = useApp();
  const status = state.status.value;
  const playing = status === 'running' || (state.playWanted.value && status !== 'error');
  const possible = status !== 'error' && status !== 'diverged';
  return (
    // It stays focusable while it can do nothing, so that the focus is not lost when training ends by itself.
    <button
      type="button"
      class="button main"
      aria-disabled={possible ? undefined : 'true'}
      onClick={() => possible && actions.toggle()}
    >
      <Icon path={playing ? PAUSE : PLAY} />
      <span>{text(playing ? 'pause' : 'play')}</span>
    </button>
  );
}
