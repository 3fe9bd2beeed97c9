/** @file The number of cores that the page requests from its training worker. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workersFor } from '../../www/page/cores.js';
import { PacedUpdates } from '../../www/page/paced-updates.js';
import { defaultPreferences } from '../../www/page/preferences.js';
import { initialState } from '../../www/page/state.js';
import { createStore } from '../../www/page/store.js';
import { TrainingControl } from '../../www/page/training-control.js';
import { defaultExperiment } from '../../www/shared/experiment.js';

/** Setting, reported cores, requested workers. @type {[number, number, number | 'auto'][]} */
const cases = [
  [0, 1, 1],
  [0, 2, 1],
  [0, 3, 'auto'],
  [0, 16, 'auto'],
  [1, 16, 1],
  [2, 2, 2],
  [4, 2, 4],
];

for (const [setting, cores, requested] of cases) {
  test(`setting ${setting} with ${cores} cores: ${requested} are requested from the training worker`, () => {
    assert.equal(workersFor(setting, cores), requested);
    assert.equal(openOn(setting, cores).engine.workers, requested);
  });
}

/**
 * @param {number} workers
 * @param {number} cores
 * @returns {any} the command that opens the network
 */
function openOn(workers, cores) {
  const experiment = defaultExperiment();
  experiment.run.workers = workers;
  const drawing = { strokes: [], past: [], generation: 0 };
  const store = createStore(initialState(experiment, defaultPreferences(), drawing));
  /** @type {any[]} */
  const received = [];
  const worker = { postMessage: (/** @type {unknown} */ message) => received.push(message) };
  const environment = {
    startWorker: () => /** @type {any} */ (worker),
    attach: () => new MessageChannel().port1,
    attachStorage: () => new MessageChannel().port1,
    lastState: async () => null,
    onEpoch: () => {},
    updates: new PacedUpdates(store),
    cores,
  };
  const control = new TrainingControl(store, environment);
  control.open();
  return received.find(({ type }) => type === 'open');
}
