/** @file A press on what the diagram paints finds the unit that is painted there. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unitAt } from './diagram-hit.js';
import { cell, mapBoxes, outputCircles, sheetBox, unitGrid } from './layout.js';

const room = { x: 40, y: 30, width: 150, height: 220 };

test('every cell, circle, value of a map and of a sequence is found at its own place', () => {
  const grid = unitGrid(128, room);
  for (const unit of [0, 17, 127]) {
    const { x, y, width, height } = cell(grid, unit);
    assert.equal(unitAt({ kind: 'units', room, shape: [128] }, x + width / 2, y + height / 2), unit);
  }
  for (const [unit, { x, y }] of outputCircles(10, room).entries())
    assert.equal(unitAt({ kind: 'output', room, shape: [10] }, x, y), unit);
  const sheet = sheetBox(16, 48, room);
  const at = { x: sheet.x + (7.5 / 48) * sheet.width, y: sheet.y + (3.5 / 16) * sheet.height };
  assert.equal(unitAt({ kind: 'sequence', room, shape: [16, 48] }, at.x, at.y), 3 * 48 + 7);
  const [, , third] = mapBoxes(8, 1, room);
  if (!third) return assert.fail('there is no third map');
  const value = unitAt(
    { kind: 'maps', room, shape: [8, 6, 6] },
    third.x + third.width / 12,
    third.y + third.height - 1,
  );
  assert.equal(value, 2 * 36 + 5 * 6);
});

test('beside the units the nearest one is found, and none where none is painted', () => {
  assert.equal(unitAt({ kind: 'units', room, shape: [4] }, -100, -100), 0);
  assert.equal(unitAt({ kind: 'output', room, shape: [10] }, 900, 900), 9);
  assert.equal(unitAt({ kind: 'maps', room, shape: [2, 3, 3] }, 900, 900), 17);
  assert.equal(unitAt({ kind: 'gate', room, shape: [4] }, 50, 50), null);
  assert.equal(unitAt({ kind: 'units', room, shape: [] }, 50, 50), null);
});
