import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDead } from './health.js';

const rows = [{ parameters: 0 }, { parameters: 9 }, { parameters: 9 }];
const given = (/** @type {number[]} */ ...values) => ({ activations: Float32Array.from(values) });

test('a network is dead where a layer that learns gives 0 alone', () => {
  assert.equal(isDead([given(0, 0), given(0, 0), given(1, 2)], rows), true);
  assert.equal(isDead([given(0, 0), given(0, 0.5), given(1, 2)], rows), false);
  assert.equal(isDead([given(1), given(1), given(0, 0)], rows), false, 'outputs may be 0');
  assert.equal(isDead([given(1), { activations: null }, given(1)], rows), false, 'nothing is known yet');
});
