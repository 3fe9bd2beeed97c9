/** @file Changes that can be taken back and made again. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UndoStack } from '../../www/page/runs/undo-stack.js';
import { defaultExperiment, withSpec } from '../../www/shared/experiment.js';

/** @param {number} seed */
const entry = (seed, replaces = true) =>
  /** @type {import('../../www/page/runs/undo-stack.js').Entry} */ ({
    experiment: withSpec(defaultExperiment(), { seed }),
    run: null,
    replaces,
  });
const seedOf = (/** @type {import('../../www/page/runs/undo-stack.js').Entry | null} */ one) =>
  one?.experiment.spec.seed;

test('changes come back in the opposite order, and go forward again', () => {
  const stack = new UndoStack();
  stack.push(entry(1), undefined, 0);
  stack.push(entry(2), undefined, 0);
  assert.equal(seedOf(stack.last), 2);
  stack.undo(entry(3));
  assert.deepEqual([seedOf(stack.last), seedOf(stack.next)], [1, 3]);
  assert.deepEqual(stack.sizes, { past: 1, future: 1 });
  stack.redo(entry(2));
  assert.deepEqual([seedOf(stack.last), stack.next], [2, null]);
});

test('a change after an undo forgets what could be made again', () => {
  const stack = new UndoStack();
  stack.push(entry(1), undefined, 0);
  stack.undo(entry(2));
  stack.push(entry(1), undefined, 0);
  assert.deepEqual(stack.sizes, { past: 1, future: 0 });
});

test('changes of one field shortly one after the other are one, and keep what one of them replaced', () => {
  const stack = new UndoStack();
  const run = /** @type {any} */ ({ id: 1 });
  stack.push(entry(1, false), 'rate', 0);
  stack.push({ ...entry(2), run }, 'rate', 500);
  stack.push(entry(3, false), 'rate', 1200);
  assert.equal(stack.sizes.past, 1);
  assert.deepEqual([seedOf(stack.last), stack.last?.replaces, stack.last?.run], [1, true, run]);
  stack.push(entry(4, false), 'rate', 3000);
  stack.push(entry(5, false), 'units', 3001);
  assert.equal(stack.sizes.past, 3);
});
