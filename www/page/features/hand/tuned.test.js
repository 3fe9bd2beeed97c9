/** @file The experiment that learns from one's own samples, and what it has changed. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { defaultExperiment, effectOf, withSpec } from '../../../shared/experiment.js';
import { changedClasses, SHARE, scoreOf, tunedExperiment, tunedRate } from './tuned.js';

test('it goes on with the same layers, at a third of the rate, and ends by itself', () => {
  const before = withSpec(defaultExperiment(), { schedule: { kind: 'cosine', steps: 100 } });
  const after = tunedExperiment(before, 'own-1', true);
  assert.equal(effectOf(before, after), 'rebuild');
  assert.deepEqual(after.spec.layers, before.spec.layers);
  assert.equal(after.spec.optimizer.learning_rate, 0.00033);
  assert.equal(after.spec.schedule, undefined);
  assert.deepEqual(after.dataset, { name: 'mnist', hand: { name: 'own-1', share: SHARE } });
  assert.ok(after.run.epochs > 0);
  assert.equal(tunedExperiment(before, 'own-1', false).dataset.hand?.share, 1);
});

test('a second time the rate stays', () => {
  const once = tunedExperiment(defaultExperiment(), 'own-1', true);
  assert.equal(tunedRate(tunedExperiment(once, 'own-2', true)), tunedRate(once));
});

test('scores count what is right', () => {
  assert.deepEqual(scoreOf([1, 2, 3], [1, 0, 3]), { correct: 2, count: 3 });
  assert.deepEqual(
    scoreOf([1, 2, 3], [1, 0, 3], (at) => at > 0),
    { correct: 1, count: 2 },
  );
});

test('the classes that changed most come first, what was lost before what was gained', () => {
  const score = (/** @type {number} */ correct) => ({ correct, count: 10 });
  const measures = (/** @type {number[]} */ correct) => ({
    own: score(0),
    held: score(0),
    validation: score(0),
    classes: [...correct.map(score), { correct: 0, count: 0 }],
  });
  const rows = changedClasses(measures([9, 9, 5, 9]), measures([8, 9, 9, 6]), 3);
  assert.deepEqual(
    rows.map(({ index, change }) => [index, Math.round(10 * change)]),
    [
      [3, -3],
      [0, -1],
      [2, 4],
    ],
  );
});
