/**
 * @file Where a tab keeps its network: tabs that are open at once have a place each, so that none writes over another's. A
 * tab that is loaded anew has its own again.
 */

/** So many tabs have a place of their own; any more share the first. */
const MOST = 4;

const KEY = 'inkgrad.slot';

/** Whether training ran when the tab was loaded anew on purpose: then it goes on by itself. */
const RUNNING = 'inkgrad.running';

/**
 * @typedef {object} Environment
 * @property {LockManager | undefined} locks
 * @property {() => Storage | undefined} session what is kept for this tab alone
 *
 * @param {Environment} environment
 * @returns {Promise<{ own: string, others: string[], running: boolean }>} the key of this tab, those from which a new tab
 *   may begin, and whether its training goes on by itself
 */
export async function claimSlot({ locks, session }) {
  const earlier = remembered(session);
  const order = [...new Set([...(earlier === null ? [] : [earlier]), 0, 1, 2, 3])].slice(0, MOST);
  const slot = locks ? await firstFree(locks, order) : 0;
  let running = false;
  try {
    session()?.setItem(KEY, String(slot));
    running = session()?.getItem(RUNNING) === 'true';
    session()?.removeItem(RUNNING);
  } catch {
    // A tab that remembers nothing begins as a new one.
  }
  return { own: keyOf(slot), others: slot === earlier || slot === 0 ? [] : ['network'], running };
}

/** Training goes on by itself once the tab is loaded anew. */
export function rememberRunning() {
  try {
    sessionStorage.setItem(RUNNING, 'true');
  } catch {
    // Then it waits for Play.
  }
}

/** @param {number} slot */
function keyOf(slot) {
  return slot === 0 ? 'network' : `network.${slot}`;
}

/** @param {() => Storage | undefined} session */
function remembered(session) {
  try {
    const slot = Number(session()?.getItem(KEY) ?? Number.NaN);
    return Number.isInteger(slot) && slot >= 0 && slot < MOST ? slot : null;
  } catch {
    return null;
  }
}

/**
 * @param {LockManager} locks
 * @param {number[]} order
 */
async function firstFree(locks, order) {
  for (const slot of order) if (await isFree(locks, slot)) return slot;
  return 0;
}

/**
 * @param {LockManager} locks
 * @param {number} slot
 * @returns {Promise<boolean>} whether it is this tab's now; it stays so until the tab is closed
 */
function isFree(locks, slot) {
  return new Promise((resolve) => {
    const held = locks.request(`inkgrad.${keyOf(slot)}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock ? new Promise(() => {}) : undefined;
    });
    held.catch(() => resolve(false));
  });
}
