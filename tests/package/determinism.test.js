/** @file Determinism: the same spec, seed and data give the same bits, in two runs and in every engine. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from 'inkgrad';
import { EXPECTED_HASH, trainAndHash } from './fixtures/hash.js';

test('500 steps of 784-128-10 give the recorded bits, twice', async () => {
  const first = await trainAndHash(await load({ build: 'simd128' }));
  const second = await trainAndHash(await load({ build: 'simd128' }));
  assert.ok(first.loss < 0.5, `it learns: ${first.loss}`);
  assert.deepEqual(second, first);
  assert.equal(first.hash, EXPECTED_HASH);
});
