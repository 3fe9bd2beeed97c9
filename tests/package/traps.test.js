/** @file After a trap all sessions of the instance fail at once and nothing hangs. Other instances are not affected. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from 'inkgrad';
import { trapIn } from './fixtures/trapping-binary.js';
import { binary, rejects, smallData, smallSpec, throws } from './support.js';

const lost = /^a fault inside \(RuntimeError: .*load\(\) a new one and go on from the last save$/;
const { signal } = new AbortController();

/** @param {string} name of the function that traps */
async function loadTrapping(name) {
  return load({ build: 'simd128', wasm: trapIn(binary('simd128'), name) });
}

test('a trap in a step ends all sessions of the instance', async () => {
  const inkgrad = await loadTrapping('handle_advance');
  const [one, two] = [await inkgrad.Session.create(smallSpec()), await inkgrad.Session.create(smallSpec())];
  await one.setData('train', smallData());
  const saved = await one.save();
  const evaluation = one.evaluate('train', { signal });
  const calls = [one.step(5, { signal }), one.step(), one.save()];
  assert.equal((await evaluation).count, 100);
  for (const call of calls) await rejects(call, 'state', lost);
  await rejects(two.parameters(), 'state', lost);
  await rejects(two.setData('train', smallData()), 'state', lost);
  await rejects(inkgrad.Session.create(smallSpec()), 'state', lost);
  throws(() => two.spec, 'state', lost);
  throws(() => inkgrad.readIdx(new Uint8Array(4)), 'state', lost);
  one.free();
  two.free();

  const { Session } = await load({ build: 'simd128' });
  const next = await Session.load(saved);
  await next.setData('train', smallData());
  assert.equal((await next.step()).step, 1);
});

test('a trap while a session is created', async () => {
  const { Session } = await loadTrapping('handle_create');
  await rejects(Session.create(smallSpec()), 'state', lost);
  await rejects(Session.create(smallSpec()), 'state', lost);
});

test('a trap in a synchronous call', async () => {
  const { Session, prepareDrawing } = await loadTrapping('handle_summary');
  const session = await Session.create(smallSpec());
  throws(() => session.summary(), 'state', lost);
  throws(() => prepareDrawing({ pixels: new Uint8Array(4), width: 2, height: 2, shape: [1, 4, 4] }), 'state', lost);
});

test('an array that does not fit into memory does not end the session', async () => {
  const { Session } = await load({ build: 'simd128' });
  const session = await Session.create(smallSpec());
  await session.setData('train', smallData());
  const huge = { inputs: new Uint8Array(2 ** 31), labels: new Uint8Array(1) };
  await rejects(session.setData('train', huge), 'memory', /^inputs: there is no room for another \d+ MB/, 'inputs');
  assert.equal((await session.step()).step, 1);
});
