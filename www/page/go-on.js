/** @file Training goes on by itself where the page was loaded anew on purpose while it ran: the tab remembers it once. */

const KEY = 'inkgrad.running';

/** @param {() => Storage | undefined} session what is kept for this tab alone */
export function rememberRunning(session) {
  try {
    session()?.setItem(KEY, '1');
  } catch {
    // Then it waits for Play.
  }
}

/**
 * @param {() => Storage | undefined} session
 * @returns {boolean} asked once
 */
export function wasRunning(session) {
  try {
    const found = session()?.getItem(KEY) === '1';
    session()?.removeItem(KEY);
    return found;
  } catch {
    return false;
  }
}
