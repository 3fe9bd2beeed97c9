/** @file The curves of a run: downsampled evenly, truncated after a rollback, and drawn on readable scales. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyTraining } from '../../www/page/events.js';
import { History, smooth } from '../../www/page/history.js';
import { initialState } from '../../www/page/state.js';
import { accuracyAt, accuracySplits, lossSplits, rarity } from '../../www/page/training/scales.js';
import { initialSettings } from '../../www/shared/settings.js';

/** @param {number} count */
function historyOf(count) {
  const history = new History();
  for (let step = 1; step <= count; step += 1) {
    history.add({ step, loss: step, accuracy: 0.5 });
    if (step % 50 === 0) history.addValidation({ step, loss: 0.1, accuracy: 0.9 });
  }
  return history;
}

test('a long run is downsampled in order, and keeps its mean, its end and its validations', () => {
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

test('smoothing starts at the first value and skips gaps', () => {
  assert.deepEqual(smooth([4, null, 2], 0.5), [4, null, 3]);
});

test('accuracy’s scale is its own inverse and shows few errors', () => {
  for (const accuracy of [0, 0.5, 0.9, 0.98, 0.999]) {
    assert.ok(Math.abs(accuracyAt(/** @type {number} */ (rarity(accuracy))) - accuracy) < 1e-12);
  }
  assert.ok(Number.isFinite(rarity(1)), 'no error at all is still on the scale');
  assert.equal(rarity(null), null);
});

test('grid lines are few and include the outermost', () => {
  for (const [from, to] of [
    [0.3, 3],
    [0.001, 2.5],
    [1e-6, 900],
  ]) {
    const splits = lossSplits(/** @type {number} */ (from), /** @type {number} */ (to));
    assert.ok(splits.length >= 2 && splits.length <= 6, String(splits));
  }
  const accuracies = accuracySplits(-0.05, 2.1).map((height) => Math.round(1000 * accuracyAt(height)) / 1000);
  assert.equal(accuracies.at(-1), 0.99);
  assert.ok(accuracies.length <= 6);
});

test('a run starts empty, and a reset clears it', () => {
  let state = initialState(initialSettings(), { strokes: [], past: [], generation: 0 });
  const apply = (/** @type {any} */ event) => {
    state = { ...state, ...applyTraining(state, event) };
  };
  const position = { wholeSince: null, step: 0, epoch: 0 };
  const ready = {
    type: 'ready',
    spec: {},
    rows: [],
    backend: { build: /** @type {const} */ ('simd128'), workers: 1, gpu: null, reason: '' },
    counts: { train: 9, validation: 1 },
    position,
  };
  apply(ready);
  assert.equal(state.status, 'ready');
  apply({ type: 'activity', activity: 'running' });
  const progress = {
    step: 7,
    epoch: 1.5,
    loss: 2,
    accuracy: 0.1,
    gradientNorm: 1,
    learningRate: 1,
    samplesPerSecond: 1,
  };
  apply({ type: 'progress', progress });
  apply({ type: 'validation', step: 7, loss: 1, accuracy: 0.2, epochEnd: null });
  apply({ type: 'whole', step: 100, counts: { train: 90, validation: 10 } });
  assert.deepEqual(
    [state.status, state.points, state.history.epochs, state.record.wholeSince],
    ['running', 1, [7], 100],
  );
  assert.equal(state.network?.counts.train, 90);
  apply(ready);
  assert.deepEqual([state.status, state.points, state.progress, state.validation], ['ready', 0, null, null]);
  assert.deepEqual(state.record, { spec: {}, wholeSince: null, changes: [] });
});
