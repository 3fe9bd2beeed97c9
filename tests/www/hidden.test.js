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
 * @property {object} [run] as the library has it
 * @property {boolean} [isOff] whether there is no database
 *
 * @param {Partial<import('../../www/page/state.js').State>} state
 * @param {Elsewhere} [elsewhere]
 */
function opened(state, { own = true, run, isOff = false } = {}) {
  /** @type {string[]} */
  const log = [];
  const store = createStore({
    ...initialState(defaultExperiment(), defaultPreferences(), { strokes: [], past: [], generation: 0 }),
    ...{ id: 'mine', ...state },
  });
  const document = Object.assign(new EventTarget(), { visibilityState: 'hidden' });
  const page = Object.assign(new EventTarget(), { document });
  const storage = {
    isClosed: false,
    close: () => {
      storage.isClosed = true;
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
        return own;
      },
    },
    library: { runs: { get: async () => run ?? null } },
    begin: async () => log.push('begin'),
    attach: () => 'port',
    onPort: (/** @type {string | null} */ port) => log.push(`onPort ${port}`),
    branch: async (/** @type {string} */ _, /** @type {any} */ { parent, elsewhere: other }) =>
      log.push(`branch ${parent.id} ${parent.step} ${other?.step ?? 'alone'}`),
    changed: (/** @type {string} */ part) => log.push(`changed ${part}`),
    flush: async () => log.push('flush'),
  };
  const training = { send: (/** @type {{ type: string }} */ { type }) => log.push(type) };
  const faults = { tell: (/** @type {string} */ key) => log.push(`tell ${key}`) };
  keepWhenHidden(/** @type {any} */ ({ store, keeping, training }), faults, /** @type {any} */ (page));
  const happens = (/** @type {string} */ type, persisted = false) =>
    page.dispatchEvent(Object.assign(new Event(type), { persisted }));
  return { log, happens, document };
}

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

/** @param {Elsewhere} [elsewhere] @returns {Promise<string[]>} what is done once the page is back */
async function back(elsewhere) {
  const { log, happens, document } = opened({ position, saved }, elsewhere);
  happens('pagehide', true);
  document.dispatchEvent(new Event('visibilitychange'));
  const before = elsewhere?.isOff ? ['release'] : ['release', 'onPort null', 'close'];
  assert.deepEqual(log.splice(0), before, 'nothing is written from here on');
  happens('pageshow', true);
  document.dispatchEvent(new Event('visibilitychange'));
  await settle();
  const done = log.splice(0);
  document.dispatchEvent(new Event('visibilitychange'));
  assert.deepEqual(log, ['keep', 'flush'], 'from here on as before');
  return done;
}

test('a page that comes back goes on where it stood still, and keeps it at once', async () => {
  const end = ['onPort port', 'keep', 'flush', 'changed runs', 'changed samples'];
  const run = { position, events: [], deleted: null };
  assert.deepEqual(await back(), ['begin', 'claim mine', ...end]);
  assert.deepEqual(await back({ run }), ['begin', 'claim mine', ...end]);
  const other = { ...run, position: { ...position, step: 10 } };
  const apart = ['begin', 'claim mine', 'branch mine 7 alone', 'tell apart', ...end];
  assert.deepEqual(await back({ run: other }), apart, 'another tab has gone on with it');
  const held = ['begin', 'claim mine', 'branch mine 7 7', ...end];
  assert.deepEqual(await back({ run: other, own: false }), held, 'another tab has it');
  assert.deepEqual(await back({ isOff: true }), ['claim mine', ...end.slice(1)], 'all is in memory');
});

test('a page that is put aside while it comes back writes nothing', async () => {
  const { log, happens } = opened({ position, saved });
  happens('pagehide', true);
  happens('pageshow', true);
  happens('pagehide', true);
  await settle();
  assert.deepEqual(
    log.filter((entry) => /keep|flush|port$/.test(entry)),
    [],
  );
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
