/** @file The line that offers to verify the link that was opened, and says what came of it. */

import { useState } from 'preact/hooks';
import { adoptStyle } from '../adopt-style.js';
import { useApp } from '../context.js';
import { translator } from '../language.js';
import { CloseButton } from '../notice-close.jsx';
import { Work } from '../work.jsx';
import { useFingerprint } from './apart.js';
import { readVerified } from './link.js';
import style from './style.css' with { type: 'text' };
import { texts } from './texts.js';
import { verdictOf } from './verdict.js';

adoptStyle(style);

const text = translator(texts);

/**
 * @typedef {import('./link.js').Verified} Verified
 * @typedef {import('../../../shared/fingerprint.js').Fingerprint} Fingerprint
 */

/** @param {{ address: import('../../../shared/links.js').Address }} props */
export default function Verification({ address }) {
  const { actions, state } = useApp();
  const [lacked, setLacked] = useState(false);
  const verified = readVerified(
    address,
    state.ownData.value.map(({ dataSet }) => dataSet),
  );
  const { fingerprint, missing, experiment } = verified;
  if (missing !== null && !lacked) setLacked(true);
  const open = () => {
    actions.editExperiment(experiment, { label: 'link', carry: false });
    setLacked(false);
  };
  return (
    <div class="notice verification" data-testid="verification">
      {typeof fingerprint === 'string' ? (
        <p class="notice-text">{text(fingerprint)}</p>
      ) : missing !== null ? (
        <p class="notice-text">{text('missing', { title: missing })}</p>
      ) : (
        <Comparison fingerprint={fingerprint} experiment={experiment} />
      )}
      {lacked && missing === null && (
        <button type="button" class="button" onClick={open}>
          {text('openData')}
        </button>
      )}
      <CloseButton label={text('dismiss')} onClick={actions.closeVerification} />
    </div>
  );
}

/** @param {{ fingerprint: Fingerprint, experiment: Verified['experiment'] }} props of the sender's run */
function Comparison({ fingerprint, experiment }) {
  const task = useFingerprint();
  const [mine, setMine] = useState(/** @type {Fingerprint | null} */ (null));
  const begin = async () => setMine(await task.run(experiment));
  const verdict = mine && verdictOf(fingerprint, mine);
  return (
    <div>
      <p class="notice-text" role="status" data-testid="verdict" data-state={verdict?.state ?? 'open'}>
        {verdict?.said ?? text('told')}
      </p>
      {!verdict && (
        <Work task={task} start={text('begin')} cancel={text('cancel')} working={text('computing')} onStart={begin} />
      )}
    </div>
  );
}
