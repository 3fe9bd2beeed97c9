/** @file Runs that were replaced are kept, within a limit of memory. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultPreferences } from '../../www/page/preferences.js';
import { RunStore } from '../../www/page/runs/run-store.js';
import { initialState } from '../../www/page/state.js';
import { defaultExperiment } from '../../www/shared/experiment.js';

/** @param {number} step */
function stateAt(step) {
  const state = initialState(defaultExperiment(), defaultPreferences(), { strokes: [], past: [], generation: 0 });
  return { ...state, position: { wholeSince: 0, step, epoch: 0 } };
}

/** A library without weights. */
const none = async () => null;

/** @param {number} length */
const checkpoint = async (length) => ({
  bytes: new Uint8Array(length),
  position: { wholeSince: 0, step: 1, epoch: 0 },
});

test('a run that was not trained is not kept', () => {
  const store = new RunStore(() => assert.fail('nothing is filed'), none);
  assert.equal(store.file(stateAt(0), checkpoint(1)), null);
});

test('runs are kept with what belongs to them', async () => {
  let filed = 0;
  const store = new RunStore(() => {
    filed += 1;
  }, none);
  const state = stateAt(5);
  const runs = [state, stateAt(7)].flatMap((one) => store.file(one, checkpoint(3)) ?? []);
  assert.equal(filed, 2);
  assert.deepEqual(
    runs.map(({ run }) => run.position.step),
    [5, 7],
  );
  assert.equal(runs[0]?.run.history, state.history);
  assert.equal((await runs[0]?.checkpoint)?.bytes.length, 3);
});

test('over the limit the weights of the oldest are read from the library, and the newest are at hand', async () => {
  /** @type {[string, number][]} */
  const read = [];
  const store = new RunStore(
    () => {},
    async (id, step) => {
      read.push([id, step]);
      return checkpoint(3);
    },
    () => 10,
  );
  const [first, second, third] = [4, 4, 12].map((length, at) => store.file(stateAt(at + 1), checkpoint(length)));
  await store.settled;
  assert.equal((await third?.checkpoint)?.bytes.length, 12);
  assert.deepEqual(read, []);
  assert.equal((await first?.checkpoint)?.bytes.length, 3);
  assert.equal((await second?.checkpoint)?.bytes.length, 3);
  assert.deepEqual(read, [
    [first?.run.id, 1],
    [second?.run.id, 2],
  ]);
});

test('weights that the library has lost are none', async () => {
  const store = new RunStore(
    () => {},
    () => Promise.reject(new Error('full')),
    () => 1,
  );
  const [first] = [4, 4].map((length) => store.file(stateAt(length), checkpoint(length)));
  await store.settled;
  assert.equal(await first?.checkpoint, null);
});
