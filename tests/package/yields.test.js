/** @file Calls that compute on the caller's thread yield to the event loop, unless `blocking` is set. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from 'inkgrad';
import { bits, rejects, smallData, smallSpec } from './support.js';

const { Session } = await load({ build: 'simd128' });
const { inputs, labels } = smallData(20_000);

async function ready() {
  const session = await Session.create(smallSpec());
  await session.setData('train', { inputs, labels });
  return session;
}

/**
 * @param {() => Promise<unknown>} work
 * @returns {Promise<number>} tasks of the event loop during the work
 */
async function countTasks(work) {
  let [count, over] = [0, false];
  const task = () => {
    count += 1;
    if (!over) setImmediate(task);
  };
  await new Promise((resolve) => setImmediate(resolve));
  setImmediate(task);
  await work();
  over = true;
  return count;
}

/** Calls that compute for a long time. @type {Record<string, (session: import('inkgrad').Session, options: { blocking?: boolean, signal?: AbortSignal }) => Promise<unknown>>} */
const long = {
  step: (session, options) => session.step(20_000, options),
  evaluate: async (session, options) => {
    for (let round = 0; round < 300; round += 1) await session.evaluate('train', options);
  },
  predict: async (session, options) => {
    for (let round = 0; round < 100; round += 1) await session.predict(inputs, options);
  },
  gradients: async (session, options) => {
    for (let round = 0; round < 50; round += 1) await session.gradients(inputs, labels, options);
  },
  nearest: async (session, options) => {
    for (let round = 0; round < 200; round += 1) await session.nearest(inputs.subarray(0, 4), options);
  },
  explain: (session, options) =>
    session.explain(inputs.subarray(0, 4), { method: 'integrated_gradients', steps: 3_000_000, ...options }),
};

for (const [name, work] of Object.entries(long)) {
  test(`${name} yields, and with blocking it does not`, async () => {
    const session = await ready();
    const yielding = await countTasks(() => work(session, {}));
    assert.ok(yielding > 2, `${yielding} tasks`);
    const blocking = await countTasks(() => work(session, { blocking: true }));
    assert.ok(blocking <= 1, `${blocking} tasks`);
    await rejects(Promise.resolve(work(session, { signal: AbortSignal.abort() })), 'aborted', /taken back/);
    session.free();
  });
}

test('a loop of single steps yields, to the same bits as one call', async () => {
  const [loop, reference] = [await ready(), await ready()];
  const yielding = await countTasks(async () => {
    for (let step = 0; step < 10_000; step += 1) await loop.step(1);
  });
  assert.ok(yielding > 2, `${yielding} tasks`);
  await reference.step(10_000);
  assert.deepEqual(await bits(loop), await bits(reference));
});

test('a loop of calls without time slices yields too, and can be aborted', async () => {
  const session = await ready();
  await session.step(1);
  const yielding = await countTasks(async () => {
    for (let round = 0; round < 2000; round += 1) await session.statistics();
  });
  assert.ok(yielding > 2, `${yielding} tasks`);
  await rejects(session.statistics({ signal: AbortSignal.abort() }), 'aborted', /taken back/);
});

test('a query that is aborted while it runs does not change the session', async () => {
  const session = await ready();
  const controller = new AbortController();
  setImmediate(() => controller.abort());
  const calls = Array.from({ length: 50 }, () => session.nearest(inputs.subarray(0, 4), { signal: controller.signal }));
  const settled = await Promise.allSettled(calls);
  assert.ok(settled.some(({ status }) => status === 'rejected'));
  assert.equal((await session.step(1)).step, 1);
});
