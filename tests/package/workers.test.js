/** @file Several workers: the same results and errors as one worker, and no worker left after `free`. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { load } from 'inkgrad';
import { binary, bits, packageFolder, rejects, smallData, smallSpec, someDigits, throws } from './support.js';

/** @typedef {import('inkgrad').Session} Session */

/** Running workers of Node, registered at their first message. @type {Set<Worker>} */
const alive = new Set();
const { postMessage } = Worker.prototype;
Worker.prototype.postMessage = function post(/** @type {[any, any]} */ ...given) {
  if (!alive.has(this)) {
    alive.add(this);
    this.once('exit', () => alive.delete(this));
  }
  return postMessage.apply(this, given);
};

/** @param {number} workers */
async function digits(workers, changes = {}) {
  const inkgrad = await load({ build: 'simd128', workers });
  const session = await inkgrad.Session.create({
    seed: 5,
    input: [64],
    layers: [
      { kind: 'dense', units: 24, activation: 'tanh' },
      { kind: 'batch_norm' },
      { kind: 'dropout', rate: 0.2 },
      { kind: 'dense', units: 10 },
    ],
    loss: { kind: 'cross_entropy' },
    optimizer: { kind: 'sgd', learning_rate: 0.02, momentum: 0.9 },
    batch_size: 31,
    ...changes,
  });
  await session.setData('train', someDigits(inkgrad, 0, 300));
  await session.setData('validation', someDigits(inkgrad, 300, 500));
  return { ...inkgrad, session };
}

/**
 * @param {Session} session
 * @param {Session} other
 * @param {number} tolerance relative to the largest magnitude
 */
async function assertClose(session, other, tolerance) {
  const [actual, reference] = [await session.parameters(), await other.parameters()];
  actual.forEach(({ name, data }, at) => {
    const expected = /** @type {Float32Array} */ (reference[at]?.data);
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
    data.forEach((value, index) => {
      assert.ok(Math.abs(value - (expected[index] ?? 0)) <= tolerance * largest, `${name}[${index}]`);
    });
  });
}

/** @param {number} timeout in milliseconds */
async function assertAllTerminated(timeout = 5000) {
  for (const end = performance.now() + timeout; alive.size > 0 && performance.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.equal(alive.size, 0, 'no worker is left');
}

test('a session reports its backend, and is an instance of its class', async () => {
  const { session, Session } = await digits(2);
  const { workers, reason, build } = session.backend;
  assert.deepEqual([workers, reason, build], [2, 'as asked for', 'simd128']);
  assert.ok(session instanceof Session);
  assert.equal(session.spec.batch_size, 31);
  assert.deepEqual(
    session.summary().map(({ name, parameters }) => [name, parameters]),
    [
      ['dense_0', 1560],
      ['batch_norm_1', 48],
      ['dropout_2', 0],
      ['dense_3', 250],
    ],
  );
  session.free();
  throws(() => session.backend, 'state', /freed/);
  throws(() => session.summary(), 'state', /freed/);
});

test('two and three workers agree with one over 500 steps, and each number of workers is deterministic', async () => {
  const { session: one } = await digits(1);
  const report = await one.step(500);
  for (const workers of [2, 3]) {
    const { session } = await digits(workers);
    const parallelReport = await session.step(500);
    assert.deepEqual(
      [parallelReport.step, parallelReport.epoch, parallelReport.samples],
      [report.step, report.epoch, report.samples],
    );
    assert.ok(Math.abs(parallelReport.loss - report.loss) < 1e-3, `${parallelReport.loss} and ${report.loss}`);
    await assertClose(session, one, 0.02);
    const { session: again } = await digits(workers);
    await again.step(123);
    await again.step(377);
    assert.deepEqual(await bits(session), await bits(again));
    session.free();
    again.free();
  }
  one.free();
});

test('every call has the same result as with one worker', async () => {
  const [{ session: one }, { session: two, prepareDrawing }] = [await digits(1), await digits(2)];
  const parameters = await two.parameters();
  await one.setParameters(parameters);
  await two.setParameters(parameters);
  for (const perSample of [false, true]) {
    const [a, b] = [await one.evaluate('validation', { perSample }), await two.evaluate('validation', { perSample })];
    assert.ok(Math.abs(a.loss - b.loss) < 1e-5);
    assert.deepEqual([b.accuracy, b.count, b.confusion], [a.accuracy, a.count, a.confusion]);
    assert.equal(b.outputs?.length, a.outputs?.length);
  }
  const inputs = Float32Array.from({ length: 64 * 300 }, (_, index) => Math.sin(index));
  for (const samples of [inputs.slice(0, 64), inputs]) {
    const [a, b] = [await one.predict(samples, { scale: 1 }), await two.predict(samples, { scale: 1 })];
    assert.equal(a.length, b.length);
    a.forEach((value, index) => {
      assert.ok(Math.abs(value - (b[index] ?? 2)) < 1e-5, `output ${index}`);
    });
  }
  await rejects(two.predict(new Float32Array(63)), 'shape', /^inputs: expected a multiple of 64 values/, 'inputs');
  const input = inputs.slice(0, 64);
  assert.deepEqual(await two.activations(input), await one.activations(input));
  const labels = new Uint8Array([3]);
  assert.deepEqual(await two.gradients(input, labels), await one.gradients(input, labels));
  assert.equal(prepareDrawing({ pixels: new Uint8Array(4), width: 2, height: 2, shape: [1, 8, 8] }).ink, 0);
  one.free();
  two.free();
});

test('errors are those of one worker, and do not change the session', async () => {
  const { session, Session } = await digits(2);
  const before = await session.save();
  await rejects(session.configure({ batch_size: 0 }), 'spec', /^batch_size: /, 'batch_size');
  await rejects(
    session.setData('train', { inputs: new Uint8Array(64), labels: new Uint8Array([10]) }),
    'data',
    /class/,
  );
  await rejects(
    session.setData('train', /** @type {any} */ ({ inputs: 'none', labels: [] })),
    'data',
    /^inputs: /,
    'inputs',
  );
  await rejects(session.step(-1), 'data', /^k: /, 'k');
  await rejects(session.evaluate('test'), 'state', /test data/);
  await rejects(
    session.setParameters([{ name: 'nothing', shape: [1], data: new Float32Array(1) }]),
    'shape',
    /nothing/,
  );
  const short = { name: 'layers.0.bias', shape: [24], data: new Float32Array(23) };
  await rejects(session.setParameters([short]), 'shape', /^parameters\[0\]\.data: /, 'parameters[0].data');
  assert.deepEqual(await session.save(), before);
  await rejects(Session.create(smallSpec({ input: [0] })), 'spec', /^input: /, 'input');
  await rejects(Session.load(new Uint8Array(9)), 'format', /./);
  session.free();
  await rejects(session.step(), 'state', /freed/);
});

test('arguments are copied when the call is made', async () => {
  const [{ session: one }, { session: two }] = [await digits(1), await digits(2)];
  for (const session of [one, two]) {
    const inputs = new Float32Array(64 * 20).map((_, index) => Math.cos(index));
    const labels = new Uint8Array(20).fill(4);
    const call = session.setData('train', { inputs, labels });
    inputs.fill(9);
    labels.fill(9);
    await call;
    await session.step(1);
  }
  await assertClose(two, one, 1e-4);
  one.free();
  two.free();
});

test('configure and reset work between steps, and a saved session resumes bit for bit', async () => {
  const { session, Session, readCsv } = await digits(2);
  await session.step(40);
  await session.configure({ batch_size: 17, optimizer: { learning_rate: 0.001 } });
  assert.equal(session.spec.batch_size, 17);
  await session.step(25);
  const file = await session.save();
  const next = await Session.load(file);
  await next.setData('train', someDigits(/** @type {any} */ ({ readCsv }), 0, 300));
  await session.step(60);
  await next.step(60);
  assert.deepEqual(await bits(next), await bits(session));
  await session.reset(8);
  assert.equal((await session.step(1)).step, 1);
  assert.equal(session.spec.seed, 8);
  session.free();
  next.free();
});

test('a call can be aborted at any moment; all ranks keep the same completed steps', async () => {
  const { session } = await digits(2);
  let steps = 0;
  for (const milliseconds of [0, 1, 3, 7, 20, 45]) {
    const controller = new AbortController();
    const running = session.step(2 ** 31, { signal: controller.signal });
    setTimeout(() => controller.abort(), milliseconds);
    await rejects(running, 'aborted', /taken back/);
    const report = await session.step(1);
    assert.ok(report.step > steps);
    steps = report.step;
  }
  const controller = new AbortController();
  controller.abort();
  await rejects(session.step(5, { signal: controller.signal }), 'aborted', /taken back/);
  await rejects(session.evaluate('train', { signal: controller.signal }), 'aborted', /taken back/);
  const { session: other } = await digits(2);
  await other.step(steps);
  assert.deepEqual(await bits(session), await bits(other));
  session.free();
  other.free();
});

test('early stopping ends all ranks at the same step', async () => {
  const early_stopping = /** @type {const} */ ({ monitor: 'validation_loss', patience: 2, min_delta: 0.1 });
  const reports = [];
  for (const workers of [1, 3]) {
    const { session } = await digits(workers, { early_stopping });
    reports.push(await session.step(5000));
    session.free();
  }
  const [one, three] = reports;
  assert.deepEqual([three?.finished, three?.step], [one?.finished, one?.step]);
  assert.equal(one?.finished, 'early_stopping');
});

test('the caller’s thread is free while workers train', async () => {
  const { session } = await digits(2);
  let tasks = 0;
  const counting = setInterval(() => {
    tasks += 1;
  }, 1);
  await session.step(3000);
  clearInterval(counting);
  assert.ok(tasks > 20, `${tasks} tasks of the event loop`);
  session.free();
});

test('a trap in every new group is reported in the end, and the caller’s instance still works', async () => {
  const { trapIn } = await import('./fixtures/trapping-binary.js');
  const wasm = trapIn(binary('simd128'), 'handle_advance_parallel');
  const { Session, readIdx } = await load({ build: 'simd128', workers: 2, wasm });
  const session = await Session.create(smallSpec());
  await session.setData('train', smallData());
  await rejects(session.step(5), 'state', /^worker \d is gone: a fault inside .* new workers fared no better/);
  assert.equal((await session.predict(smallData(2).inputs)).length, 6);
  throws(() => readIdx(new Uint8Array(4)), 'format', /./);
  session.free();
});

test('idle workers do not keep a process alive, even if sessions are not freed', () => {
  const program = `
    import { load } from ${JSON.stringify(String(new URL('inkgrad.js', packageFolder)))};
    const { Session } = await load({ workers: 2 });
    const session = await Session.create(${JSON.stringify(smallSpec())});
    await session.setData('train', { inputs: new Float32Array(64).map(Math.cos), labels: new Uint8Array(16) });
    await session.step(50);
    process.stdout.write('done');`;
  const flags = ['--no-warnings', '--input-type=module', '--eval', program];
  assert.equal(execFileSync(process.execPath, flags, { encoding: 'utf8', timeout: 30_000 }), 'done');
});

test('no worker is left after 200 sessions, idle or training', async () => {
  await assertAllTerminated();
  const { Session } = await load({ build: 'simd128', workers: 2 });
  for (let round = 0; round < 200; round += 1) {
    const session = await Session.create(smallSpec());
    await session.setData('train', smallData());
    const running = session.step(round % 4 === 0 ? 1e7 : 2);
    if (round % 4 !== 0) await running;
    session.free();
    if (round % 4 === 0) await rejects(running, 'state', /freed/);
    assert.ok(alive.size <= 4, `${alive.size} workers at once`);
  }
  await assertAllTerminated();
});
