/** @file Where arrow keys take the pen. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moved } from './pad-keys.js';

test('arrows move the pen by a step, by a quarter of it with Shift, and never off the pad', () => {
  const pen = { x: 0.5, y: 0.02 };
  assert.deepEqual(moved(pen, { key: 'ArrowRight', shiftKey: false }), { x: 0.54, y: 0.02 });
  assert.deepEqual(moved(pen, { key: 'ArrowLeft', shiftKey: true }), { x: 0.49, y: 0.02 });
  assert.deepEqual(moved(pen, { key: 'ArrowUp', shiftKey: false }), { x: 0.5, y: 0 });
  assert.equal(moved(pen, { key: 'a', shiftKey: false }), null);
});
