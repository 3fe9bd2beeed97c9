/** @file The training worker's loop, with a session that only counts: warm-up, the whole set, epochs, rests, runs. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seal } from '../../www/shared/protocol.js';
import { Trainer } from '../../www/worker/trainer.js';
import { startTrainer } from './training-world.js';

test('the shard is a warm-up, and the whole set takes its place at a multiple of a hundred steps', async () => {
  const world = await startTrainer();
  await world.send({ type: 'play' });
  await world.until(() => world.session.steps > 130);
  world.arrive();
  await world.until(() => world.said('whole').length > 0);
  await world.send({ type: 'pause' });
  const [whole] = world.said('whole');
  assert.equal(whole.step, 200);
  assert.deepEqual(
    world.session.sets.map(({ part, count, warmup, step }) => [part, count, warmup, step]),
    [
      ['train', 256, true, 0],
      ['validation', 64, undefined, 0],
      ['train', 1280, false, 200],
      ['validation', 128, undefined, 200],
    ],
  );
});

test('no call of step goes past the end of an epoch, and validation follows it', async () => {
  const world = await startTrainer({ epochs: 3, wholeAtOnce: true });
  await world.send({ type: 'play' });
  await world.until(() => world.said('activity').at(-1)?.activity === 'finished');
  assert.equal(world.session.steps, 30, 'three epochs of ten batches');
  assert.deepEqual(world.said('validation').at(-1)?.epochEnd, 3);
  await world.settle();
  assert.equal(world.session.steps, 30, 'finished is finished');
});

test('a step while paused is one step, and all that the page shows follows', async () => {
  const world = await startTrainer();
  await world.send({ type: 'step', count: 1 });
  assert.equal(world.session.steps, 1);
  assert.equal(world.said('progress').at(-1)?.progress.step, 1);
  assert.equal(world.said('validation').length, 1);
  assert.equal(world.said('checkpoint').at(-1)?.standing.step, 1);
});

test('pause stops, reset begins anew and does not play', async () => {
  const world = await startTrainer();
  await world.send({ type: 'play' });
  await world.until(() => world.session.steps > 20);
  await world.send({ type: 'pause' });
  const { steps } = world.session;
  await world.settle();
  assert.equal(world.session.steps, steps);
  await world.send({ type: 'reset', seed: 5 });
  await world.settle();
  assert.deepEqual([world.session.steps, world.session.seed], [0, 5]);
  assert.equal(world.said('ready').at(-1)?.standing.step, 0);
});

test('what is configured while playing reaches the session between two calls', async () => {
  const world = await startTrainer();
  await world.send({ type: 'play' });
  await world.send({ type: 'configure', changes: { l2: 0.5 }, epochs: 0 });
  await world.send({ type: 'pause' });
  assert.deepEqual(world.session.changes, [{ l2: 0.5 }]);
});

test('divergence ends the playing and is told', async () => {
  const world = await startTrainer();
  world.session.diverges = 40;
  await world.send({ type: 'play' });
  await world.until(() => world.said('activity').at(-1)?.activity === 'diverged');
  const { steps } = world.session;
  await world.settle();
  assert.equal(world.session.steps, steps);
});

test('a trap in the loop is told as a fatal error', async () => {
  const world = await startTrainer();
  world.session.traps = 25;
  await world.send({ type: 'play' });
  await world.until(() => world.said('error').length > 0);
  assert.equal(world.said('error')[0].fatal, true);
});

test('a prediction worker that is slow is not sent a second snapshot', async () => {
  const world = await startTrainer();
  await world.send({ type: 'play' });
  await world.until(() => world.session.steps > 200);
  assert.equal(world.snapshots.length, 1);
  world.takeSnapshot();
  await world.until(() => world.snapshots.length === 2);
  await world.send({ type: 'pause' });
});

test('a prediction worker that was slow gets the last snapshot even when training stands still', async () => {
  const world = await startTrainer();
  await world.send({ type: 'step', count: 1 });
  await world.settle();
  assert.equal(world.snapshots.length, 1, 'the one before the step was not taken up yet');
  world.takeSnapshot();
  await world.until(() => world.snapshots.length === 2);
  assert.equal(world.snapshots.at(-1).step, 1);
});

test('a GPU is read once a second, and then for all that is due', async () => {
  const world = await startTrainer({ wholeAtOnce: true });
  Object.assign(world.session.backend, { gpu: {} });
  await world.send({ type: 'reset', seed: 1 });
  world.session.reads.clear();
  await world.send({ type: 'play' });
  await world.until(() => {
    world.takeSnapshot();
    return world.session.steps > 4500;
  });
  const reads = [...world.session.reads];
  assert.ok(reads.length >= 4, String(reads));
  const gaps = reads.slice(1).map((at, before) => at - (reads[before] ?? 0));
  assert.ok(Math.min(...gaps) >= 1000, String(reads));
  for (const type of ['validation', 'checkpoint']) assert.ok(world.said(type).length > 3, type);
  assert.ok(world.snapshots.length > 3);
  await world.send({ type: 'pause' });
});

test('commands of an earlier run do nothing', async () => {
  const world = await startTrainer();
  await world.trainer.handle(seal({ type: 'play' }, world.run - 1, 1));
  await world.settle();
  assert.equal(world.session.steps, 0);
});

test('a restored session whose set was whole waits for the whole set and is never warmed up again', async () => {
  const world = await startTrainer({ standing: { wholeSince: 100, step: 300, epoch: 20 }, saved: new Uint8Array(1) });
  assert.equal(world.said('ready').length, 0);
  world.arrive();
  await world.until(() => world.said('ready').length > 0);
  assert.deepEqual(world.said('ready')[0].standing, { wholeSince: 100, step: 300, epoch: 20 });
  assert.equal(world.session.sets[0].warmup, false);
});

test('a network that is no longer wanted is given up while its data are on their way', async () => {
  const world = await startTrainer({ standing: { wholeSince: 0, step: 1, epoch: 0 }, saved: new Uint8Array(1) });
  const before = world.session;
  await world.open({ standing: null, saved: null });
  assert.equal(before.freed, true);
  world.arrive();
  await world.settle();
  assert.equal(world.said('ready').length, 1);
});

test('before anything is opened a command has nothing to act on, and fails at nothing', async () => {
  const trainer = new Trainer({
    load: () => assert.fail('nothing is to be loaded'),
    open: () => assert.fail('nothing is to be opened'),
    post: () => assert.fail('nothing is to be told'),
    now: () => 0,
    turn: async () => {},
  });
  await trainer.handle(seal({ type: 'play' }, 0, 1));
});
