/** @file A page that is left keeps everything; one that is put aside ends its storage worker, and goes on when it comes back. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wasRunning } from '../../www/page/keeping/flush.js';
import { keepWhenHidden } from '../../www/page/keeping/hidden.js';
import { defaultPreferences } from '../../www/page/preferences.js';
import { initialState } from '../../www/page/state.js';
import { createStore } from '../../www/page/store.js';
import { defaultExperiment } from '../../www/shared/experiment.js';
import { memoryStorage } from './memory-storage.js';

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
    Object.defineProperty(globalThis, 'sessionStorage', { value: memoryStorage(), configurable: true });
    const { log, happens } = opened({ position, status });
    happens('beforeunload');
    happens('pagehide', true);
    happens('pageshow', true);
    assert.deepEqual(log, ['keep', 'flush', 'end', 'reload']);
    assert.equal(wasRunning(), goesOn, status);
  }
});
