/** @file The curves of a run: thinned out evenly by step, cut after a rollback, and stored as they are. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { History } from './history.js';

/**
 * @param {number} count
 * @param {number} [every] steps between two validations
 */
function historyOf(count, every = 50) {
  const history = new History();
  for (let step = 1; step <= count; step += 1) {
    history.add({ step, loss: step, accuracy: 0.5 });
    if (step % every === 0) history.addValidation({ step, loss: 0.1, accuracy: 0.9 });
  }
  return history;
}

test('a long run is thinned out in order, and keeps its mean, its end and its validations', () => {
  const history = historyOf(20_000);
  assert.ok(history.rows.length < 1700, `${history.rows.length} rows`);
  const steps = history.rows.map(({ step }) => step);
  assert.deepEqual(
    steps,
    steps.toSorted((a, b) => a - b),
  );
  assert.equal(new Set(steps).size, steps.length, 'no step twice');
  assert.equal(history.rows.filter(({ validationLoss }) => validationLoss !== null).length, 400);
  assert.ok(history.points > 700);
  const means = history.rows.filter(({ loss }) => loss !== null).map(({ loss, step }) => step - (loss ?? 0));
  assert.ok(Math.max(...means) < 64 && Math.min(...means) >= 0, 'a point is the mean of the steps up to it');
});

test('many validations do not crowd the training curve out', () => {
  const history = historyOf(100_000, 5);
  assert.ok(history.rows.length < 1700, `${history.rows.length} rows`);
  assert.ok(history.points > 400, `${history.points} points`);
  const validations = history.rows.filter(({ validationLoss }) => validationLoss !== null);
  assert.ok(validations.length > 150, `${validations.length} validations`);
  assert.ok((validations.at(-1)?.step ?? 0) > 99_000, 'the latest ones are kept');
});

test('a point counts by the steps that it tells of, and not by the report', () => {
  const history = new History({ rows: [], epochs: [], stride: 2, pending: [] });
  history.add({ step: 30, loss: 1, accuracy: 0 });
  history.add({ step: 40, loss: 5, accuracy: 1 });
  assert.deepEqual(history.rows[0], {
    step: 40,
    loss: 2,
    accuracy: 0.25,
    validationLoss: null,
    validationAccuracy: null,
  });
});

test('a loss that is no number stays one', () => {
  const history = new History({ rows: [], epochs: [], stride: 2, pending: [] });
  history.add({ step: 1, loss: 1, accuracy: null });
  history.add({ step: 2, loss: Number.NaN, accuracy: null });
  assert.ok(Number.isNaN(history.rows[0]?.loss));
});

test('a rollback removes later points', () => {
  const history = historyOf(120);
  history.addEpoch(60);
  history.addEpoch(110);
  history.cutAfter(100);
  assert.equal(history.rows.at(-1)?.step, 100);
  assert.deepEqual(history.epochs, [60]);
});

test('a stored history is restored unchanged', () => {
  const history = historyOf(5000);
  const again = new History(structuredClone(history.toStored()));
  for (const each of [history, again])
    for (const step of [5001, 5002, 5003, 5004]) each.add({ step, loss: 1, accuracy: 1 });
  assert.deepEqual(again.rows, history.rows);
});

test('a copy has the same rows and grows apart', () => {
  const history = new History();
  for (let step = 1; step <= 10; step += 1) history.add({ step, loss: 1 / step, accuracy: null });
  history.addEpoch(10);
  const copy = history.copy();
  assert.deepEqual(copy.toStored(), history.toStored());
  copy.add({ step: 11, loss: 0, accuracy: null });
  copy.addEpoch(11);
  assert.deepEqual([history.rows.length, history.epochs], [10, [10]]);
});
