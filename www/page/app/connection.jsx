/**
 * @file What keeps the page without a connection, and says that there is none or a newer version. Its code comes once
 * nothing is more urgent: an epoch has ended, some minutes have passed, or the connection is lost.
 */

import { useComputed } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from './context.js';

/** Milliseconds of a visit after which it comes in any case. */
const VISIT = 180_000;

export function Connection() {
  const { state } = useApp();
  const [Lines, setLines] = useState(/** @type {{ View: import('preact').FunctionComponent } | null} */ (null));
  // An epoch that was restored has not ended in this visit.
  const running = () => (state.status.value === 'running' ? Math.floor(state.position.value.epoch) : null);
  const epoch = useComputed(running).value;
  const first = useRef(epoch);
  first.current ??= epoch;
  useEffect(() => {
    if (Lines) return;
    const load = () =>
      import('./connection/view.jsx').then(
        (module) => setLines({ View: module.default }),
        () => {},
      );
    if (epoch !== first.current || !navigator.onLine) load();
    const timer = setTimeout(load, VISIT);
    addEventListener('offline', load);
    return () => {
      clearTimeout(timer);
      removeEventListener('offline', load);
    };
  }, [epoch, Lines]);
  return Lines ? <Lines.View /> : null;
}
