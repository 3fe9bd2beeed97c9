/** @file The lines about the connection and a newer version; they stand where notices stand, and can be closed. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { adoptStyle } from '../adopt-style.js';
import { useApp } from '../context.js';
import { Icon } from '../icon.jsx';
import { translator } from '../language.js';
import style from './connection.css' with { type: 'text' };
import { Registration } from './registration.js';
import { texts } from './texts.js';

adoptStyle(style);

const text = translator(texts);

const CLOSE = 'M4 4 12 12M12 4 4 12';

/** Of this page; null where it came from the host: a service worker writes it into the addresses of scripts. */
const REVISION = /\/build@([0-9a-f]+)\//.exec(import.meta.url)?.[1] ?? null;

/** Whether all that this page may ever load is here. */
const KEPT = REVISION !== null;

/** Milliseconds for which a line is shown that says that nothing is amiss. */
const SHOWN = 20_000;

/** Milliseconds after which it is time, however busy the page is. */
const BUSY = 10_000;

/** @param {() => void} callback once the page has nothing else to do */
function whenIdle(callback) {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(callback, { timeout: BUSY });
  else setTimeout(callback);
}

/** @returns {{ status: import('./registration.js').Status, registration: { current: Registration | null } }} */
function useRegistration() {
  const [status, setStatus] = useState({ kept: false, newer: false });
  const registration = useRef(/** @type {Registration | null} */ (null));
  useEffect(() => {
    const container = navigator.serviceWorker;
    if (!container) return;
    const own = new Registration({ container, revision: REVISION, onChange: setStatus });
    registration.current = own;
    whenIdle(() => own.start());
    const returned = () => {
      if (document.visibilityState === 'visible') own.returned();
    };
    document.addEventListener('visibilitychange', returned);
    addEventListener('online', returned);
    return () => {
      document.removeEventListener('visibilitychange', returned);
      removeEventListener('online', returned);
    };
  }, []);
  return { status, registration };
}

function useOnline() {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const hear = () => setOnline(navigator.onLine);
    addEventListener('online', hear);
    addEventListener('offline', hear);
    return () => {
      removeEventListener('online', hear);
      removeEventListener('offline', hear);
    };
  }, []);
  return online;
}

export default function ConnectionLines() {
  const { status, registration } = useRegistration();
  const online = useOnline();
  return (
    <>
      <span hidden data-testid="connection" data-state={status.newer ? 'newer' : status.kept ? 'kept' : 'open'} />
      {!online && <Line id="offline" sentence={text(KEPT ? 'offline' : 'offlinePartly')} passes={KEPT} />}
      {status.newer && <Newer registration={registration} />}
    </>
  );
}

/** @param {{ registration: { current: Registration | null } }} props */
function Newer({ registration }) {
  const { actions } = useApp();
  const [stage, setStage] = useState(/** @type {'asked' | 'saving' | 'notSaved'} */ ('asked'));
  const use = async () => {
    setStage('saving');
    if (!(await actions.flush())) return setStage('notSaved');
    await registration.current?.use();
    actions.reload();
  };
  return (
    <Line id="newer" sentence={text(stage === 'notSaved' ? 'notSaved' : 'newer')}>
      <button type="button" class="button" aria-disabled={stage === 'saving'} onClick={stage === 'saving' ? noop : use}>
        {text(stage === 'saving' ? 'saving' : 'use')}
      </button>
    </Line>
  );
}

function noop() {}

/**
 * @param {{ id: string, sentence: string, passes?: boolean, children?: import('preact').ComponentChildren }} props
 *   `passes`: it goes by itself after a while, because nothing follows from it
 */
function Line({ id, sentence, passes = false, children }) {
  const [closed, setClosed] = useState(false);
  const root = useRef(/** @type {HTMLDivElement | null} */ (null));
  const close = () => {
    if (root.current?.contains(document.activeElement)) document.getElementById('main')?.focus({ preventScroll: true });
    setClosed(true);
  };
  useEffect(() => {
    if (!passes) return;
    const timer = setTimeout(close, SHOWN);
    return () => clearTimeout(timer);
  }, [passes]);
  if (closed) return null;
  return (
    <div class="notice quiet" data-testid={id} ref={root}>
      <div>
        <p class="notice-text">{sentence}</p>
      </div>
      <div class="remedies">{children}</div>
      <button type="button" class="icon-button stroked" aria-label={text('close')} onClick={close}>
        <Icon path={CLOSE} />
      </button>
    </div>
  );
}
