/** @file What the page asks of the device, to keep its runs; what it does when one cannot be taken over. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askPersistence, keepAwake } from '../../www/page/keeping/device.js';
import { Faults } from '../../www/page/keeping/faults.js';
import { flush } from '../../www/page/keeping/flush.js';
import { Mark } from '../../www/page/keeping/mark.js';
import { restoredRun } from '../../www/page/keeping/restore.js';
import { defaultPreferences } from '../../www/page/preferences.js';
import { initialState } from '../../www/page/state.js';
import { createStore } from '../../www/page/store.js';
import { defaultExperiment } from '../../www/shared/experiment.js';
import { curvesAt, fieldsAt, stateAt } from './library-harness.js';
import { memoryStorage } from './memory-storage.js';

/**
 * A channel would hold the process.
 *
 * @template Made
 * @param {() => Made} make
 */
function withoutChannel(make) {
  const { BroadcastChannel } = globalThis;
  Object.assign(globalThis, { BroadcastChannel: undefined });
  const made = make();
  Object.assign(globalThis, { BroadcastChannel });
  return made;
}

/**
 * @param {boolean} opens whether the weights of the run of the other tab can be read
 * @param {string} [begun] a run of this tab that begins meanwhile
 */
async function takenOver(opens, begun) {
  const store = createStore({
    ...initialState(defaultExperiment(), defaultPreferences(), { strokes: [], past: [], generation: 0 }),
    ...{ id: 'mine', elsewhere: { id: 'theirs', name: '', step: 5 } },
  });
  const claimed = /** @type {string[]} */ ([]);
  const keeping = { claims: { claim: async (/** @type {string} */ id) => claimed.push(id) } };
  const actions = {
    openFiled: async () => {
      // A new run begins meanwhile.
      if (begun) store.update({ id: begun });
      if (!opens) throw new Error('lost');
      return true;
    },
  };
  const faults = withoutChannel(() => new Faults(/** @type {any} */ ({ store, keeping, training: {}, actions })));
  await faults.takeOver();
  return { claimed, notice: store.get().notice?.key };
}

test('a run that cannot be taken over leaves the tab with its own', async () => {
  assert.deepEqual(await takenOver(true), { claimed: ['theirs'], notice: undefined });
  assert.deepEqual(await takenOver(false), { claimed: ['theirs', 'mine'], notice: 'notTaken' });
  assert.deepEqual((await takenOver(false, 'next')).claimed, ['theirs', 'next'], 'the one that it has by now');
});

test('the browser has removed what was kept: it is said where something was kept before, not where this visit keeps it', () => {
  for (const [marked, notice] of /** @type {const} */ ([
    [true, 'evicted'],
    [false, undefined],
  ])) {
    const store = signals();
    const marks = memoryStorage();
    const keeping = { mark: new Mark(() => marks) };
    // A network that waits for nothing was kept meanwhile.
    keeping.mark.set(true);
    const faults = withoutChannel(() => new Faults(/** @type {any} */ ({ store, keeping, training: {}, actions: {} })));
    faults.opened(/** @type {any} */ ({ reason: null, empty: true, newer: 0 }), marked);
    assert.equal(store.get().notice?.key, notice);
    assert.equal(keeping.mark.isSet, !marked);
  }
});

test('before a page is loaded anew, what found no room is tried again', async () => {
  for (const outcome of /** @type {const} */ (['saved', 'full'])) {
    const store = signals();
    store.update({ position: { step: 9, epoch: 0, wholeSince: 0 }, saved: { step: 3, at: 1, state: 'full' } });
    const training = {
      send: () =>
        setImmediate(() => store.update({ saved: { step: outcome === 'saved' ? 9 : 3, at: 2, state: outcome } })),
    };
    const kept = await flush(/** @type {any} */ ({ store, training, keeping: { flush: async () => {} } }));
    assert.equal(kept, outcome === 'saved');
  }
});

function signals() {
  const drawing = { strokes: [], past: [], generation: 0 };
  return createStore(initialState(defaultExperiment(), defaultPreferences(), drawing));
}

test('storage that stays is asked for once: after an epoch that is kept, or five samples', async () => {
  const marks = memoryStorage();
  let asked = 0;
  let count = 0;
  const device = /** @type {any} */ ({
    storage: { persisted: async () => false, persist: async () => (asked += 1) },
    marks: () => marks,
    samples: async () => count,
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const store = signals();
  askPersistence(store.state, device);
  store.update({ position: { step: 10, epoch: 0.9, wholeSince: 0 }, saved: { step: 10, at: 1, state: 'saved' } });
  count = 4;
  store.update({ libraryChanges: 1 });
  await settle();
  assert.equal(asked, 0);
  store.update({ position: { step: 20, epoch: 1, wholeSince: 0 } });
  await settle();
  count = 5;
  store.update({ libraryChanges: 2 });
  await settle();
  assert.equal(asked, 1);
  askPersistence(signals().state, device);
  store.update({ libraryChanges: 3 });
  await settle();
  assert.equal(asked, 1, 'nor at the next visit');
});

test('five samples are worth it too', async () => {
  let asked = 0;
  const device = /** @type {any} */ ({
    storage: { persisted: async () => false, persist: async () => (asked += 1) },
    marks: () => undefined,
    samples: async () => 5,
  });
  const store = signals();
  askPersistence(store.state, device);
  store.update({ libraryChanges: 1 });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(asked, 1);
});

test('the screen stays on while the page is shown and trains', async () => {
  /** @type {string[]} */
  const log = [];
  /** @type {() => void} */
  let changed = () => {};
  const document = {
    visibilityState: 'visible',
    addEventListener: (/** @type {string} */ _, /** @type {() => void} */ listener) => {
      changed = listener;
    },
  };
  const request = async () => {
    log.push('on');
    return { release: async () => log.push('off') };
  };
  const store = signals();
  keepAwake(store.state, /** @type {any} */ ({ wakeLock: { request }, document }));
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  await settle();
  assert.deepEqual(log, []);
  store.update({ status: 'running' });
  await settle();
  document.visibilityState = 'hidden';
  changed();
  await settle();
  document.visibilityState = 'visible';
  changed();
  await settle();
  store.update({ status: 'paused' });
  await settle();
  assert.deepEqual(log, ['on', 'off', 'on', 'off']);
});

test('a restored run is as it was at its state: what the page knew later is forgotten', () => {
  const run = /** @type {any} */ ({
    ...fieldsAt('a', 40),
    progress: { step: 40 },
    validation: { step: 35, loss: 0.2, accuracy: 0.9, confusion: null },
    events: [
      { step: 10, kind: 'changed', label: '' },
      { step: 39, kind: 'changed', label: '' },
    ],
  });
  const curves = curvesAt(40);
  Object.assign(/** @type {any} */ (curves.rows[1]), { validationLoss: 0.5, validationAccuracy: 0.8 });
  const { state, checkpoint } = restoredRun(run, stateAt(25), curves, defaultExperiment());
  assert.deepEqual(checkpoint.position, stateAt(25).position);
  assert.deepEqual(
    state.history.rows.map(({ step }) => step),
    [10, 20],
  );
  assert.equal(state.progress, null);
  assert.deepEqual(state.validation, { step: 20, loss: 0.5, accuracy: 0.8, confusion: null });
  assert.deepEqual(
    state.events.map(({ step }) => step),
    [10],
  );
});
