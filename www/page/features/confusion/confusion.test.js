/** @file What the confusion table tells, and the interval of an accuracy. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wilson } from '../../app/wilson.js';
import { cellByKey, mostConfused, rateOf, strengthOf, tableOf } from './table.js';

const table = tableOf(Uint32Array.of(8, 2, 0, 1, 9, 0, 0, 0, 0));

test('cells, rates, and how many are right', () => {
  assert.deepEqual([table.classes, table.total, table.correct], [3, 20, 17]);
  assert.deepEqual(table.rows[0]?.[1], { truth: 0, answer: 1, count: 2 });
  assert.deepEqual(table.recalls, [0.8, 0.9, null]);
  assert.deepEqual(table.precisions, [8 / 9, 9 / 11, null]);
  assert.equal(rateOf(table, { truth: 0, answer: 1, count: 2 }), 0.2);
  assert.equal(rateOf(table, { truth: 2, answer: 1, count: 0 }), null);
});

test('any number of classes from 2 to 20', () => {
  for (let classes = 2; classes <= 20; classes += 1) {
    const { rows, total } = tableOf(new Uint32Array(classes ** 2).fill(1));
    assert.deepEqual([rows.length, rows.at(-1)?.length, total], [classes, classes, classes ** 2]);
  }
});

test('the most frequent errors come first, and have the strongest colour', () => {
  assert.deepEqual(mostConfused(table, 5), [
    { truth: 0, answer: 1, count: 2 },
    { truth: 1, answer: 0, count: 1 },
  ]);
  assert.equal(strengthOf(table, { truth: 0, answer: 1, count: 2 }), 1);
  assert.equal(strengthOf(table, { truth: 1, answer: 1, count: 9 }), 0.9);
  const perfect = tableOf(Uint32Array.of(1, 0, 0, 1));
  assert.deepEqual([mostConfused(perfect, 3), strengthOf(perfect, { truth: 0, answer: 1, count: 0 })], [[], 0]);
});

test('keys lead from cell to cell, and not over the edge', () => {
  assert.deepEqual(cellByKey('ArrowRight', { truth: 1, answer: 1 }, 3), { truth: 1, answer: 2 });
  assert.deepEqual(cellByKey('ArrowUp', { truth: 0, answer: 2 }, 3), { truth: 0, answer: 2 });
  assert.deepEqual(cellByKey('End', { truth: 1, answer: 0 }, 20), { truth: 1, answer: 19 });
  assert.equal(cellByKey('Enter', { truth: 1, answer: 0 }, 20), null);
});

test('Wilson’s interval, against published values', () => {
  // R: prop.test(81, 263, correct = FALSE), and 0 and all of 20.
  const { low, high } = wilson(81, 263);
  assert.ok(Math.abs(low - 0.2553) < 1e-4 && Math.abs(high - 0.3662) < 1e-4, `${low} to ${high}`);
  assert.ok(wilson(0, 20).low === 0 && Math.abs(wilson(0, 20).high - 0.1611) < 1e-4);
  assert.ok(wilson(20, 20).high === 1 && Math.abs(wilson(20, 20).low - 0.8389) < 1e-4);
});
