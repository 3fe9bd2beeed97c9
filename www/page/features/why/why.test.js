/** @file Numbers and choices of the tab "Why". */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose, method, target, view, wanted } from './choices.js';
import { allFinite, answerOf, extremeOf, inkBetween, outputText, signed } from './numbers.js';

test('values have their sign, outputs are percentages where they are probabilities', () => {
  assert.deepEqual([0.25, -0.25, 0].map(signed), ['+0.250', '−0.250', '0.000']);
  assert.equal(outputText(0.987, 'cross_entropy'), '98.7 %');
  assert.equal(outputText(0.987, 'binary_cross_entropy'), '98.7 %');
  assert.equal(outputText(0.987, 'mse'), '0.987');
});

test('the answer is the greatest output, the first of equal ones', () => {
  assert.equal(answerOf([0.1, 0.7, 0.2]), 1);
  assert.equal(answerOf([0.5, 0.5]), 0);
  assert.ok(allFinite([1, 2]) && !allFinite([1, Number.NaN]) && !allFinite([Number.POSITIVE_INFINITY]));
});

test('the most for and the most against, none where all is 0', () => {
  const values = Float32Array.of(0.1, -3, 2, -1);
  assert.deepEqual([extremeOf(values, 1), extremeOf(values, -1)], [2, 1]);
  assert.deepEqual([extremeOf(new Float32Array(3), 1), extremeOf(Float32Array.of(1), -1)], [null, null]);
});

test('ink that was added and ink that was rubbed out are told apart', () => {
  const ink = inkBetween(Float32Array.of(0, 1, 0.5), Float32Array.of(0.75, 0.25, 0.5));
  assert.deepEqual(ink, { added: 0.75, erased: 0.75 });
});

test('another part of the page chooses view, method and class; what it does not name stays', () => {
  choose({ view: 'change', target: 7 });
  assert.deepEqual([view.value, wanted.value, target.value], ['change', 7, null]);
  choose({ view: 'explanation', method: 'occlusion', target: 4 });
  assert.deepEqual([view.value, method.value, target.value, wanted.value], ['explanation', 'occlusion', 4, 7]);
  choose({ view: 'nothing', method: 'nothing' });
  assert.deepEqual([view.value, method.value, target.value], ['explanation', 'occlusion', 4]);
});
