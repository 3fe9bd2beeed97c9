/** @file Strokes, undo and clear, and the width of the pen. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginStroke, clearDrawing, extendStroke, isEmpty, newDrawing, undo, WIDEST, widthAt } from './strokes.js';

test('undo reverts strokes, erasing and clearing, one by one', () => {
  const empty = newDrawing();
  const one = beginStroke(empty, false, [0, 0, 0.05]);
  const longer = extendStroke(one, [0.5, 0.5, 0.05]);
  const erased = beginStroke(longer, true, [0, 0, 0.05]);
  const cleared = clearDrawing(erased);
  assert.equal(isEmpty(cleared), true);
  assert.equal(undo(cleared).strokes.length, 2);
  assert.deepEqual(undo(undo(cleared)).strokes, [{ erase: false, points: [0, 0, 0.05, 0.5, 0.5, 0.05] }]);
  assert.equal(isEmpty(undo(undo(undo(cleared)))), true);
  assert.equal(clearDrawing(empty), empty, 'there is nothing to clear');
});

test('every change, also undo, increments the generation', () => {
  let drawing = newDrawing();
  const seen = new Set([drawing.generation]);
  for (const change of [
    (/** @type {any} */ each) => beginStroke(each, false, [0, 0, 0.05]),
    (/** @type {any} */ each) => extendStroke(each, [1, 1, 0.05]),
    undo,
    (/** @type {any} */ each) => beginStroke(each, false, [0, 0, 0.05]),
    clearDrawing,
  ]) {
    drawing = change(drawing);
    assert.equal(seen.has(drawing.generation), false);
    seen.add(drawing.generation);
  }
});

test('pen pressure changes the width, a mouse does not, and the maximum width is 7 % of the pad', () => {
  assert.equal(widthAt(0.05, { pointerType: 'mouse', pressure: 0.5 }), 0.05);
  assert.ok(
    widthAt(0.05, { pointerType: 'pen', pressure: 0.2 }) < widthAt(0.05, { pointerType: 'pen', pressure: 0.8 }),
  );
  assert.equal(widthAt(0.07, { pointerType: 'pen', pressure: 1 }), WIDEST);
  assert.ok(WIDEST <= 0.07);
});
