/** @file Numbers as people read them. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { quantity, whole } from './format.js';

test('a quantity of a thousand or more has the separator that whole numbers have', () => {
  assert.deepEqual([quantity(1750), whole(1750)], ['1,750', '1,750']);
  assert.deepEqual([quantity(78.44), quantity(-1750), quantity(0.5)], ['78.4', '−1,750', '0.500']);
});
