/** @file Which pictures are listed as mistakes, and in which order. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everything, filterOf, mistakeAt, ranked } from './ranking.js';

const answers = {
  step: 7,
  classes: 3,
  finite: true,
  labels: Uint8Array.of(0, 1, 2, 0, 1),
  answers: Uint16Array.of(1, 1, 0, 2, 0),
  confidences: Float32Array.of(0.5, 0.75, 0.625, 0.875, 1),
  losses: Float32Array.of(1.5, 0.25, 4, Number.NaN, 1.5),
};

test('what is answered wrongly, the greatest loss first; a loss that is no number before all', () => {
  assert.deepEqual(ranked(answers, everything), [3, 2, 0, 4]);
  assert.deepEqual(ranked(answers, { ...everything, right: true }), [3, 2, 0, 4, 1]);
});

test('filters by truth and by answer', () => {
  assert.deepEqual(ranked(answers, { ...everything, truth: 0 }), [3, 0]);
  assert.deepEqual(ranked(answers, { ...everything, answer: 0 }), [2, 4]);
  assert.deepEqual(ranked(answers, { truth: 1, answer: 2, right: true }), []);
});

test('a cell of the confusion table sets the filter; on the diagonal the right ones count too', () => {
  assert.deepEqual(filterOf({ truth: 4, answer: 9 }), { truth: 4, answer: 9, right: false });
  assert.deepEqual(filterOf({ truth: 4, answer: 4 }), { truth: 4, answer: 4, right: true });
  assert.deepEqual(filterOf(null), everything);
  assert.deepEqual(ranked(answers, filterOf({ truth: 1, answer: 1 })), [1]);
});

test('a mistake has what the page shows of it', () => {
  assert.deepEqual(mistakeAt(answers, 2), { index: 2, truth: 2, answer: 0, confidence: 0.625, loss: 4 });
});
