/**
 * @file A page that the browser puts aside (back/forward cache) and brings back as it was. It stands still meanwhile: a write
 * on its way would hold up the database of every other page, and its lock is gone. So the storage worker ends, and another
 * one starts when the page is back. Another tab may have gone on with the run by then: here it goes on under another name.
 */

import { keepNow } from './flush.js';

/**
 * @typedef {import('../state.js').State} State
 * @typedef {Pick<import('./session.js').Session, 'store' | 'keeping' | 'training'>} Session
 *
 * @param {Session} session
 */
export function putAside({ keeping }) {
  keeping.claims.release();
  // What is in the storage worker's memory alone stays there.
  if (keeping.isOff) return;
  keeping.onPort(null);
  keeping.storage.close();
}

/**
 * @param {Session} session
 * @param {Pick<import('./faults.js').Faults, 'tell'>} faults
 */
export async function comeBack(session, faults) {
  const { store, keeping } = session;
  const { id, saved } = store.get();
  const ended = keeping.storage.isClosed;
  if (ended) {
    keeping.storage.reopen();
    await keeping.begin();
  }
  const [own, run] = await Promise.all([keeping.claims.claim(id), keeping.library.runs.get(id).catch(() => null)]);
  // It may have been put aside again.
  if (keeping.storage.isClosed) return;
  const { step } = saved;
  const parent = { id, step };
  if (!own) await keeping.branch(id, { parent, elsewhere: { id, name: run?.name ?? '', step } });
  else if (run && hasGoneOn(run, store.get())) {
    await keeping.branch(id, { parent });
    faults.tell('apart');
  }
  if (ended) keeping.onPort(keeping.attach());
  keepNow(session);
  // Nothing of what other tabs have changed was heard.
  for (const part of ['runs', 'samples']) keeping.changed(part, false);
}

/**
 * A run has the same steps in every tab, unless it was trained further or changed.
 *
 * @param {Pick<import('../../storage/records.js').RunRecord, 'position' | 'events' | 'deleted'>} kept
 * @param {Pick<State, 'position' | 'events'>} present
 * @returns {boolean} whether another tab has gone on with it
 */
export function hasGoneOn(kept, present) {
  const known = present.events.slice(0, kept.events.length);
  const isChanged = JSON.stringify(known) !== JSON.stringify(kept.events);
  return kept.deleted !== null || kept.position.step > present.position.step || isChanged;
}
