/** @file Queries to the training worker: they wait for their share while it trains, and for nothing once it has stopped. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as settled } from 'node:timers/promises';
import { TaskQueue } from '../../www/worker/task-queue.js';
import { TrainingQueries } from '../../www/worker/training-queries.js';

/** Every query takes ten milliseconds of a clock that the test moves. */
function setup() {
  const clock = { now: 0 };
  const owner = { isPlaying: true };
  const session = {
    statistics: async () => {
      clock.now += 10;
      return {};
    },
  };
  const run = { run: 1, session, position: { step: 5 }, data: null, recent: null };
  const queries = new TrainingQueries(
    { now: () => clock.now, yieldToEventLoop: async () => {} },
    {
      queue: new TaskQueue(),
      trainingRun: () => /** @type {any} */ (run),
      isPlaying: () => owner.isPlaying,
    },
  );
  let answered = 0;
  const ask = () => {
    const command = /** @type {any} */ ({ type: 'query', name: 'statistics', params: {}, run: 1, id: 1, version: 2 });
    return queries.run(command).then(() => {
      answered += 1;
    });
  };
  return { clock, owner, queries, ask, answers: () => answered };
}

test('while training runs, a query waits until twenty times the last one have passed', async () => {
  const { clock, queries, ask, answers } = setup();
  await ask();
  ask();
  for (clock.now = 150; clock.now < 200; clock.now += 10) queries.release();
  await settled();
  assert.equal(answers(), 1);
  clock.now = 201;
  queries.release();
  await settled();
  assert.equal(answers(), 2);
});

test('all that were held go on once training has stopped', async () => {
  const { owner, queries, ask, answers } = setup();
  await ask();
  const held = [ask(), ask(), ask(), ask()];
  await settled();
  assert.equal(answers(), 1);
  owner.isPlaying = false;
  queries.release();
  await Promise.all(held);
  assert.equal(answers(), 5);
});
