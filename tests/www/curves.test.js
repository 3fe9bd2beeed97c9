/** @file A run's curves follow the events of the training worker. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultPreferences } from '../../www/page/preferences.js';
import { initialState } from '../../www/page/state.js';
import { applyTraining } from '../../www/page/training-events.js';
import { defaultExperiment } from '../../www/shared/experiment.js';

test('a run starts empty, and a reset clears it', () => {
  let state = initialState(defaultExperiment(), defaultPreferences(), { strokes: [], past: [], generation: 0 });
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
  apply({ type: 'validation', step: 7, loss: 1, accuracy: 0.2, confusion: null, epochEnd: null });
  apply({ type: 'whole', step: 100, counts: { train: 90, validation: 10 } });
  assert.deepEqual(
    [state.status, state.points, state.history.epochs, state.configuration.wholeSince],
    ['running', 1, [7], 100],
  );
  assert.equal(state.network?.counts.train, 90);
  apply(ready);
  assert.deepEqual([state.status, state.points, state.progress, state.validation], ['ready', 0, null, null]);
  assert.deepEqual(state.configuration, { spec: {}, wholeSince: null, changes: [] });
});

test('a run that had ended by itself is finished again when it is opened, unless something has changed', () => {
  const usual = initialState(defaultExperiment(), defaultPreferences(), { strokes: [], past: [], generation: 0 });
  const opened = (/** @type {number} */ epoch, epochs = 5, /** @type {any} */ changes = {}) => {
    const { spec, run } = usual.experiment;
    const experiment = { ...usual.experiment, spec: { ...spec, ...changes.spec }, run: { ...run, epochs } };
    const state = {
      ...usual,
      experiment,
      events: (changes.events ?? []).map((/** @type {string} */ kind) => ({ step: 60, kind })),
    };
    const position = { wholeSince: 0, step: 60, epoch };
    return applyTraining(state, /** @type {any} */ ({ type: 'ready', position })).status;
  };
  assert.deepEqual(
    [opened(5), opened(10), opened(5.01), opened(5, 8), opened(5, 0)],
    ['finished', 'finished', 'paused', 'paused', 'paused'],
  );
  const early = { early_stopping: { patience: 5 } };
  assert.equal(opened(3, 0, { spec: early, events: ['early_stopping'] }), 'finished');
  assert.equal(opened(3, 0, { events: ['early_stopping'] }), 'paused', 'it is off now');
  assert.equal(opened(5, 5, { events: ['changed'] }), 'paused');
});
