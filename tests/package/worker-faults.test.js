/** @file Recovery: if a worker terminates or hangs, a new group replays the steps, to the same bits. */

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { load } from 'inkgrad';
import { barriers, controlWords, createSharedMemory } from '../../package/workers/shared-window.js';
import { Supervisor } from '../../package/workers/supervisor.js';
import { WorkerGroup, WorkerLostError } from '../../package/workers/worker-group.js';
import { bits, smallData, smallSpec } from './support.js';

/** Workers in the order of their first message. @type {Worker[]} */
const workers = [];
const { postMessage } = Worker.prototype;
Worker.prototype.postMessage = function post(/** @type {[any, any]} */ ...args) {
  if (!workers.includes(this)) workers.push(this);
  return postMessage.apply(this, args);
};

/** Large enough that a step computes about as long as it waits at barriers. */
const spec = smallSpec({
  input: [20],
  layers: [
    { kind: 'dense', units: 64, activation: 'relu' },
    { kind: 'dropout', rate: 0.3 },
    { kind: 'batch_norm' },
    { kind: 'dense', units: 3 },
  ],
  optimizer: { kind: 'adam', learning_rate: 0.003 },
});
const { inputs } = smallData(2000);
const data = { inputs: inputs.slice(0, 20 * 400), labels: smallData(400).labels };

test('fifty terminations at random moments give the parameters of an undisturbed run', async () => {
  const { Session } = await load({ build: 'simd128', workers: 2 });
  const make = async () => {
    const session = await Session.create(spec);
    await session.setData('train', data);
    return session;
  };
  const [reference, disturbed] = [await make(), await make()];
  let random = 12345;
  const nextRandom = (/** @type {number} */ below) => {
    random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
    return Math.floor((random / 2 ** 32) * below);
  };
  let interrupted = 0;
  for (let round = 0; round < 50; round += 1) {
    const expected = await reference.step(500);
    let done = false;
    const running = disturbed.step(500).finally(() => {
      done = true;
    });
    await new Promise((resolve) => setTimeout(resolve, nextRandom(25)));
    // The workers of the disturbed session are the last ones: the reference session spawned before it.
    const victim = workers.at(-1 - nextRandom(2));
    interrupted += done ? 0 : 1;
    victim?.terminate();
    const report = await running;
    assert.deepEqual([report.step, report.epoch], [expected.step, expected.epoch]);
    if (round % 10 === 5) await Promise.all([reference, disturbed].map((session) => session.configure({ l2: 0.001 })));
    assert.deepEqual(await bits(disturbed), await bits(reference), `after fault ${round}`);
  }
  assert.ok(interrupted > 25, `${interrupted} of 50 during steps`);
  assert.deepEqual(await disturbed.save(), await reference.save());
  reference.free();
  disturbed.free();
});

test('a worker that terminates between calls is replaced', async () => {
  const { Session } = await load({ build: 'simd128', workers: 2 });
  const [session, other] = [await Session.create(spec), await Session.create(spec)];
  for (const each of [other, session]) {
    await each.setData('train', data);
    await each.step(20);
  }
  const before = await session.evaluate('train');
  await workers
    .filter(({ threadId }) => threadId > 0)
    .at(-1)
    ?.terminate();
  assert.deepEqual(await session.evaluate('train'), before);
  await session.step(10);
  await other.step(10);
  assert.deepEqual(await bits(session), await bits(other));
  session.free();
  other.free();
});

/**
 * A group of mock workers.
 *
 * @param {(rank: number, command: any, answer: (message: object) => void, lose: (why: string) => void) => void} handle a
 *   command: sends an answer, or loses the worker
 */
function mockGroup(handle) {
  const shared = createSharedMemory(2, 8);
  const terminations = [0, 0];
  let spawned = 0;
  /** @type {import('../../package/workers/worker-group.js').Spawn} */
  const spawn = async ({ onMessage, onLost }) => {
    const rank = spawned % 2;
    spawned += 1;
    return {
      send: (command) => handle(rank, command, onMessage, onLost),
      terminate: () => {
        terminations[rank] = (terminations[rank] ?? 0) + 1;
      },
      keepAlive: () => {},
    };
  };
  const module = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
  const config = { module, build: /** @type {const} */ ('simd128'), workers: 2, floats: 8, spawn };
  const start = () => WorkerGroup.start({ module, build: 'simd128', shared, spec: {} }, spawn);
  return { shared, terminations, config, start };
}

test('a worker that hangs while others wait for it is lost; one that makes progress is not', async () => {
  mock.timers.enable({ apis: ['setInterval'] });
  const tick = (/** @type {number} */ seconds) => {
    for (let second = 0; second < seconds; second += 1) mock.timers.tick(1000);
  };
  let finish = () => {};
  const { shared, terminations, start } = mockGroup((rank, { id, name }, answer) => {
    if (name === 'start' || rank === 0) answer({ id, value: {} });
    else if (name === 'parameters') finish = () => answer({ id, value: {} });
  });
  const { group } = await start();
  const control = controlWords(shared);
  const slow = group.call(1, 'parameters', {});
  tick(100);
  assert.equal(group.lost, false, 'a command that is not monitored has no time limit');
  finish();
  await slow;
  group.call(0, 'step', {});
  const stuck = group.call(1, 'step', {});
  for (let second = 0; second < 30; second += 1) {
    tick(1);
    Atomics.add(control, barriers(1), 1);
  }
  assert.equal(group.lost, false, 'it makes progress');
  const rejected = assert.rejects(stuck, WorkerLostError);
  tick(13);
  await rejected;
  assert.deepEqual(terminations, [1, 1], 'all workers are terminated');
  mock.timers.reset();
});

test('if a command fails on one rank only, all ranks return to the last checkpoint', async () => {
  let failing = true;
  const received = /** @type {string[]} */ ([]);
  const { config } = mockGroup((rank, { id, name, args }, answer) => {
    received.push(`${rank} ${name} ${args.file ? 'from a file' : ''}`.trim());
    if (name === 'setData' && rank === 1 && failing) {
      answer({ id, error: { code: 'memory', message: 'inputs: there is no room' }, fatal: false });
    } else answer({ id, value: name === 'save' && rank === 0 ? new Uint8Array(3) : {} });
  });
  const supervisor = new Supervisor(config, { spec: {} });
  await supervisor.start();
  await assert.rejects(supervisor.change('setData', { part: 'train' }), /there is no room/);
  failing = false;
  await supervisor.change('setData', { part: 'train' });
  await supervisor.change('reset', {});
  assert.deepEqual(
    received.filter((line) => line.startsWith('0')),
    ['0 start', '0 setData', '0 start', '0 setData', '0 save', '0 describe', '0 reset', '0 save', '0 describe'],
  );
  supervisor.free();
});

test('if a worker is lost during a checkpoint, the steps before it are replayed and not repeated', async () => {
  const commands = /** @type {{ count: number, resume: boolean }[]} */ ([]);
  let saves = 0;
  const { config } = mockGroup((rank, { id, name, args }, answer, lose) => {
    if (name === 'step') {
      if (rank === 0) commands.push({ count: args.count, resume: args.resume });
      // The first command stops after 40 of 100 steps, because a checkpoint is due.
      const steps = commands.length === 1 ? 40 : args.count;
      answer({
        id,
        value: { report: Float64Array.of(0, 0, steps, 0, 0, 0, 0, 0), steps, stopped: commands.length === 1 },
      });
    } else if (name === 'save' && rank === 0) {
      saves += 1;
      if (saves === 1) lose('a test');
      else answer({ id, value: new Uint8Array(3) });
    } else answer({ id, value: {} });
  });
  const supervisor = new Supervisor(config, { spec: {} });
  const { reports } = await supervisor.step(100);
  assert.deepEqual(commands, [
    { count: 100, resume: false },
    { count: 40, resume: false },
    { count: 60, resume: false },
  ]);
  assert.deepEqual(
    reports.map((report) => report[2]),
    [40, 60],
  );
  supervisor.free();
});

test('a group whose replay fails is not used', async () => {
  let failing = false;
  const received = /** @type {string[]} */ ([]);
  const { config } = mockGroup((rank, { id, name }, answer, lose) => {
    if (rank === 0) received.push(name);
    if (name === 'evaluate') lose('a test');
    else if (name === 'setData' && failing) {
      answer({ id, error: { code: 'memory', message: 'inputs: there is no room' }, fatal: false });
    } else answer({ id, value: name === 'save' && rank === 0 ? new Uint8Array(3) : {} });
  });
  const supervisor = new Supervisor(config, { spec: {} });
  await supervisor.change('setData', { part: 'train' });
  failing = true;
  await assert.rejects(
    supervisor.callAll('evaluate', () => ({})),
    /there is no room/,
  );
  failing = false;
  received.length = 0;
  await supervisor.call('parameters', {});
  assert.deepEqual(received, ['start', 'setData', 'parameters']);
  supervisor.free();
});
