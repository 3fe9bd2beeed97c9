/** @file One's own classes: their names, what is held back, and the network that learns them. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { defaultExperiment, withSpec } from '../../../shared/experiment.js';
import { parseNames } from '../../samples/class-names.js';
import { divided, experimentFor, frozen, heldBack, isTransferable, unfrozen } from './built.js';

test('names stand between commas of any kind, or between spaces', () => {
  for (const typed of ['A, B,C', 'A B  C', 'A，B、C', ' A;B\nC '])
    assert.deepEqual(parseNames(typed).names, ['A', 'B', 'C']);
  assert.deepEqual(parseNames('big cat, dog').names, ['big cat', 'dog']);
  assert.deepEqual(parseNames('👨‍👩‍👧 ☹️').names, ['👨‍👩‍👧', '☹️']);
});

test('what is wrong with names is told', () => {
  const faultOf = (/** @type {string} */ typed) => [parseNames(typed).fault, parseNames(typed).found];
  assert.deepEqual(faultOf(''), ['few', '']);
  assert.deepEqual(faultOf('A'), ['few', '']);
  assert.deepEqual(faultOf('A B A'), ['twice', 'A']);
  // Two ways to write the same letter.
  assert.equal(parseNames('\u00e9 e\u0301').fault, 'twice');
  assert.deepEqual(faultOf(`A ${'x'.repeat(17)}`), ['long', 'x'.repeat(17)]);
  assert.equal(parseNames(Array.from({ length: 21 }, (_, at) => `c${at}`).join(' ')).fault, 'many');
  assert.equal(parseNames(Array.from({ length: 20 }, (_, at) => `c${at}`).join(' ')).fault, null);
  assert.equal(parseNames(`${'👨‍👩‍👧'.repeat(16)} A`).fault, null);
});

test('of each class at least one sample is held back, and at least one is not', () => {
  for (let count = 2; count < 40; count += 1)
    for (const share of [0.1, 0.2, 0.5]) {
      const held = heldBack(count, share).filter(Boolean).length;
      assert.equal(held, Math.min(count - 1, Math.max(1, Math.round(share * count))));
    }
});

test('each class is divided by itself', () => {
  const sample = (/** @type {string} */ label, /** @type {number} */ at) => {
    return { id: `${label}${at}`, set: 'x', label, created: at, strokes: [], held: false };
  };
  const samples = [...'AAAAAAAAAABBBBB'].map(sample);
  const { train, validation } = divided(['A', 'B'], samples, 0.2);
  assert.deepEqual(
    validation.map(({ label }) => label),
    ['A', 'A', 'B'],
  );
  assert.equal(train.length + validation.length, samples.length);
});

test('the present network is taken for other classes, with batches that a few samples fill', () => {
  const dataSet = { name: 'own-1', shape: [1, 28, 28], classes: 3, classNames: ['A', 'B', 'C'], scale: 1 / 255 };
  const next = experimentFor(defaultExperiment(), { dataSet, content: new Blob(), samples: 30 });
  assert.deepEqual([next.spec.layers.at(-1)?.units, next.spec.batch_size, next.dataset.own], [3, 4, dataSet]);
  assert.ok(next.run.epochs > 0);
});

test('all layers with weights but the last are frozen, those within others too', () => {
  const layers = [
    { kind: 'conv2d', filters: 4, kernel: 3 },
    { kind: 'residual', layers: [{ kind: 'batch_norm' }, { kind: 'activation', function: 'relu' }] },
    { kind: 'max_pool2d', size: 2 },
    { kind: 'flatten' },
    { kind: 'dense', units: 3 },
  ];
  const stopped = frozen(withSpec(defaultExperiment(), { layers }));
  const { spec } = stopped;
  assert.deepEqual(spec.layers, [
    { kind: 'conv2d', filters: 4, kernel: 3, trainable: false },
    {
      kind: 'residual',
      layers: [
        { kind: 'batch_norm', trainable: false },
        { kind: 'activation', function: 'relu' },
      ],
    },
    { kind: 'max_pool2d', size: 2 },
    { kind: 'flatten' },
    { kind: 'dense', units: 3 },
  ]);
  assert.deepEqual(unfrozen(stopped).spec.layers, layers);
});

test('a network is transferred where it takes such pictures and ends in a dense layer', () => {
  const experiment = defaultExperiment();
  assert.ok(isTransferable(experiment));
  assert.ok(!isTransferable(withSpec(experiment, { input: [1, 8, 8] })));
  assert.ok(!isTransferable(withSpec(experiment, { input: [28, 28] })));
  assert.ok(!isTransferable(withSpec(experiment, { layers: [{ kind: 'flatten' }] })));
});
