/** @file Grey values as pixels, without the core. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mixed } from './picture.js';

test('values go from one colour to the other; what lies outside, and what is no number, is cut off', () => {
  const palette = {
    nothing: /** @type {[number, number, number]} */ ([0, 100, 200]),
    positive: /** @type {[number, number, number]} */ ([200, 100, 0]),
  };
  const pixels = [...mixed([0, 0.5, 1, 2, -1, Number.NaN], palette)];
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5].map((at) => pixels.slice(4 * at, 4 * at + 4)),
    [
      [0, 100, 200, 255],
      [100, 100, 100, 255],
      [200, 100, 0, 255],
      [200, 100, 0, 255],
      [0, 100, 200, 255],
      [0, 100, 200, 255],
    ],
  );
});
