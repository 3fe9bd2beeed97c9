import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultExperiment, usualRate, withSpec } from '../../../shared/experiment.js';
import { specFields } from '../../../shared/spec-schema.js';
import { withAugment } from '../../forms/augment.js';
import { withEarlyStopping, withOptimizer, withSchedule, withSpecField } from './changes.js';
import { texts } from './texts.js';

const base = defaultExperiment();

test('a usual rate follows the kind, a chosen one stays', () => {
  const usual = withOptimizer(base, { kind: 'lion', learning_rate: 0.001 });
  assert.deepEqual(usual.spec.optimizer, { kind: 'lion', learning_rate: usualRate('lion') });
  const chosen = withSpec(base, { optimizer: { kind: 'adam', learning_rate: 0.02 } });
  assert.deepEqual(withOptimizer(chosen, { kind: 'sgd', learning_rate: 0.02 }).spec.optimizer, {
    kind: 'sgd',
    learning_rate: 0.02,
  });
});

test('what has no effect is left out of the spec', () => {
  const batch = specFields().find(({ name }) => name === 'batch_size');
  assert.ok(batch);
  assert.ok(!('batch_size' in withSpecField(base, batch, 32).spec));
  assert.equal(withSpecField(base, batch, 64).spec.batch_size, 64);
  assert.ok(!('schedule' in withSchedule(base, { kind: 'constant' }).spec));
  const shifted = withAugment(base, 'shift', 2);
  assert.deepEqual(shifted.spec.augment, { shift: 2 });
  assert.ok(!('augment' in withAugment(shifted, 'shift', 0).spec));
});

test('early stopping is on with its defaults, and off', () => {
  const on = withEarlyStopping(base, { patience: 5 });
  assert.deepEqual(on.spec.early_stopping, {});
  assert.ok(!('early_stopping' in withEarlyStopping(on, undefined).spec));
});

test('texts are there in both languages', () => assert.deepEqual(Object.keys(texts.en), Object.keys(texts.zh)));
