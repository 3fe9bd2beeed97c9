/** @file Makes a verified link: the first hundred steps are computed apart, then the link can be copied. */

import { useRef, useState } from 'preact/hooks';
import { adoptStyle } from '../adopt-style.js';
import { useApp } from '../context.js';
import { translator } from '../language.js';
import style from '../modal.css' with { type: 'text' };
import { useModal } from '../modal.js';
import { Work } from '../work.jsx';
import { useFingerprint } from './apart.js';
import { verifiedLink } from './link.js';
import own from './style.css' with { type: 'text' };
import { texts } from './texts.js';

adoptStyle(style + own);

const text = translator(texts);

/** @typedef {import('../../../shared/experiment.js').Experiment} Experiment */

/** @param {{ onClose: () => void }} props */
export function VerifiedLinkDialog({ onClose }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const { state } = useApp();
  const task = useFingerprint();
  const [made, setMade] = useState(/** @type {{ link: string, experiment: Experiment } | null} */ (null));
  useModal(dialog, onClose);
  const make = async () => {
    const experiment = state.experiment.peek();
    const fingerprint = await task.run(experiment);
    if (!fingerprint) return;
    const page = location.origin + location.pathname;
    setMade({ experiment, link: verifiedLink(experiment, fingerprint, { search: location.search, page }) });
  };
  const { own: data } = state.experiment.value.dataset;
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="verified-title" data-testid="verified-dialog">
      <h2 id="verified-title">{text('title')}</h2>
      <p>{text('explained')}</p>
      {data && <p>{text('ownData', { title: data.title ?? data.name })}</p>}
      {made ? (
        <Made link={made.link} outdated={made.experiment !== state.experiment.value} />
      ) : (
        <div class="verified-work">
          <Work
            task={task}
            start={text('compute')}
            cancel={text('cancel')}
            working={text('computing')}
            onStart={make}
          />
        </div>
      )}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          {text('close')}
        </button>
      </div>
    </dialog>
  );
}

/** @param {{ link: string, outdated: boolean }} props */
function Made({ link, outdated }) {
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [done, setDone] = useState(/** @type {'copied' | 'notCopied' | null} */ (null));
  const copy = () => {
    navigator.clipboard.writeText(link).then(
      () => setDone('copied'),
      () => {
        setDone('notCopied');
        field.current?.select();
      },
    );
  };
  return (
    <div class="verified-made">
      <input
        ref={field}
        class="input"
        readOnly
        value={link}
        aria-label={text('link')}
        data-testid="verified-link"
        onFocus={(event) => event.currentTarget.select()}
      />
      <button type="button" class="button main" onClick={copy}>
        {text('copy')}
      </button>
      <p role="status" class="caption">
        {done ? text(done) : outdated ? text('changed') : ''}
      </p>
    </div>
  );
}
