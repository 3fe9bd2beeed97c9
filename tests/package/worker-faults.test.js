/** @file A worker that ends or falls silent at any moment: a new group takes the same steps again, to the same bits. */

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { load } from 'inkgrad';
import { barriers, controlWords, createSharedMemory } from '../../package/workers/shared-window.js';
import { Supervisor } from '../../package/workers/supervisor.js';
import { Lost, WorkerGroup } from '../../package/workers/worker-group.js';
import { bits, smallData, smallSpec } from './support.js';

/** Workers in the order of their first message. @type {Worker[]} */
const workers = [];
const { postMessage } = Worker.prototype;
Worker.prototype.postMessage = function post(/** @type {[any, any]} */ ...given) {
  if (!workers.includes(this)) workers.push(this);
  return postMessage.apply(this, given);
};

/** Network and data large enough for a step to last about as long as an exchange. */
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

test('fifty ends at random moments leave the parameters of the undisturbed run', async () => {
  const { Session } = await load({ build: 'simd128', workers: 2 });
  const make = async () => {
    const session = await Session.create(spec);
    await session.setData('train', data);
    return session;
  };
  const [quiet, disturbed] = [await make(), await make()];
  let random = 12345;
  const next = (/** @type {number} */ below) => {
    random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
    return Math.floor((random / 2 ** 32) * below);
  };
  let ended = 0;
  for (let round = 0; round < 50; round += 1) {
    const expected = await quiet.step(500);
    let over = false;
    const running = disturbed.step(500).finally(() => {
      over = true;
    });
    await new Promise((resolve) => setTimeout(resolve, next(25)));
    // The quiet session's workers were the first, and each fault adds two.
    const victim = workers.at(-1 - next(2));
    ended += over ? 0 : 1;
    victim?.terminate();
    const report = await running;
    assert.deepEqual([report.step, report.epoch], [expected.step, expected.epoch]);
    if (round % 10 === 5) await Promise.all([quiet, disturbed].map((session) => session.configure({ l2: 0.001 })));
    assert.deepEqual(await bits(disturbed), await bits(quiet), `after fault ${round}`);
  }
  assert.ok(ended > 25, `${ended} of 50 in the middle of steps`);
  assert.deepEqual(await disturbed.save(), await quiet.save());
  quiet.free();
  disturbed.free();
});

test('while nothing is asked of it, an end is noticed all the same', async () => {
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
 * A group of workers that answer as a test says.
 *
 * @param {(rank: number, command: any, answer: (message: object) => void, gone: (why: string) => void) => void} obey
 */
function groupOf(obey) {
  const shared = createSharedMemory(2, 8);
  const ends = [0, 0];
  let spawned = 0;
  /** @type {import('../../package/workers/worker-group.js').Spawn} */
  const spawn = async ({ receive, gone }) => {
    const rank = spawned % 2;
    spawned += 1;
    return {
      send: (command) => obey(rank, command, receive, gone),
      terminate: () => {
        ends[rank] = (ends[rank] ?? 0) + 1;
      },
      keepAlive: () => {},
    };
  };
  const module = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
  const config = { module, build: /** @type {const} */ ('simd128'), workers: 2, floats: 8, spawn };
  const start = () => WorkerGroup.start({ module, build: 'simd128', shared, spec: {} }, spawn);
  return { shared, ends, config, start };
}

test('a worker that falls silent while others wait for it is given up, one that shows progress is not', async () => {
  mock.timers.enable({ apis: ['setInterval'] });
  const tick = (/** @type {number} */ seconds) => {
    for (let second = 0; second < seconds; second += 1) mock.timers.tick(1000);
  };
  let finish = () => {};
  const { shared, ends, start } = groupOf((rank, { id, name }, answer) => {
    if (name === 'start' || rank === 0) answer({ id, value: {} });
    else if (name === 'parameters') finish = () => answer({ id, value: {} });
  });
  const { group } = await start();
  const control = controlWords(shared);
  const slow = group.call(1, 'parameters', {});
  tick(100);
  assert.equal(group.lost, false, 'a command without progress may take any time');
  finish();
  await slow;
  group.call(0, 'step', {});
  const stuck = group.call(1, 'step', {});
  for (let second = 0; second < 30; second += 1) {
    tick(1);
    Atomics.add(control, barriers(1), 1);
  }
  assert.equal(group.lost, false, 'it shows progress');
  const rejected = assert.rejects(stuck, Lost);
  tick(13);
  await rejected;
  assert.deepEqual(ends, [1, 1], 'all are ended');
  mock.timers.reset();
});

test('where one of several fails, the last checkpoint counts for all', async () => {
  let failing = true;
  const seen = /** @type {string[]} */ ([]);
  const { config } = groupOf((rank, { id, name, given }, answer) => {
    seen.push(`${rank} ${name} ${given.file ? 'from a file' : ''}`.trim());
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
    seen.filter((line) => line.startsWith('0')),
    ['0 start', '0 setData', '0 start', '0 setData', '0 save', '0 describe', '0 reset', '0 save', '0 describe'],
  );
  supervisor.free();
});

test('steps before a checkpoint in which a worker is lost are taken again, and not once more', async () => {
  const taken = /** @type {{ count: number, resume: boolean }[]} */ ([]);
  let saves = 0;
  const { config } = groupOf((rank, { id, name, given }, answer, gone) => {
    if (name === 'step') {
      if (rank === 0) taken.push({ count: given.count, resume: given.resume });
      // The first call stops after 40 of 100 steps, as a checkpoint is due.
      const steps = taken.length === 1 ? 40 : given.count;
      answer({
        id,
        value: { report: Float64Array.of(0, 0, steps, 0, 0, 0, 0, 0), steps, stopped: taken.length === 1 },
      });
    } else if (name === 'save' && rank === 0) {
      saves += 1;
      if (saves === 1) gone('a test');
      else answer({ id, value: new Uint8Array(3) });
    } else answer({ id, value: {} });
  });
  const supervisor = new Supervisor(config, { spec: {} });
  const { reports } = await supervisor.step(100);
  assert.deepEqual(taken, [
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

test('a group that cannot be brought to the state of the session is not used', async () => {
  let failing = false;
  const seen = /** @type {string[]} */ ([]);
  const { config } = groupOf((rank, { id, name }, answer, gone) => {
    if (rank === 0) seen.push(name);
    if (name === 'evaluate') gone('a test');
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
  seen.length = 0;
  await supervisor.call('parameters', {});
  assert.deepEqual(seen, ['start', 'setData', 'parameters']);
  supervisor.free();
});
