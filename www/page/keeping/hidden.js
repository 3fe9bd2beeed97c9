/**
 * @file Keeps everything when the page is left: hidden, closed, or put aside by the browser, which may bring it back as it
 * was. Then it is loaded anew, and goes on.
 */

import { keepNow, remember } from './flush.js';

/**
 * @param {Pick<import('./session.js').Session, 'store' | 'keeping' | 'training'>} session
 * @param {Pick<Window, 'addEventListener' | 'document' | 'location'>} [page]
 */
export function keepWhenHidden(session, page = globalThis.window) {
  const { document, location } = page;
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') keepNow(session);
  });
  // There is time for it while the browser fetches the next page.
  page.addEventListener('beforeunload', () => keepNow(session));
  // A page that is put aside stands still at once, and in WebKit a write on its way holds up the database of every other page.
  page.addEventListener('pagehide', ({ persisted }) => (persisted ? session.keeping.end() : keepNow(session)));
  page.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    const { status, playWanted } = session.store.get();
    if (status === 'running' || playWanted) remember();
    location.reload();
  });
}
