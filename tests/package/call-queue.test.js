/** @file Calls run in order, yield to the event loop, can be aborted, and do not stop later calls if they fail. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from 'inkgrad';
import { bits, rejects, smallData, smallSpec } from './support.js';

const { Session } = await load({ build: 'simd128' });

async function ready() {
  const session = await Session.create(smallSpec());
  await session.setData('train', smallData());
  return session;
}

const { signal } = new AbortController();

test('calls run in the order in which they were made', async () => {
  const session = await Session.create(smallSpec());
  /** @type {string[]} */
  const order = [];
  const note = (/** @type {string} */ name) => () => order.push(name);
  await Promise.all([
    session.setData('train', smallData()).then(note('setData')),
    session.step(2000, { signal }).then(note('long step')),
    session.step(1).then(note('step')),
    session.evaluate('train', { signal }).then(note('evaluate')),
    session.save().then(note('save')),
  ]);
  assert.deepEqual(order, ['setData', 'long step', 'step', 'evaluate', 'save']);
  assert.equal((await session.step()).step, 2002);
});

test('a call that fails does not stop the queue', async () => {
  const session = await ready();
  const calls = [
    session.step(3, { signal }),
    session.step(-1),
    session.evaluate('test'),
    session.configure({ batch_size: 0 }),
    session.step(2),
  ];
  const settled = await Promise.allSettled(calls);
  assert.deepEqual(
    settled.map(({ status }) => status),
    ['fulfilled', 'rejected', 'rejected', 'rejected', 'fulfilled'],
  );
  assert.equal((await session.step()).step, 6);
});

test('arguments are copied when the call is made', async () => {
  const [one, two] = [await ready(), await ready()];
  const { inputs, labels } = smallData(60);
  const changes = { optimizer: { learning_rate: 0.2 } };
  const long = one.step(500, { signal });
  const calls = [one.setData('train', { inputs, labels }), one.configure(changes), one.step(5)];
  inputs.fill(0);
  labels.fill(2);
  changes.optimizer.learning_rate = 0;
  await Promise.all([long, ...calls]);
  await two.step(500);
  await two.setData('train', smallData(60));
  await two.configure({ optimizer: { learning_rate: 0.2 } });
  await two.step(5);
  assert.deepEqual(await bits(one), await bits(two));
});

test('a call with a signal yields, to the same bits', async () => {
  const [reference, yielding] = [await ready(), await ready()];
  let tasks = 0;
  const counter = setInterval(() => tasks++, 1);
  const report = await yielding.step(20_000, { signal });
  clearInterval(counter);
  assert.ok(tasks > 2, `${tasks} tasks of the event loop`);
  assert.deepEqual(report, await reference.step(20_000));
  assert.deepEqual(await bits(yielding), await bits(reference));
  assert.deepEqual(
    await yielding.evaluate('train', { signal, perSample: true }),
    await reference.evaluate('train', { perSample: true }),
  );
});

test('an aborted call keeps its completed steps', async () => {
  const [aborted, reference] = [await ready(), await ready()];
  const controller = new AbortController();
  const call = aborted.step(2 ** 32 - 1, { signal: controller.signal });
  setImmediate(() => setImmediate(() => controller.abort(new Error('enough'))));
  const error = await call.then(
    () => assert.fail('not aborted'),
    (error) => error,
  );
  assert.equal(error.cause.message, 'enough');
  await rejects(Promise.reject(error), 'aborted', 'the call was taken back by its signal');
  const { step } = await aborted.step(1);
  assert.ok(step > 1);
  await reference.step(step);
  assert.deepEqual(await bits(aborted), await bits(reference));
});

test('a call that was aborted before it started does nothing', async () => {
  const session = await ready();
  const controller = new AbortController();
  const first = session.step(50, { signal });
  const second = session.step(50, { signal: controller.signal });
  const third = session.evaluate('train', { signal: controller.signal });
  controller.abort();
  await first;
  await rejects(second, 'aborted', /taken back/);
  await rejects(third, 'aborted', /taken back/);
  await rejects(session.step(1, { signal: AbortSignal.abort() }), 'aborted', /taken back/);
  assert.equal((await session.step()).step, 51);
});

test('free ends the running call and all queued calls', async () => {
  const session = await ready();
  const calls = [session.step(2 ** 32 - 1, { signal }), session.step(), session.save()];
  setImmediate(() => session.free());
  for (const call of calls) await rejects(call, 'state', /freed/);
});

test('an evaluation can be aborted', async () => {
  // Wide enough for many time slices on a fast machine.
  const layers = [512, 3].map((units) => ({ kind: /** @type {const} */ ('dense'), units }));
  const session = await Session.create(smallSpec({ layers }));
  await session.setData('train', smallData(200_000));
  const controller = new AbortController();
  const call = session.evaluate('train', { signal: controller.signal });
  setImmediate(() => controller.abort());
  await rejects(call, 'aborted', /taken back/);
  assert.equal((await session.evaluate('train')).count, 200_000);
});
