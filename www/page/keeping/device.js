/** @file What the page asks of the device: not to remove what is kept, once it is worth it, and not to sleep while it trains. */

import { effect } from '@preact/signals';

/** Marks that the browser was asked: some browsers ask the person. */
const ASKED = 'inkgrad.persist';

/** Samples of one's own that are worth keeping. */
const SAMPLES = 5;

/**
 * @typedef {import('../store.js').Signals<import('../state.js').State>} Signals
 *
 * @typedef {object} Device
 * @property {Pick<StorageManager, 'persist' | 'persisted'> | undefined} storage
 * @property {Pick<WakeLock, 'request'> | undefined} wakeLock
 * @property {() => Storage | undefined} marks what is kept for all tabs
 * @property {() => Promise<number>} samples how many are kept
 * @property {Pick<Document, 'visibilityState' | 'addEventListener'>} document
 */

/**
 * Asks once in all visits for storage that the browser does not remove by itself: after an epoch, or five samples.
 *
 * @param {Signals} state
 * @param {Device} device
 */
export function askPersistence(state, { storage, marks, samples }) {
  if (!storage?.persist || asked(marks)) return;
  let done = false;
  const ask = async () => {
    if (done) return;
    done = true;
    try {
      marks()?.setItem(ASKED, '1');
      if (!(await storage.persisted())) await storage.persist();
    } catch {
      // Then the browser decides alone.
    }
  };
  effect(() => {
    if (state.position.value.epoch >= 1 && state.saved.value.at !== null) ask();
  });
  effect(() => {
    if (state.libraryChanges.value > 0 && !done)
      samples().then(
        (count) => {
          if (count >= SAMPLES) ask();
        },
        () => {},
      );
  });
}

/** @param {Device['marks']} marks */
function asked(marks) {
  try {
    return marks()?.getItem(ASKED) === '1';
  } catch {
    return true;
  }
}

/**
 * The screen stays on while the page is shown and trains.
 *
 * @param {Signals} state
 * @param {Device} device
 */
export function keepAwake(state, { wakeLock, document }) {
  if (!wakeLock) return;
  /** @type {Promise<WakeLockSentinel | null> | null} */
  let held = null;
  const follow = () => {
    const wanted = state.status.peek() === 'running' && document.visibilityState === 'visible';
    if (wanted && !held) held = wakeLock.request('screen').catch(() => null);
    if (wanted || !held) return;
    held.then((lock) => lock?.release());
    held = null;
  };
  document.addEventListener('visibilitychange', follow);
  effect(() => {
    if (state.status.value) follow();
  });
}
