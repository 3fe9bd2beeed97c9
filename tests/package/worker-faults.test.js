/** @file A worker that ends or falls silent at any moment: another crew takes the same steps again, to the same bits. */

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { load } from 'inkgrad';
import { Crew, Lost } from '../../package/crew/crew.js';
import { Keeper } from '../../package/crew/keeper.js';
import { controlOf, makeRoom, place } from '../../package/crew/room.js';
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
 * A crew of workers that do as they are told by a test.
 *
 * @param {(index: number, told: any, answer: (message: object) => void) => void} obey
 */
function crewOf(obey) {
  const room = makeRoom(2, 8);
  const ends = [0, 0];
  let hired = 0;
  /** @type {import('../../package/crew/crew.js').Hire} */
  const hire = async ({ heard }) => {
    const index = hired % 2;
    hired += 1;
    return {
      post: (told) => obey(index, told, heard),
      end: () => {
        ends[index] = (ends[index] ?? 0) + 1;
      },
      keep: () => {},
    };
  };
  const module = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
  const setting = { module, build: /** @type {const} */ ('simd128'), count: 2, area: 8, hire };
  return { room, ends, hire, setting, begin: () => Crew.start({ module, build: 'simd128', room, spec: {} }, hire) };
}

test('a worker that falls silent while others wait for it is given up, one that all are behind is not', async () => {
  mock.timers.enable({ apis: ['setInterval'] });
  let now = 0;
  const clock = mock.method(performance, 'now', () => now);
  const tick = (/** @type {number} */ seconds) => {
    for (let second = 0; second < seconds; second += 1) {
      now += 1000;
      mock.timers.tick(1000);
    }
  };
  let finish = () => {};
  const { room, ends, begin } = crewOf((index, { id, name }, answer) => {
    if (name === 'begin' || index === 0) answer({ id, value: {} });
    else if (name === 'parameters') finish = () => answer({ id, value: {} });
  });
  const { crew } = await begin();
  const control = controlOf(room);
  const slow = crew.call(1, 'parameters', {});
  tick(100);
  assert.equal(crew.lost, false, 'nobody knows how long that may take');
  finish();
  await slow;
  crew.call(0, 'step', {});
  const stuck = crew.call(1, 'step', {});
  for (let second = 0; second < 30; second += 1) {
    tick(1);
    Atomics.add(control, place(1), 1);
  }
  assert.equal(crew.lost, false, 'it gives signs of life');
  const rejected = assert.rejects(stuck, Lost);
  tick(13);
  await rejected;
  assert.deepEqual(ends, [1, 1], 'all are ended');
  clock.mock.restore();
  mock.timers.reset();
});

test('where one of several fails, the last checkpoint counts for all', async () => {
  let failing = true;
  const seen = /** @type {string[]} */ ([]);
  const { setting } = crewOf((index, { id, name, given }, answer) => {
    seen.push(`${index} ${name} ${given.file ? 'from a file' : ''}`.trim());
    if (name === 'setData' && index === 1 && failing) {
      answer({ id, error: { code: 'memory', message: 'inputs: there is no room' }, ended: false });
    } else answer({ id, value: name === 'save' && index === 0 ? new Uint8Array(3) : {} });
  });
  const keeper = new Keeper(setting, { spec: {} });
  await keeper.begin();
  await assert.rejects(keeper.change('setData', { part: 'train' }), /there is no room/);
  failing = false;
  await keeper.change('setData', { part: 'train' });
  await keeper.change('reset', {});
  assert.deepEqual(
    seen.filter((line) => line.startsWith('0')),
    ['0 begin', '0 setData', '0 begin', '0 setData', '0 save', '0 describe', '0 reset', '0 save', '0 describe'],
  );
  keeper.free();
});
