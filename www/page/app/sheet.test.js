/** @file Where the numbers of several pictures lie on one canvas. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indexAt, neighbour, placeOf, sheetSize } from './sheet.js';

const grid = { width: 3, height: 2, panels: 5, columns: 2 };

test('every number has a place of its own, and is found there', () => {
  const { width, height } = sheetSize(grid);
  assert.deepEqual([width, height], [7, 8]);
  const places = new Set();
  for (let index = 0; index < 30; index += 1) {
    const { x, y } = placeOf(grid, index);
    assert.ok(x < width && y < height);
    assert.equal(indexAt(grid, x + 0.5, y + 0.5), index);
    places.add(`${x} ${y}`);
  }
  assert.equal(places.size, 30);
});

test('gaps, what lies outside, and an unfilled last row hold nothing', () => {
  assert.equal(indexAt(grid, 3.5, 0.5), null);
  assert.equal(indexAt(grid, 0.5, 2.5), null);
  assert.equal(indexAt(grid, 5, 7), null, 'there is no sixth picture');
  assert.equal(indexAt(grid, -1, 0), null);
  const row = { width: 4, height: 2, panels: 1, columns: 1, count: 6 };
  assert.deepEqual([indexAt(row, 1.5, 1.5), indexAt(row, 2.5, 1.5)], [5, null]);
});

test('arrow keys go from number to number, over a gap, and not over the rim', () => {
  assert.equal(neighbour(grid, 2, 'ArrowRight'), 6, 'the first of the picture beside it');
  assert.equal(neighbour(grid, 3, 'ArrowDown'), 12, 'the first of the picture below it');
  assert.equal(neighbour(grid, 0, 'ArrowLeft'), 0);
  assert.equal(neighbour(grid, 0, 'Tab'), null);
});
