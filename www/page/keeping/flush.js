/** @file Keeps the session before the page is loaded anew on purpose, and lets training go on by itself after that. */

import { effect } from '@preact/signals';

/** Kept for this tab alone: training ran. */
const RUNNING = 'inkgrad.running';

/** Milliseconds after which a state counts as not kept. */
const PATIENCE = 20_000;

/**
 * @param {Pick<import('./session.js').Session, 'store' | 'keeping' | 'training'>} session
 * @returns {Promise<boolean>} whether the page can be loaded anew and goes on where it was
 */
export async function flush({ store, keeping, training }) {
  const { position, status, playWanted } = store.get();
  const everything = keepNow({ store, keeping, training });
  const kept = position.step === 0 || (await isKept(store, position.step));
  await everything;
  if (kept && (status === 'running' || playWanted)) remember();
  return kept;
}

/**
 * Has everything kept that is not yet.
 *
 * @param {Pick<import('./session.js').Session, 'store' | 'keeping' | 'training'>} session
 */
export function keepNow({ store, keeping, training }) {
  const { position, saved, id } = store.get();
  if (position.step > 0 && saved.step !== position.step) training.send({ type: 'keep', runId: id });
  return keeping.flush();
}

/**
 * @param {import('../store.js').Store<import('../state.js').State>} store
 * @param {number} step
 * @returns {Promise<boolean>} whether a state of this step or a later one was kept
 */
function isKept({ state }, step) {
  // What found no room before may find it now.
  const before = state.saved.peek();
  return new Promise((resolve) => {
    const end = (/** @type {boolean} */ kept) => {
      clearTimeout(timer);
      queueMicrotask(() => stop());
      resolve(kept);
    };
    const timer = setTimeout(() => end(false), PATIENCE);
    const stop = effect(() => {
      const { state: outcome, step: last } = state.saved.value;
      const isNew = state.saved.value !== before;
      if (outcome === 'off' || (outcome === 'full' && isNew)) end(false);
      else if (outcome === 'saved' && last >= step) end(true);
    });
  });
}

/** Training goes on when the page is loaded anew. */
function remember() {
  try {
    sessionStorage.setItem(RUNNING, '1');
  } catch {
    // Then it waits for Play.
  }
}

/** @returns {boolean} whether training ran when the page was loaded anew on purpose; asked once */
export function wasRunning() {
  try {
    const found = sessionStorage.getItem(RUNNING) === '1';
    sessionStorage.removeItem(RUNNING);
    return found;
  } catch {
    return false;
  }
}
