/** @file A page that is left keeps everything; one that is put aside ends its storage worker, and goes on when it comes back. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wasRunning } from '../../www/page/keeping/flush.js';
import { keepWhenHidden } from '../../www/page/keeping/hidden.js';
import { defaultPreferences } from '../../www/page/preferences.js';
import { initialState } from '../../www/page/state.js';
import { createStore } from '../../www/page/store.js';
import { defaultExperiment } from '../../www/shared/experiment.js';

/** @param {Partial<import('../../www/page/state.js').State>} state */
function opened(state) {
  /** @type {string[]} */
  const log = [];
  const store = createStore({
    ...initialState(defaultExperiment(), defaultPreferences(), { strokes: [], past: [], generation: 0 }),
    ...state,
  });
  const document = Object.assign(new EventTarget(), { visibilityState: 'hidden' });
  const location = { reload: () => log.push('reload') };
  const page = Object.assign(new EventTarget(), { document, location });
  const keeping = { flush: async () => log.push('flush'), end: () => log.push('end') };
  const training = { send: (/** @type {{ type: string }} */ { type }) => log.push(type) };
  keepWhenHidden(/** @type {any} */ ({ store, keeping, training }), /** @type {any} */ (page));
  const happens = (/** @type {string} */ type, persisted = false) =>
    page.dispatchEvent(Object.assign(new Event(type), { persisted }));
  return { log, happens, document };
}

/** A page's memory of its tab. */
function withSessionStorage() {
  /** @type {Map<string, string>} */
  const values = new Map();
  const sessionStorage = {
    getItem: (/** @type {string} */ key) => values.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => values.set(key, value),
    removeItem: (/** @type {string} */ key) => values.delete(key),
  };
  Object.defineProperty(globalThis, 'sessionStorage', { value: sessionStorage, configurable: true });
}

const position = { step: 9, epoch: 0, wholeSince: 0 };

test('everything is kept when the page is hidden, about to be left, and closed', () => {
  const { log, happens, document } = opened({ position });
  document.dispatchEvent(new Event('visibilitychange'));
  document.visibilityState = 'visible';
  document.dispatchEvent(new Event('visibilitychange'));
  happens('beforeunload');
  happens('pagehide');
  happens('pageshow');
  assert.deepEqual(log, ['keep', 'flush', 'keep', 'flush', 'keep', 'flush']);
});

test('a page that is put aside has kept everything before, and goes on when it comes back', () => {
  for (const [status, goesOn] of /** @type {const} */ ([
    ['running', true],
    ['paused', false],
  ])) {
    withSessionStorage();
    const { log, happens } = opened({ position, status });
    happens('beforeunload');
    happens('pagehide', true);
    happens('pageshow', true);
    assert.deepEqual(log, ['keep', 'flush', 'end', 'reload']);
    assert.equal(wasRunning(), goesOn, status);
  }
});
