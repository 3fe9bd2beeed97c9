/** @file The training worker's loop, with a session that only counts: warm-up, full set, epochs, pauses, runs. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wrap } from '../../www/shared/protocol.js';
import { Trainer } from '../../www/worker/trainer.js';
import { startTrainer } from './trainer-harness.js';

test('the first shard is a warm-up, and the full set replaces it at a multiple of a hundred steps', async () => {
  const harness = await startTrainer();
  await harness.send({ type: 'play' });
  await harness.until(() => harness.session.steps > 130);
  harness.arrive();
  await harness.until(() => harness.posted('whole').length > 0);
  await harness.send({ type: 'pause' });
  const [whole] = harness.posted('whole');
  assert.equal(whole.step, 200);
  assert.deepEqual(
    harness.session.sets.map(({ part, count, warmup, step }) => [part, count, warmup, step]),
    [
      ['train', 256, true, 0],
      ['validation', 64, undefined, 0],
      ['train', 1280, false, 200],
      ['validation', 128, undefined, 200],
    ],
  );
});

test('no call of step crosses the end of an epoch, and validation follows it', async () => {
  const harness = await startTrainer({ epochs: 3, wholeAtOnce: true });
  await harness.send({ type: 'play' });
  await harness.until(() => harness.posted('activity').at(-1)?.activity === 'finished');
  assert.equal(harness.session.steps, 30, 'three epochs of ten batches');
  assert.deepEqual(harness.posted('validation').at(-1)?.epochEnd, 3);
  await harness.settle();
  assert.equal(harness.session.steps, 30, 'no further steps');
});

test('a step while paused is one step, and all reports follow', async () => {
  const harness = await startTrainer();
  await harness.send({ type: 'step', count: 1 });
  assert.equal(harness.session.steps, 1);
  assert.equal(harness.posted('progress').at(-1)?.progress.step, 1);
  assert.equal(harness.posted('validation').length, 1);
  assert.equal(harness.states.at(-1)?.position.step, 1);
});

test('pause stops; reset starts again at step 0 and does not play', async () => {
  const harness = await startTrainer();
  await harness.send({ type: 'play' });
  await harness.until(() => harness.session.steps > 20);
  await harness.send({ type: 'pause' });
  const { steps } = harness.session;
  await harness.settle();
  assert.equal(harness.session.steps, steps);
  await harness.send({ type: 'reset', seed: 5 });
  await harness.settle();
  assert.deepEqual([harness.session.steps, harness.session.seed], [0, 5]);
  assert.equal(harness.posted('ready').at(-1)?.position.step, 0);
});

test('a configuration while playing reaches the session between two calls', async () => {
  const harness = await startTrainer();
  await harness.send({ type: 'play' });
  await harness.send({ type: 'configure', changes: { l2: 0.5 }, epochs: 0 });
  await harness.send({ type: 'pause' });
  assert.deepEqual(harness.session.changes, [{ l2: 0.5 }]);
});

test('a weight is set between two calls, is shown and kept at once, and an unknown one is refused', async () => {
  const harness = await startTrainer();
  await harness.send({ type: 'step', count: 3 });
  harness.acknowledgeSnapshot();
  await harness.settle();
  harness.acknowledgeSnapshot();
  const edit = { type: 'setWeight', runId: 'edited', name: 'layers.0.weight', index: 0, value: 0.5 };
  const validated = harness.posted('validation').length;
  assert.equal(await harness.send(edit), harness.session.steps, 'the step at which it was set');
  assert.equal(harness.session.weight, 0.5);
  assert.equal(harness.snapshots.at(-1).parameters[0].data[0], 0.5);
  assert.equal(harness.posted('validation').length, validated + 1);
  assert.deepEqual(
    [harness.states.at(-1).position.step, harness.states.at(-1).runId],
    [harness.session.steps, 'edited'],
  );
  for (const fault of [{ name: 'layers.1.weight' }, { index: 1 }, { value: Number.NaN }]) {
    await assert.rejects(harness.send({ ...edit, ...fault }), { id: 'state.no_weight' });
  }
  assert.equal(harness.session.weight, 0.5);
});

test('divergence stops training and is reported', async () => {
  const harness = await startTrainer();
  harness.session.diverges = 40;
  await harness.send({ type: 'play' });
  await harness.until(() => harness.posted('activity').at(-1)?.activity === 'diverged');
  const { steps } = harness.session;
  await harness.settle();
  assert.equal(harness.session.steps, steps);
});

test('a trap in the loop is reported as a fatal error', async () => {
  const harness = await startTrainer();
  harness.session.traps = 25;
  await harness.send({ type: 'play' });
  await harness.until(() => harness.posted('error').length > 0);
  assert.equal(harness.posted('error')[0].fatal, true);
});

test('a slow prediction worker has at most one snapshot in flight', async () => {
  const harness = await startTrainer();
  await harness.send({ type: 'play' });
  await harness.until(() => harness.session.steps > 200);
  assert.equal(harness.snapshots.length, 1);
  harness.acknowledgeSnapshot();
  await harness.until(() => harness.snapshots.length === 2);
  await harness.send({ type: 'pause' });
});

test('a slow prediction worker gets the last snapshot even while training is paused', async () => {
  const harness = await startTrainer();
  await harness.send({ type: 'step', count: 1 });
  await harness.settle();
  assert.equal(harness.snapshots.length, 1, 'the one before the step is not acknowledged yet');
  harness.acknowledgeSnapshot();
  await harness.until(() => harness.snapshots.length === 2);
  assert.equal(harness.snapshots.at(-1).step, 1);
});

test('a GPU is read once a second, in one batch', async () => {
  const harness = await startTrainer({ wholeAtOnce: true });
  Object.assign(harness.session.backend, { gpu: {} });
  await harness.send({ type: 'reset', seed: 1 });
  harness.session.reads.clear();
  await harness.send({ type: 'play' });
  await harness.until(() => {
    harness.acknowledgeSnapshot();
    return harness.session.steps > 4500;
  });
  const reads = [...harness.session.reads];
  assert.ok(reads.length >= 4, String(reads));
  const gaps = reads.slice(1).map((at, before) => at - (reads[before] ?? 0));
  assert.ok(Math.min(...gaps) >= 1000, String(reads));
  assert.ok(harness.posted('validation').length > 3);
  assert.ok(harness.snapshots.length > 3);
  assert.ok(harness.states.length > 3);
  await harness.send({ type: 'pause' });
});

test('commands of an earlier run are ignored', async () => {
  const harness = await startTrainer();
  await harness.trainer.handle(wrap({ type: 'play' }, harness.run - 1, 1));
  await harness.settle();
  assert.equal(harness.session.steps, 0);
});

test('a restored session that used the full set waits for it and has no second warm-up', async () => {
  const harness = await startTrainer({ position: { wholeSince: 100, step: 300, epoch: 20 }, saved: new Uint8Array(1) });
  assert.equal(harness.posted('ready').length, 0);
  harness.arrive();
  await harness.until(() => harness.posted('ready').length > 0);
  assert.deepEqual(harness.posted('ready')[0].position, { wholeSince: 100, step: 300, epoch: 20 });
  assert.equal(harness.session.sets[0].warmup, false);
});

test('a replaced network is freed while its data are loading', async () => {
  const harness = await startTrainer({ position: { wholeSince: 0, step: 1, epoch: 0 }, saved: new Uint8Array(1) });
  const before = harness.session;
  await harness.open({ position: null, saved: null });
  assert.equal(before.freed, true);
  harness.arrive();
  await harness.settle();
  assert.equal(harness.posted('ready').length, 1);
});

test('a session is saved as it is, also when the next network is opened at once', async () => {
  const harness = await startTrainer();
  await harness.send({ type: 'step', count: 1 });
  const before = harness.session;
  before.weight = 5;
  const saved = harness.send({ type: 'save' });
  const opened = harness.open({});
  const { value, transfer } = /** @type {any} */ (await saved);
  assert.deepEqual([...value.bytes], [5, 0, 0, 0]);
  assert.equal(value.position.step, 1);
  assert.deepEqual(transfer, [value.bytes.buffer]);
  await opened;
  assert.equal(before.freed, true);
  assert.equal(harness.posted('ready').length, 2);
});

test('nothing is saved in the place of a session that there is not', async () => {
  const harness = await startTrainer();
  harness.faults.create = true;
  await assert.rejects(harness.open({}), { code: 'spec' });
  await assert.rejects(harness.send({ type: 'save' }), { code: 'state', id: 'state.no_session' });
});

test('layers that still fit keep their weights only where that is asked for', async () => {
  const harness = await startTrainer();
  harness.session.weight = 5;
  await harness.open({ carry: true });
  assert.equal(harness.session.weight, 5);
  assert.deepEqual(
    harness.posted('ready').map(({ carried }) => carried),
    [0, 1],
  );
  await harness.open({ carry: true, spec: { input: [1, 28, 28], layers: [{ kind: 'other' }] } });
  assert.deepEqual([harness.session.weight, harness.posted('ready').at(-1)?.carried], [0, 0]);
  harness.session.weight = 6;
  await harness.open({});
  assert.deepEqual([harness.session.weight, harness.posted('ready').at(-1)?.carried], [0, 0]);
  harness.session.weight = 7;
  await harness.open({ carry: true, saved: new Uint8Array(1), position: { wholeSince: null, step: 3, epoch: 0 } });
  assert.equal(harness.session.weight, 0, 'a saved session has its own weights');
});

test('a refused change or reset changes nothing, and training goes on', async () => {
  const harness = await startTrainer({ epochs: 3, wholeAtOnce: true });
  await harness.send({ type: 'play' });
  harness.session.refuses = true;
  await assert.rejects(harness.send({ type: 'configure', changes: { l2: -1 }, epochs: 1 }), { code: 'spec' });
  await assert.rejects(harness.send({ type: 'reset', seed: -1 }), { code: 'spec' });
  await harness.until(() => harness.posted('activity').at(-1)?.activity === 'finished');
  assert.equal(harness.session.steps, 30);
  assert.equal(harness.posted('ready').length, 1);
});

test('Play after the epoch limit goes on for as many epochs again', async () => {
  const harness = await startTrainer({ epochs: 3, wholeAtOnce: true });
  await harness.send({ type: 'play' });
  await harness.until(() => harness.posted('activity').at(-1)?.activity === 'finished');
  await harness.send({ type: 'play' });
  await harness.until(() => harness.posted('activity').at(-1)?.activity === 'finished');
  assert.equal(harness.session.steps, 60);
});

for (const fault of /** @type {const} */ (['load', 'create', 'data'])) {
  test(`a network opens after one that did not, where ${fault} had failed`, async () => {
    const harness = await startTrainer();
    harness.faults[fault] = true;
    await assert.rejects(harness.open({}));
    harness.faults[fault] = false;
    await harness.open({});
    assert.equal(harness.posted('ready').at(-1)?.run, 3);
    assert.equal(harness.posted('ready').length, 2);
    await harness.send({ type: 'step', count: 1 });
    assert.equal(harness.session.steps, 1);
  });
}

test('what is said of a run after the next one was asked for is not said of the next one', async () => {
  const harness = await startTrainer();
  const stepped = harness.send({ type: 'step', count: 1 });
  // The step has begun.
  await Promise.resolve();
  await Promise.all([harness.open({}), stepped]);
  const runs = (/** @type {string} */ type) => harness.posted(type).map(({ run }) => run);
  assert.deepEqual(runs('activity'), [1]);
  assert.deepEqual(runs('progress'), [1]);
  assert.deepEqual(runs('ready'), [1, 2]);
});

test('a query is asked of the session that learns, after the commands before it', async () => {
  const harness = await startTrainer();
  const ask = () => harness.send({ type: 'query', name: 'statistics', params: {} });
  harness.send({ type: 'step', count: 1 });
  const told = /** @type {any} */ (await ask());
  assert.equal(told.step, 1);
  const outdated = ask();
  const opened = harness.open({});
  const early = ask();
  await assert.rejects(outdated, { code: 'aborted' });
  await opened;
  assert.equal(/** @type {any} */ (await early).step, 0);
  harness.faults.create = true;
  await assert.rejects(harness.open({}));
  assert.equal(await ask(), null, 'there is no session');
});

test('a command before open is ignored', async () => {
  const trainer = new Trainer({
    load: () => assert.fail('unexpected load'),
    open: () => assert.fail('unexpected open'),
    post: () => assert.fail('unexpected message'),
    now: () => 0,
    yieldToEventLoop: async () => {},
  });
  await trainer.handle(wrap({ type: 'play' }, 0, 1));
});
