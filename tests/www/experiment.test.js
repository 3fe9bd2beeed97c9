/** @file The experiment: what a change of it means, and what may change in a running session. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  changesOf,
  defaultExperiment,
  effectOf,
  lowerRate,
  usualRate,
  withDataset,
  withSpec,
} from '../../www/shared/experiment.js';
import { kindsOf, parseField, specFields } from '../../www/shared/spec-schema.js';

const usual = defaultExperiment();
const layer = (/** @type {object} */ changes) => ({
  layers: [
    { kind: 'flatten' },
    { kind: 'dense', units: 128, activation: 'relu', ...changes },
    { kind: 'dense', units: 10 },
  ],
});

/** @type {[string, import('../../www/shared/experiment.js').Experiment, ReturnType<typeof effectOf>][]} */
const changes = [
  ['nothing', withSpec(usual, {}), null],
  ['a default that is written out', withSpec(usual, layer({ bias: true })), null],
  ['the optimiser', withSpec(usual, { optimizer: { kind: 'sgd', learning_rate: 0.1 } }), 'live'],
  ['the batch size', withSpec(usual, { batch_size: 8 }), 'live'],
  ['a clip norm that is removed', withSpec(withSpec(usual, { clip_norm: 1 }), { clip_norm: undefined }), null],
  ['whether a layer is trained', withSpec(usual, layer({ trainable: false })), 'live'],
  ['the end', { ...usual, run: { ...usual.run, epochs: 3 } }, 'live'],
  ['the cores', { ...usual, run: { ...usual.run, workers: 2 } }, 'reopen'],
  ['the units of a layer', withSpec(usual, layer({ units: 64 })), 'rebuild'],
  ['the seed', withSpec(usual, { seed: 7 }), 'rebuild'],
  ['the loss', withSpec(usual, { loss: { kind: 'mse' } }), 'rebuild'],
  ['the data', withDataset(usual, { name: 'digits' }), 'rebuild'],
  ['the strongest of several', withSpec(usual, { batch_size: 8, seed: 7 }), 'rebuild'],
];
for (const [what, after, effect] of changes) {
  test(`${what}: ${effect ?? 'no effect'}`, () => assert.equal(effectOf(usual, after), effect));
}

test('the title of own data: no effect', () => {
  const own = { name: 'own-1', title: 'Mine', shape: [1, 28, 28], classes: 10, scale: 1 / 255 };
  const before = withDataset(usual, { name: own.name, own });
  const after = { ...before, dataset: { ...before.dataset, own: { ...own, title: 'Yours' } } };
  assert.equal(effectOf(before, after), null);
});

test('the changes of a running session name every live field, inner layers by their path', () => {
  const inner = { kind: 'dropout', rate: 0.25 };
  const experiment = withSpec(usual, { layers: [{ kind: 'flatten' }, inner, { kind: 'dense', units: 10 }] });
  const { layers, schedule, clip_norm } = /** @type {any} */ (changesOf(experiment));
  assert.deepEqual(layers['1'], { rate: 0.25, trainable: true });
  assert.deepEqual([schedule, clip_norm], [{ kind: 'constant' }, null]);
});

test('a lower rate is half of it, or the usual one where that is far lower', () => {
  const rate = usualRate('adam');
  const spec = (/** @type {number} */ learning_rate) => ({ ...usual.spec, optimizer: { kind: 'adam', learning_rate } });
  assert.equal(lowerRate(spec(rate)), Number((rate / 3).toPrecision(2)));
  assert.equal(lowerRate(spec(1000 * rate)), rate);
});

test('every optimiser has a usual rate', () => {
  for (const kind of kindsOf('Optimizer').keys()) assert.ok(usualRate(kind) > 0, kind);
});

test('what a person types is read as people write it', () => {
  const batch = specFields().find(({ name }) => name === 'batch_size');
  const decay = kindsOf('Optimizer')
    .get('adam')
    ?.find(({ name }) => name === 'weight_decay');
  assert.ok(batch && decay);
  assert.deepEqual(parseField(decay, ' 0,01 '), { value: 0.01 });
  assert.deepEqual(parseField(decay, '1e-3'), { value: 0.001 });
  assert.deepEqual(parseField(decay, '−1'), { fault: 'range' });
  assert.deepEqual(parseField(decay, '1.000,5'), { fault: 'number' });
  assert.deepEqual(parseField(batch, '1.5'), { fault: 'whole' });
  assert.deepEqual(parseField(batch, ''), { fault: 'number' });
});
