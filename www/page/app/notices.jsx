/** @file What the person should know: one message with what can be done about it, and what the last change replaced. */

import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Connection } from './connection.jsx';
import { useApp } from './context.js';
import { translator } from './language.js';
import { late } from './late.jsx';
import { messageOf } from './messages.js';
import { CloseButton } from './notice-close.jsx';
import { texts } from './notice-texts.js';

const text = translator(texts);

/** @typedef {keyof typeof texts.en} Key */

const Verification = late(() => import('./verified/verification.jsx'));

/** Milliseconds for which the undo notice stands: what a change does is seen after some training. */
const UNDO_SHOWN = 60_000;

export default function Notices() {
  const root = useRef(/** @type {HTMLDivElement | null} */ (null));
  useFocusBack(root);
  return (
    <div class="notices" ref={root}>
      <div role="alert">
        <Message />
      </div>
      {/* It stands before what it says, as screen readers want it. */}
      <div role="status">
        <UndoNotice />
        <Connection />
      </div>
      <VerifiedLink />
    </div>
  );
}

/**
 * A notice goes with the button in it that was pressed: the focus goes where it was before, or to the main part.
 *
 * @param {{ current: HTMLDivElement | null }} root
 */
function useFocusBack(root) {
  const { state } = useApp();
  const before = useRef(/** @type {Element | null} */ (null));
  const within = useRef(false);
  const [notice, replaced, link] = [state.notice.value, state.replaced.value, state.verification.value];
  useEffect(() => {
    const hear = (/** @type {FocusEvent} */ { target }) => {
      within.current = target instanceof Node && root.current?.contains(target) === true;
      if (!within.current) before.current = /** @type {Element} */ (target);
    };
    const press = () => {
      within.current = root.current?.contains(document.activeElement) === true;
    };
    document.addEventListener('focusin', hear);
    document.addEventListener('pointerdown', press);
    return () => {
      document.removeEventListener('focusin', hear);
      document.removeEventListener('pointerdown', press);
    };
  }, []);
  useLayoutEffect(() => {
    if (!within.current || document.activeElement !== document.body) return;
    within.current = false;
    const back = before.current?.checkVisibility() ? before.current : document.getElementById('main');
    if (back instanceof HTMLElement || back instanceof SVGElement) back.focus({ preventScroll: true });
  }, [notice, replaced, link]);
}

function Message() {
  const { state, actions } = useApp();
  const notice = state.notice.value;
  if (!notice) return null;
  const { key, values, fault, remedies, grave } = notice;
  const detail = fault ? messageOf(fault) : notice.detail;
  return (
    <div class={grave ? 'notice grave' : 'notice'}>
      <div>
        <p class="notice-text">{notice.say?.() ?? text(/** @type {Key} */ (key), values)}</p>
        {detail !== '' && <p class="caption">{detail}</p>}
      </div>
      <div class="remedies">
        {remedies.map((remedy) => (
          <button key={remedy} type="button" class="button" onClick={actions[remedy]}>
            {text(`remedy.${remedy}`, values)}
          </button>
        ))}
      </div>
      {!grave && <CloseButton label={text('close')} onClick={actions.closeNotice} />}
    </div>
  );
}

function UndoNotice() {
  const { state, actions, route } = useApp();
  const replaced = state.replaced.value;
  const count = state.undo.value.past;
  useEffect(() => {
    if (replaced === null) return;
    const timer = setTimeout(actions.closeUndoNotice, UNDO_SHOWN);
    return () => clearTimeout(timer);
  }, [replaced, count]);
  // Build has a button of its own with this name.
  if (replaced === null || route.value.startsWith('build')) return null;
  const key = /** @type {Key} */ (`replaced.${replaced}`);
  return (
    <div class="notice" data-testid="undo-notice">
      <div>
        <p class="notice-text">{text(key in texts.en ? key : 'replaced.edit')}</p>
      </div>
      <div class="remedies">
        <button type="button" class="button" onClick={actions.undoChange}>
          {text('remedy.undoChange')}
        </button>
      </div>
      <CloseButton label={text('close')} onClick={actions.closeUndoNotice} />
    </div>
  );
}

function VerifiedLink() {
  const address = useApp().state.verification.value;
  return address && <Verification key={address.hash} address={address} />;
}
