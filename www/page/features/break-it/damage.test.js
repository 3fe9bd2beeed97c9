import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changed, settingsFor, settingsOf } from './damage.js';

test('a change keeps the others, and the last one taken back leaves nothing broken', () => {
  const noisy = changed(null, { noise: 0.5 });
  assert.equal(noisy?.noise, 0.5);
  const both = changed(noisy, { layer: 0 });
  assert.deepEqual([both?.noise, both?.layer], [0.5, 0]);
  assert.equal(changed(changed(both, { noise: 0 }), { layer: null }), null);
  assert.equal(settingsOf(null).layer, null);
});

test('a drawing is shifted by half of its picture at most', () => {
  const range = (/** @type {number[]} */ shape) =>
    settingsFor(shape).flatMap(({ unit, least, most }) => (unit === 'pixels' ? [least, most] : []));
  assert.deepEqual(range([1, 28, 28]), [-14, 14, -14, 14]);
  assert.deepEqual(range([1, 8, 8]), [-4, 4, -4, 4]);
  assert.deepEqual(range([4]), [], 'a row of a table has no place to go to');
});
