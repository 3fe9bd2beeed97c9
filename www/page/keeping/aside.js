/**
 * @file A page that the browser puts aside (back/forward cache) and brings back as it was. It stands still meanwhile: a write
 * on its way would hold up the database of every other page, and its lock is gone. So the storage worker ends, and another
 * one starts when the page is back. Another tab may have gone on with the run by then: here it goes on under another name.
 */

import { keepNow } from './flush.js';

/** Milliseconds in which the page that was shown before gives the run back. */
const PATIENCE = 1000;

/** So often a storage worker is started: after so many ends none is. */
const ATTEMPTS = 4;

/**
 * @typedef {import('../state.js').State} State
 * @typedef {import('../../storage/records.js').RunRecord} RunRecord
 * @typedef {Pick<import('./session.js').Session, 'store' | 'keeping' | 'training'>} Session
 *
 * @param {Session} session
 */
export function putAside({ keeping }) {
  keeping.claims.release();
  // Another page may have gone on with the run before they would be kept.
  clearTimeout(keeping.figures);
  // What is in the storage worker's memory alone stays there.
  if (keeping.isOff) return;
  keeping.onPort(null);
  keeping.storage.close();
}

/**
 * @param {Session} session
 * @param {Pick<import('./faults.js').Faults, 'tell'>} faults
 * @param {() => boolean} isWanted false once the page is put aside again
 */
export async function comeBack(session, faults, isWanted) {
  const { store, keeping } = session;
  const { storage, claims } = keeping;
  // Training goes on meanwhile.
  const before = keeping.read();
  // Another page of this tab may have written its own run there.
  claims.remember({ id: before.id, from: before.elsewhere?.id ?? null });
  if (storage.isClosed) {
    storage.reopen();
    await begin(keeping, isWanted);
  }
  const own = await claims.claim(store.get().id, { signal: AbortSignal.timeout(PATIENCE) });
  const run = keeping.isOff ? null : await read(keeping, before.id);
  if (!isWanted()) return;
  // Another run may have begun here.
  if (store.get().id !== before.id) await claims.claim(store.get().id);
  else if (!own || isApart(run, before)) await goOnApart(session, faults, { before, run, own });
  // Its weights may have been removed, to make room.
  else store.update({ saved: { ...store.get().saved, step: run?.state?.step ?? 0 } });
  if (!isWanted()) return;
  if (!storage.isAttached) keeping.onPort(keeping.attach());
  keepNow(session);
  // Nothing of what other tabs have changed was heard.
  for (const part of ['runs', 'samples']) keeping.changed(part, false);
}

/**
 * A storage worker may fail at first; one that does so too often is told.
 *
 * @param {Session['keeping']} keeping
 * @param {() => boolean} isWanted
 */
async function begin(keeping, isWanted) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await keeping.begin();
    } catch (error) {
      if (attempt === ATTEMPTS || !isWanted()) throw error;
    }
  }
}

/**
 * @param {Session['keeping']} keeping
 * @param {string} id
 * @returns {Promise<RunRecord | null | undefined>} undefined where it cannot be read
 */
function read(keeping, id) {
  const get = () => keeping.library.runs.get(id);
  return get()
    .catch(get)
    .catch(() => undefined);
}

/**
 * @param {RunRecord | null | undefined} run
 * @param {State} present
 * @returns {boolean} whether the run here may be another one than that which is kept
 */
function isApart(run, present) {
  return run === undefined || (run !== null && hasGoneOn(run, present));
}

/**
 * The run here goes on under another name.
 *
 * @param {Session} session
 * @param {Pick<import('./faults.js').Faults, 'tell'>} faults
 * @param {{ before: State, run: RunRecord | null | undefined, own: boolean }} found
 */
async function goOnApart({ store, keeping }, faults, { before, run, own }) {
  const { id } = before;
  const { step } = before.saved;
  const changes = { parent: { id, step }, ...(!own && { elsewhere: { id, name: run?.name ?? '', step } }) };
  if (!(await keeping.branch(id, changes, isApart(run, before)))) return;
  // Until it is kept, a reload finds the run from which it began.
  if (store.get().parent?.id === id) keeping.claims.remember({ id: store.get().id, from: id });
  if (own && run) faults.tell('apart');
}

/**
 * A run has the same steps in every tab, unless it was trained further or changed.
 *
 * @param {Pick<RunRecord, 'position' | 'events' | 'deleted'>} kept
 * @param {Pick<State, 'position' | 'events'>} present
 * @returns {boolean} whether another tab has gone on with it
 */
export function hasGoneOn(kept, present) {
  const known = present.events.slice(0, kept.events.length);
  const isChanged = JSON.stringify(known) !== JSON.stringify(kept.events);
  return kept.deleted !== null || kept.position.step > present.position.step || isChanged;
}
