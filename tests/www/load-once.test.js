/** @file The training worker's instances of the package: cached by options, and loaded again after a failure. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadOnce } from '../../www/worker/load-once.js';

test('equal options give the same instance, different ones another', async () => {
  let loads = 0;
  const load = loadOnce(async () => ++loads);
  const told = await Promise.all([load({ workers: 1 }), load({ workers: 1 }), load({ workers: 2 })]);
  assert.deepEqual(told, [1, 1, 2]);
});

test('a failed load is retried by the next call', async () => {
  let there = false;
  const load = loadOnce(async () => {
    if (!there) throw new Error('the binary did not come');
    return 'loaded';
  });
  await assert.rejects(load({}), /did not come/);
  there = true;
  assert.equal(await load({}), 'loaded');
});
