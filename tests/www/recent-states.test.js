/** @file Recent states of a run: how many are kept, which are dropped, and which is given. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { greatestSize } from '../../www/worker/queries/input-range.js';
import { RecentStates } from '../../www/worker/recent-states.js';
import { startTrainer } from './trainer-harness.js';

/**
 * @param {number} steps
 * @param {{ size?: number, limits?: { entries: number, bytes: number } }} [options]
 */
async function trained(steps, { size = 10, limits } = {}) {
  const states = new RecentStates(() => 0, limits);
  for (let step = 1; step <= steps; step += 1) {
    await states.keep({ save: async () => new Uint8Array(size) }, { step, epoch: 0, wholeSince: null });
  }
  return states;
}

test('a state about every 20 steps, eight at most, denser near the present', async () => {
  const few = await trained(99);
  assert.deepEqual(few.steps, [20, 40, 60, 80]);
  for (const steps of [1000, 10_000, 100_000]) {
    const states = await trained(steps);
    assert.equal(states.steps.length, 8);
    // However late a fault is noticed, the state given is not much older than it.
    for (let back = 40; back < steps / 4; back *= 2) {
      const found = states.before(steps - back)?.position.step ?? 0;
      assert.ok(found <= steps - back && steps - found <= 8 * back, `${found} for ${back} back from ${steps}`);
    }
  }
});

test('memory is limited; a state that is too large alone is not kept', async () => {
  const states = await trained(1000, { limits: { entries: 8, bytes: 35 } });
  assert.equal(states.steps.length, 3);
  assert.equal(states.steps.at(-1), 1000);
  const none = await trained(1000, { size: 40, limits: { entries: 8, bytes: 35 } });
  assert.deepEqual([none.steps, none.before(1000)], [[], null]);
});

test('the newest state at or before a step is given, else the oldest', async () => {
  const states = await trained(100);
  assert.equal(states.before(60)?.position.step, 60);
  assert.equal(states.before(79)?.position.step, 60);
  assert.equal(states.before(5)?.position.step, 20);
  states.clear();
  assert.equal(states.before(60), null);
});

test('saving takes at most one part in sixty of the time', async () => {
  let now = 0;
  const states = new RecentStates(() => now);
  const save = async () => {
    now += 10;
    return new Uint8Array(1);
  };
  let saved = 0;
  for (let step = 1; step <= 3000; step += 1) {
    now += 1;
    const before = now;
    await states.keep({ save }, { step, epoch: 0, wholeSince: null });
    saved += now - before;
  }
  assert.ok(saved > 0 && saved <= (now / 60) * 1.2, `${saved} of ${now}`);
});

test('the training worker keeps states while it plays, and gives one; a reset forgets them', async () => {
  const harness = await startTrainer();
  harness.session.weight = 7;
  await harness.send({ type: 'play' });
  const ask = async (/** @type {number} */ step) => {
    return /** @type {any} */ (await harness.send({ type: 'query', name: 'recent-state', params: { step } }));
  };
  await harness.until(() => harness.session.steps > 500);
  await harness.send({ type: 'pause' });
  const state = await ask(400);
  assert.ok(state.position.step <= 400 && state.position.step >= 20, String(state.position.step));
  assert.deepEqual([...state.bytes], [7, 0, 0, 0]);
  await harness.send({ type: 'reset', seed: 1 });
  assert.equal(await ask(400), null);
});

test('the size of an input is the greatest; one that is no number has none', () => {
  assert.equal(greatestSize(Float32Array.of(1, -3, 2)), 3);
  assert.equal(greatestSize([]), 0);
  assert.equal(greatestSize([1, Number.NaN, 2]), Number.POSITIVE_INFINITY);
});
