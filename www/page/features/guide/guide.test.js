/** @file Hints, cures, what the rules look at, and a diagnosis that holds twice. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultExperiment, withSpec } from '../../../shared/experiment.js';
import { cureFor } from './cures.js';
import { nextHint } from './hints.js';
import { constantAnswers, observationsOf } from './observations.js';
import { loweredSince } from './rates.js';
import { Settled } from './settled.js';

test('the hint follows the state', () => {
  /** @type {import('./hints.js').Seen} */
  const begin = { status: 'loading', wanted: false, step: 0, accuracy: null, drawn: false };
  const hint = (/** @type {Partial<import('./hints.js').Seen>} */ seen, dismissed = /** @type {string[]} */ ([])) =>
    nextHint({ ...begin, ...seen }, dismissed);
  assert.equal(hint({}), 'begin');
  assert.equal(hint({ status: 'ready', drawn: true }), 'play');
  assert.equal(hint({ status: 'loading', wanted: true }), null);
  assert.equal(hint({ status: 'running', step: 3 }), 'draw');
  assert.equal(hint({ status: 'running', step: 3, drawn: true }), 'watch');
  assert.equal(hint({ status: 'paused', step: 3 }), 'go_on');
  assert.equal(hint({ status: 'running', step: 900, accuracy: 0.9499 }), 'draw');
  assert.equal(hint({ status: 'running', step: 900, accuracy: 0.95 }), 'fool');
  assert.equal(hint({ status: 'paused', step: 900, accuracy: 0.96 }, ['fool']), 'mistakes');
  assert.equal(hint({ status: 'paused', step: 900, accuracy: 0.96 }, ['fool', 'mistakes', 'change']), null);
  assert.equal(hint({ status: 'diverged', step: 900 }), null);
});

const present = { step: 1000, soundStep: 960, ruined: true, lowered: false, running: false };

/**
 * @param {import('./diagnosis.js').Diagnosis} diagnosis
 * @param {Parameters<typeof withSpec>[1]} spec
 * @param {Partial<import('./cures.js').Present>} [more]
 */
function cured(diagnosis, spec, more = {}) {
  const experiment = withSpec(defaultExperiment(), spec);
  const cure = cureFor(diagnosis, experiment, { ...present, ...more }, () => true);
  assert.ok(cure);
  return { ...cure, spec: cure.next.spec };
}

test('a rate that is too high: back with a third of it, with the usual one, or anew', () => {
  const third = cured('rate_high', {});
  assert.deepEqual([third.key, third.back, third.spec.optimizer.learning_rate], ['backThird', true, 0.00033]);
  assert.deepEqual(third.values, { count: 40, step: 960, rate: 0.00033 });
  const optimizer = { kind: 'adam', learning_rate: 1e6 };
  const usual = cured('diverged', { optimizer }, { soundStep: 500 });
  assert.deepEqual([usual.key, usual.values.step, usual.spec.optimizer.learning_rate], ['backTo', 500, 0.001]);
  const anew = cured('dead', { optimizer }, { soundStep: 1 });
  assert.deepEqual([anew.key, anew.back, anew.spec.optimizer.learning_rate], ['anew', true, 0.001]);
});

test('dead and saturated units: others, at other weights; the last layer stays', () => {
  const layers = [
    { kind: 'dense', units: 8, activation: 'sigmoid' },
    { kind: 'activation', function: 'tanh' },
    { kind: 'residual', layers: [{ kind: 'dense', units: 8, activation: 'relu', init: 'zeros' }] },
    { kind: 'dense', units: 10, activation: 'sigmoid' },
  ];
  for (const diagnosis of /** @type {const} */ (['dead', 'saturated'])) {
    const { key, carry, spec } = cured(diagnosis, { layers, seed: 4 }, { ruined: false });
    assert.deepEqual([key, carry, spec.seed], ['lively', false, 5]);
    assert.deepEqual(spec.layers, [
      { kind: 'dense', units: 8, activation: 'leaky_relu', init: 'he_normal' },
      { kind: 'activation', function: 'leaky_relu' },
      { kind: 'residual', layers: [{ kind: 'dense', units: 8, activation: 'leaky_relu', init: 'he_normal' }] },
      { kind: 'dense', units: 10, activation: 'sigmoid' },
    ]);
  }
  const linear = cured('saturated', { layers: [{ kind: 'lstm', units: 8 }] }, { ruined: false });
  assert.equal(linear.spec.optimizer.learning_rate, 0.00033);
});

test('a rate that is too low is tripled; inputs are normalized', () => {
  assert.equal(cured('rate_low', {}).spec.optimizer.learning_rate, 0.003);
  const low = (/** @type {number} */ rate) => cured('rate_low', { optimizer: { kind: 'adam', learning_rate: rate } });
  assert.equal(low(0.0001).spec.optimizer.learning_rate, 0.0003);
  assert.equal(low(1e-7).spec.optimizer.learning_rate, 0.001, 'at once, where many times three would be needed');
  const high = { kind: 'adam', learning_rate: 0.003 };
  assert.equal(cured('rate_low', { optimizer: high }).key, 'larger', 'at a rate that is high already');
  assert.equal(
    cured('rate_low', { optimizer: { kind: 'adam', learning_rate: 0.3 } }).key,
    'anew',
    'at one that is too high',
  );
  assert.deepEqual(cured('unscaled', {}).spec.layers[0], { kind: 'batch_norm' });
});

test('overfitting: dropout, then a penalty, then early stopping', () => {
  const first = cured('overfitting', {});
  assert.deepEqual(
    first.spec.layers.map(({ kind }) => kind),
    ['flatten', 'dense', 'dropout', 'dense'],
  );
  const second = cured('overfitting', { layers: first.spec.layers });
  assert.equal(second.spec.l2, 0.0001);
  const third = cured('overfitting', { layers: first.spec.layers, l2: 0.0001 });
  assert.deepEqual(third.spec.early_stopping, { patience: 3 });
  const all = withSpec(defaultExperiment(), third.spec);
  assert.equal(
    cureFor('overfitting', all, present, () => true),
    null,
  );
});

test('underfitting: fewer penalties, larger layers, then another layer', () => {
  assert.deepEqual(cured('underfitting', { l2: 0.1 }).spec.l2, undefined);
  const layers = [
    { kind: 'flatten' },
    { kind: 'dense', units: 3, activation: 'sigmoid' },
    { kind: 'dense', units: 10 },
  ];
  assert.equal(cured('underfitting', { layers }).spec.layers[1]?.units, 32);
  const none = [{ kind: 'flatten' }, { kind: 'dense', units: 10 }];
  assert.equal(cured('underfitting', { layers: none }).spec.layers[1]?.units, 128);
});

test('what the core cannot build is not offered', () => {
  const cure = cureFor('overfitting', defaultExperiment(), present, ({ spec }) => spec.layers.length === 3);
  assert.equal(cure?.key, 'decay');
});

test('answers are constant while one column of the confusion table holds all', () => {
  const confusion = (/** @type {number[]} */ ...cells) => Uint32Array.from(cells);
  const validation = (/** @type {number} */ step, /** @type {Uint32Array | null} */ table) => {
    return { step, loss: 1, accuracy: 0.5, confusion: table };
  };
  const first = constantAnswers(null, validation(100, confusion(0, 4, 0, 5)));
  assert.deepEqual(first, { from: 100, to: 100, answer: 1 });
  const second = constantAnswers(first, validation(300, confusion(0, 4, 0, 5)));
  assert.deepEqual(second, { from: 100, to: 300, answer: 1 });
  assert.deepEqual(constantAnswers(second, validation(400, confusion(4, 0, 5, 0))), { from: 100, to: 400, answer: 0 });
  assert.equal(constantAnswers(second, validation(400, confusion(1, 3, 0, 5))), null);
  assert.deepEqual(constantAnswers(second, validation(50, confusion(0, 4, 0, 5))), { from: 50, to: 50, answer: 1 });
  assert.equal(constantAnswers(second, validation(400, null)), null);
  assert.equal(constantAnswers(second, null), null);
});

test('the rules look at the run as it is', () => {
  const experiment = defaultExperiment();
  const rows = [{ name: 'flatten' }, { name: 'dense_1' }, { name: 'dense_2', outputShape: [10] }];
  const state = {
    status: 'paused',
    position: { step: 40, epoch: 0, wholeSince: null },
    history: { rows: [], epochs: [] },
    events: [
      { step: 10, kind: 'changed', label: '' },
      { step: 40, kind: 'diverged', label: '' },
    ],
    experiment,
    network: { rows },
  };
  const layers = [{ name: 'dense_1', dead: 0.5, saturated: null }];
  const look = (/** @type {object} */ change) =>
    observationsOf(/** @type {any} */ ({ ...state, ...change }), { constant: null, layers, inputSize: 1 });
  const observed = look({});
  assert.deepEqual([observed.diverged, observed.since, observed.start.loss], [true, 10, Math.log(10)]);
  assert.deepEqual(observed.layers, [{ layer: 2, dead: 0.5, saturated: null }]);
  assert.equal(look({ position: { step: 41, epoch: 0, wholeSince: null } }).diverged, false);
  assert.deepEqual(look({ experiment: withSpec(experiment, { batch_size: 8 }) }).layers, [], 'too few samples');
});

test('a diagnosis is shown once it has held twice; divergence at once; another run begins without', () => {
  const settled = new Settled();
  /** @param {import('./diagnosis.js').Diagnosis} diagnosis */
  const finding = (diagnosis) => ({ diagnosis, evidence: { key: diagnosis, values: {} } });
  const shown = (/** @type {ReturnType<typeof finding> | null} */ one, run = 'a') => {
    const { shown: found, again } = settled.next(one, run);
    return [found?.diagnosis ?? 'none', again];
  };
  assert.deepEqual(shown(null), ['none', false]);
  assert.deepEqual(shown(finding('dead')), ['none', true]);
  assert.deepEqual(shown(finding('dead')), ['dead', false]);
  for (let looks = 0; looks < 5; looks += 1) assert.deepEqual(shown(finding('rate_high')), ['dead', true]);
  assert.deepEqual(shown(finding('dead')), ['dead', false]);
  for (let looks = 0; looks < 5; looks += 1) assert.deepEqual(shown(finding('rate_high')), ['dead', true]);
  assert.deepEqual(shown(finding('rate_high')), ['rate_high', false]);
  assert.deepEqual(shown(finding('diverged')), ['diverged', false]);
  assert.deepEqual(shown(finding('dead'), 'b'), ['none', true]);
});

test('a rate that was lowered after the fault stays as it is', () => {
  const optimizer = (/** @type {number} */ rate) => ({ optimizer: { kind: 'adam', learning_rate: rate } });
  const run = (/** @type {[number, number][]} */ ...changes) =>
    /** @type {import('../../state.js').RunConfiguration} */ (
      /** @type {unknown} */ ({
        spec: optimizer(0.1),
        changes: changes.map(([step, rate]) => ({ step, changes: optimizer(rate) })),
      })
    );
  assert.equal(loweredSince(run(), 100), false);
  assert.equal(loweredSince(run([400, 0.001]), 100), true);
  // As training went back to before the fault, and the loss has risen again.
  assert.equal(loweredSince(run([100, 0.001]), 100), false);
  assert.equal(loweredSince(run([400, 1]), 100), false);
  assert.equal(loweredSince(run([400, 0.001], [600, 0.001]), 100), true);
  const usual = { kind: 'adam', learning_rate: 0.001 };
  const cure = cured('rate_high', { optimizer: usual }, { lowered: true, running: true });
  assert.deepEqual([cure.key, cure.spec.optimizer.learning_rate], ['backTo', 0.001]);
  const anew = cured('rate_high', { optimizer: { kind: 'adam', learning_rate: 5 } }, { lowered: true, soundStep: 0 });
  assert.deepEqual([anew.key, anew.spec.optimizer.learning_rate], ['anew', 0.001]);
});
