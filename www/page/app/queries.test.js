/** @file Questions that are repeated: one at a time, no more often than their cost allows. */

import assert from 'node:assert/strict';
import test, { mock } from 'node:test';
import { setImmediate as settled } from 'node:timers/promises';
import { RepeatedQuery } from './queries.js';

test('a question that was taken back is asked again at once; an answered one after as long as its cost allows', async () => {
  let now = 0;
  mock.method(performance, 'now', () => now);
  mock.timers.enable({ apis: ['setTimeout'] });
  const repeated = new RepeatedQuery(100, 10);
  /** @type {((answered: boolean) => void)[]} */
  const asked = [];
  repeated.run = () => new Promise((resolve) => asked.push(resolve));
  const pass = async (/** @type {number} */ milliseconds) => {
    now += milliseconds;
    mock.timers.tick(milliseconds);
    await settled();
  };
  repeated.want();
  await pass(1);
  assert.equal(asked.length, 1);
  // Another network is opened after half a second: the worker takes the question back.
  await pass(500);
  repeated.want();
  asked[0]?.(false);
  await settled();
  await pass(1);
  assert.equal(asked.length, 2);
  // The answer takes 50 ms: the next question is due ten times as long after it began.
  await pass(50);
  asked[1]?.(true);
  await settled();
  repeated.want();
  await pass(400);
  assert.equal(asked.length, 2);
  await pass(100);
  assert.equal(asked.length, 3);
  mock.timers.reset();
  mock.restoreAll();
});
