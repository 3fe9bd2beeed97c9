/** @file Means over spans of steps, the step to go back to, and the run as it was there. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultExperiment } from '../shared/experiment.js';
import { runUntil } from './go-back.js';
import { History } from './history.js';
import { meanOver, smoothed, soundStep } from './losses.js';
import { defaultPreferences } from './preferences.js';
import { initialState } from './state.js';

/** @param {[number, number][]} points */
function historyOf(points) {
  const history = new History();
  for (const [step, loss] of points) history.add({ step, loss, accuracy: loss / 10 });
  return history;
}

test('a mean over steps weights each row by the steps it shares', () => {
  const { rows } = historyOf([
    [10, 1],
    [30, 4],
  ]);
  assert.equal(meanOver(rows, 0, 30), 3);
  assert.equal(meanOver(rows, 5, 15), 2.5);
  assert.equal(meanOver(rows, 0, 10, 'accuracy'), 0.1);
  assert.ok(Number.isNaN(meanOver(rows, 30, 40)));
  assert.equal(meanOver(historyOf([[10, Number.NaN]]).rows, 0, 10), Number.POSITIVE_INFINITY);
});

test('rows are joined until each tells of twenty steps, but the first', () => {
  const spans = smoothed(
    historyOf([
      [1, 2],
      [11, 1],
      [21, 3],
      [51, 5],
    ]).rows,
  );
  assert.deepEqual(
    spans.map(({ from, to, loss }) => [from, to, loss]),
    [
      [0, 1, 2],
      [1, 21, 2],
      [21, 51, 5],
    ],
  );
});

test('training goes back at least 40 steps, and to before the loss rose for good', () => {
  const sound = historyOf(Array.from({ length: 100 }, (_, at) => [10 * (at + 1), 2 / (at + 1)]));
  assert.equal(soundStep(sound.rows, 1000), 960);
  for (let step = 1010; step <= 2000; step += 10)
    sound.add({ step, loss: step === 1500 ? Number.NaN : 1e6, accuracy: 0 });
  const found = soundStep(sound.rows, 2000);
  assert.ok(found >= 980 && found <= 1000, String(found));
  const never = historyOf([
    [1, 2.3],
    [50, 1e9],
    [400, 1e9],
  ]);
  assert.equal(soundStep(never.rows, 400), 1);
  assert.equal(soundStep([], 10), 0);
});

test('the run as it was: curves, validation, events and changes up to the step, and a mark', () => {
  const history = historyOf([
    [10, 1],
    [20, 2],
  ]);
  history.addValidation({ step: 20, loss: 2, accuracy: 0.5 });
  history.add({ step: 30, loss: 3, accuracy: 0.3 });
  history.addValidation({ step: 30, loss: 3, accuracy: 0.1 });
  const state = {
    ...initialState(defaultExperiment(), defaultPreferences(), { strokes: [], past: [], generation: 0 }),
    history,
    position: { step: 35, epoch: 1, wholeSince: 30 },
    events: [
      { step: 15, kind: /** @type {const} */ ('changed'), label: 'a' },
      { step: 32, kind: /** @type {const} */ ('diverged'), label: '' },
    ],
    configuration: { spec: null, wholeSince: 30, changes: [12, 28].map((step) => ({ step, changes: {} })) },
  };
  const run = runUntil(state, { step: 25, epoch: 0.5, wholeSince: null });
  assert.deepEqual(
    run.history.rows.map(({ step }) => step),
    [10, 20],
  );
  assert.equal(history.rows.length, 3, 'the filed run is as it was');
  assert.deepEqual(run.validation, { step: 20, loss: 2, accuracy: 0.5, confusion: null });
  assert.deepEqual(
    run.events.map(({ step, kind }) => [step, kind]),
    [
      [15, 'changed'],
      [25, 'changed'],
    ],
  );
  assert.equal(run.configuration.wholeSince, null);
  assert.deepEqual(
    run.configuration.changes.map(({ step }) => step),
    [12],
  );
  assert.equal(run.points, 2);
});
