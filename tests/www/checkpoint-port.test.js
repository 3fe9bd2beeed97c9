/** @file When the training worker sends its state to be kept, and as which run. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CheckpointPort } from '../../www/worker/checkpoint-port.js';
import { startTrainer } from './trainer-harness.js';

/**
 * @param {{ milliseconds: number, length: number }} cost of one state
 */
function sending({ milliseconds, length }) {
  const clock = { now: 0 };
  /** @type {any[]} */
  const sent = [];
  const port = /** @type {any} */ ({
    postMessage: (/** @type {any} */ message) => sent.push({ ...message, at: clock.now }),
    close: () => {},
  });
  const session = {
    backend: { build: 'simd128' },
    save: async () => {
      clock.now += milliseconds;
      return new Uint8Array(length);
    },
  };
  const position = { step: 1, epoch: 0, wholeSince: 0 };
  const run = /** @type {any} */ ({ runId: 'a', session, position });
  const states = new CheckpointPort(() => clock.now);
  states.use(port);
  return { clock, sent, port, run, states };
}

/** @param {ReturnType<typeof sending>} world @param {number} until milliseconds */
async function train({ clock, port, run, states }, until) {
  for (; clock.now < until; clock.now += 10) {
    if (!states.isDue) continue;
    await states.keep(run);
    port.onmessage?.();
  }
}

test('a small network is kept more often than once a second, a large one in at most 3 % of the time', async () => {
  const small = sending({ milliseconds: 3, length: 1.2e6 });
  await train(small, 20_000);
  const gaps = small.sent.slice(1).map(({ at }, index) => at - small.sent[index].at);
  assert.ok(Math.max(...gaps) < 1000, String(gaps));
  const large = sending({ milliseconds: 100, length: 4e6 });
  await train(large, 100_000);
  assert.ok(large.sent.length >= 20 && large.sent.length * 100 <= 0.03 * 100_000, `${large.sent.length} states`);
  const wide = sending({ milliseconds: 10, length: 40e6 });
  await train(wide, 100_000);
  assert.ok(wide.sent.length <= 11, `${wide.sent.length} states of 40 MB in 100 seconds`);
});

test('at most one state is on its way; another storage worker gets the next one', async () => {
  const { clock, sent, run, states } = sending({ milliseconds: 1, length: 10 });
  await states.keep(run);
  clock.now = 5000;
  assert.equal(states.isDue, false);
  let settled = false;
  const waiting = states.settled().then(() => {
    settled = true;
  });
  assert.equal(settled, false);
  const next = /** @type {any} */ ({ postMessage: () => {}, close: () => {} });
  states.use(next);
  await waiting;
  assert.equal(states.isDue, true);
  assert.equal(sent.length, 1);
});

test('without a storage worker, and before the first step, nothing is sent', async () => {
  const { run, sent, states } = sending({ milliseconds: 1, length: 10 });
  await states.keep({ ...run, position: { ...run.position, step: 0 } });
  assert.equal(sent.length, 0);
  const alone = new CheckpointPort(() => 0);
  await alone.keep(run);
  await alone.settled();
  assert.equal(alone.isDue, false);
});

test('states go under the name of their run: after Reset and after a weight was set, under another', async () => {
  const harness = await startTrainer({ wholeAtOnce: true });
  await harness.send({ type: 'step', count: 2 });
  const saved = await harness.send({ type: 'save', keep: true });
  assert.equal(/** @type {any} */ (saved).value.position.step, 1);
  await harness.send({ type: 'reset', seed: 1, runId: 'again' });
  await harness.send({ type: 'step', count: 1 });
  await harness.send({ type: 'setWeight', runId: 'edited', name: 'layers.0.weight', index: 0, value: 1 });
  await harness.send({ type: 'keep', runId: 'renamed' });
  assert.deepEqual(
    harness.states.map(({ runId, position }) => [runId, position.step]),
    [
      ['run 1', 1],
      ['run 1', 1],
      ['again', 1],
      ['edited', 1],
      ['renamed', 1],
    ],
  );
  assert.equal(harness.posted('ready').at(-1).runId, 'again');
});

test('a storage worker that ends while a state is on its way holds nothing up', async () => {
  const harness = await startTrainer({ wholeAtOnce: true });
  await harness.send({ type: 'step', count: 1 });
  const silent = () => /** @type {any} */ ({ postMessage: () => {}, close: () => {} });
  for (const next of [silent(), null]) {
    await harness.send({ type: 'checkpoints', port: silent() });
    const kept = harness.send({ type: 'keep', runId: 'run 1' });
    // What comes after it is done before it is.
    await harness.send({ type: 'step', count: 1 });
    await harness.send({ type: 'checkpoints', port: next });
    await kept;
  }
});
