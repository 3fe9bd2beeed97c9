/** @file Keeps everything when the page is left: hidden, closed, or put aside by the browser, which may bring it back. */

import { comeBack, putAside } from './aside.js';
import { keepNow } from './flush.js';

/**
 * @param {import('./aside.js').Session} session
 * @param {Pick<import('./faults.js').Faults, 'tell'>} faults
 * @param {Pick<Window, 'addEventListener' | 'document'>} [page]
 */
export function keepWhenHidden(session, faults, page = globalThis.window) {
  const { document } = page;
  let isBack = true;
  /** How often the page was put aside. */
  let times = 0;
  const keep = () => {
    // Whose the run is has to be known first.
    if (isBack) keepNow(session);
  };
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') keep();
  });
  // There is time for it while the browser fetches the next page.
  page.addEventListener('beforeunload', keep);
  page.addEventListener('pagehide', ({ persisted }) => {
    if (!persisted) return keep();
    isBack = false;
    times += 1;
    putAside(session);
  });
  page.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    const now = times;
    const isWanted = () => times === now;
    comeBack(session, faults, isWanted).then(
      () => {
        isBack = isWanted();
      },
      () => isWanted() && faults.tell('lost'),
    );
  });
}
