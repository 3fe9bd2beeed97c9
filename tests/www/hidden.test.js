/** @file A page that is left keeps everything; one that is put aside ends its storage worker, and goes on when it comes back. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasGoneOn } from '../../www/page/keeping/aside.js';
import { keepWhenHidden } from '../../www/page/keeping/hidden.js';
import { defaultPreferences } from '../../www/page/preferences.js';
import { initialState } from '../../www/page/state.js';
import { createStore } from '../../www/page/store.js';
import { defaultExperiment } from '../../www/shared/experiment.js';

/**
 * @typedef {object} Elsewhere what happens while the page is put aside
 * @property {boolean} [own] whether the run can be claimed again
 * @property {object | 'unreadable'} [run] as the library has it
 * @property {boolean} [isOff] whether there is no database
 * @property {number} [faults] so often the storage worker ends as it begins
 * @property {(store: import('../../www/page/store.js').Store<import('../../www/page/state.js').State>) => void} [onClaim] happens while the run is claimed
 *
 * @param {Partial<import('../../www/page/state.js').State>} state
 * @param {Elsewhere} [elsewhere]
 */
function opened(state, { own = true, run, isOff = false, faults: ends = 0, onClaim } = {}) {
  /** @type {string[]} */
  const log = [];
  let remembered = '';
  let begun = 0;
  const store = createStore({
    ...initialState(defaultExperiment(), defaultPreferences(), { strokes: [], past: [], generation: 0 }),
    ...{ id: 'mine', ...state },
  });
  const document = Object.assign(new EventTarget(), { visibilityState: 'hidden' });
  const page = Object.assign(new EventTarget(), { document });
  const storage = {
    isClosed: false,
    isAttached: true,
    close: () => {
      storage.isClosed = true;
      storage.isAttached = false;
      log.push('close');
    },
    reopen: () => {
      storage.isClosed = false;
    },
  };
  const keeping = {
    isOff,
    storage,
    claims: {
      release: () => log.push('release'),
      claim: async (/** @type {string} */ id) => {
        log.push(`claim ${id}`);
        if (id === 'mine') onClaim?.(store);
        return own;
      },
      remember: (/** @type {{ id: string, from: string | null }} */ { id, from }) => {
        remembered = `${id} ${from}`;
      },
    },
    read: store.get,
    library: {
      runs: {
        get: async () => {
          if (run === 'unreadable') throw new Error(run);
          return run ?? null;
        },
      },
    },
    begin: async () => {
      log.push('begin');
      begun += 1;
      if (begun <= ends) throw new Error('ended');
    },
    attach: () => 'port',
    onPort: (/** @type {string | null} */ port) => log.push(`onPort ${port}`),
    branch: async (/** @type {string} */ id, /** @type {any} */ { parent, elsewhere: other }, alone = false) => {
      if (store.get().id !== id) return false;
      log.push(`branch ${parent.id} ${parent.step} ${other?.step ?? 'own'}${alone ? ' kept' : ''}`);
      store.update({ id: 'branch', parent });
      return true;
    },
    changed: (/** @type {string} */ part) => log.push(`changed ${part}`),
    flush: async () => log.push('flush'),
  };
  const training = { send: (/** @type {{ type: string }} */ { type }) => log.push(type) };
  const faults = { tell: (/** @type {string} */ key) => log.push(`tell ${key}`) };
  keepWhenHidden(/** @type {any} */ ({ store, keeping, training }), faults, /** @type {any} */ (page));
  const happens = (/** @type {string} */ type, persisted = false) =>
    page.dispatchEvent(Object.assign(new Event(type), { persisted }));
  return { log, happens, document, store, remembered: () => remembered };
}

/** Waits for all that is on its way. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

const position = { step: 9, epoch: 0, wholeSince: 0 };
const saved = /** @type {const} */ ({ step: 7, at: 1, state: 'saved' });

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

/**
 * @param {Elsewhere} [elsewhere]
 * @param {Partial<import('../../www/page/state.js').State>} [state]
 */
async function backWith(elsewhere, state = { position, saved }) {
  const { log, happens, document, store, remembered } = opened(state, elsewhere);
  happens('pagehide', true);
  document.dispatchEvent(new Event('visibilitychange'));
  const before = elsewhere?.isOff ? ['release'] : ['release', 'onPort null', 'close'];
  assert.deepEqual(log.splice(0), before, 'nothing is written from here on');
  happens('pageshow', true);
  document.dispatchEvent(new Event('visibilitychange'));
  await settle();
  const done = log.splice(0);
  document.dispatchEvent(new Event('visibilitychange'));
  return { done, later: log, store, remembered: remembered() };
}

/** @param {Elsewhere} [elsewhere] @returns {Promise<string[]>} what is done once the page is back */
async function back(elsewhere) {
  const { done, later } = await backWith(elsewhere);
  assert.deepEqual(later, ['keep', 'flush'], 'from here on as before');
  return done;
}

const run = { position, events: [], deleted: null, state: { step: 7, bytes: 1 } };
const goneOn = { ...run, position: { ...position, step: 10 } };
const end = ['onPort port', 'keep', 'flush', 'changed runs', 'changed samples'];

test('a page that comes back goes on where it stood still, and keeps it at once', async () => {
  assert.deepEqual(await back(), ['begin', 'claim mine', ...end]);
  assert.deepEqual(await back({ run }), ['begin', 'claim mine', ...end]);
  const apart = ['begin', 'claim mine', 'branch mine 7 own kept', 'tell apart', ...end];
  assert.deepEqual(await back({ run: goneOn }), apart, 'another tab has gone on with it');
  assert.deepEqual(await back({ run, own: false }), ['begin', 'claim mine', 'branch mine 7 7', ...end], 'it has it');
  const both = ['begin', 'claim mine', 'branch mine 7 7 kept', ...end];
  assert.deepEqual(await back({ run: goneOn, own: false }), both, 'it has gone on with it, and has it');
  assert.deepEqual(await back({ isOff: true }), ['claim mine', ...end.slice(1)], 'all is in memory');
});

test('a reload finds the run of a page that has come back, or the one from which it began', async () => {
  assert.equal((await backWith({ run })).remembered, 'mine null');
  assert.equal((await backWith({ run: goneOn })).remembered, 'branch mine');
});

test('weights that were removed while the page was put aside are kept again', async () => {
  const isKept = async (/** @type {object | null} */ state) => {
    const known = { position, saved: { ...saved, step: position.step } };
    const { done, store } = await backWith({ run: { ...run, state } }, known);
    return [done.includes('keep'), store.get().saved.step];
  };
  assert.deepEqual(await isKept({ step: 9, bytes: 1 }), [false, 9]);
  assert.deepEqual(await isKept({ step: 3, bytes: 1 }), [true, 3]);
  assert.deepEqual(await isKept(null), [true, 0]);
});

test('a storage worker that fails at first is started again; without one nothing is written', async () => {
  assert.deepEqual(await back({ run, faults: 1 }), ['begin', 'begin', 'claim mine', ...end]);
  const { done, later } = await backWith({ run, faults: 9 });
  assert.deepEqual([...new Set(done)], ['begin', 'tell lost']);
  assert.deepEqual(later, [], 'nobody knows whose the run is');
});

test('a run that cannot be read may be another one by now: the page writes one of its own', async () => {
  const own = ['begin', 'claim mine', 'branch mine 7 own kept', ...end];
  assert.deepEqual(await back({ run: 'unreadable' }), own);
});

test('a run that begins while the page comes back is the one that is claimed, and no other is meant', async () => {
  const onClaim = (/** @type {import('../../www/page/store.js').Store<any>} */ store) => store.update({ id: 'next' });
  for (const own of [true, false])
    assert.deepEqual(await back({ run: goneOn, own, onClaim }), ['begin', 'claim mine', 'claim next', ...end]);
});

test('what is trained while the page comes back does not hide that another tab has gone on', async () => {
  const onClaim = (/** @type {import('../../www/page/store.js').Store<any>} */ store) =>
    store.update({ position: { ...position, step: 20 } });
  assert.ok((await back({ run: goneOn, onClaim })).includes('tell apart'));
});

test('a page that is put aside while it comes back writes nothing, until it is back again', async () => {
  const { log, happens } = opened({ position, saved });
  happens('pagehide', true);
  happens('pageshow', true);
  happens('pagehide', true);
  await settle();
  const written = () => log.filter((entry) => /keep|flush|port$/.test(entry));
  assert.deepEqual(written(), []);
  happens('pageshow', true);
  happens('pagehide', true);
  happens('pageshow', true);
  await settle();
  assert.deepEqual(written(), ['onPort port', 'keep', 'flush'], 'once');
});

test('a run has gone on elsewhere where it has steps or changes that this tab does not know', () => {
  const event = (/** @type {number} */ step, label = '') => ({ step, kind: /** @type {const} */ ('changed'), label });
  const present = /** @type {any} */ ({ position, events: [event(2), event(5)] });
  const kept = { position: { ...position, step: 6 }, events: [event(2)], deleted: null };
  const gone = (/** @type {object} */ changes) => hasGoneOn(/** @type {any} */ ({ ...kept, ...changes }), present);
  assert.equal(gone({}), false, 'it is what was kept last');
  assert.equal(gone({ position }), false);
  assert.equal(gone({ position: { ...position, step: 10 } }), true);
  assert.equal(gone({ events: [event(2), event(6)] }), true);
  assert.equal(gone({ events: [event(2), event(5), event(8)] }), true);
  assert.equal(gone({ deleted: 3 }), true);
});
