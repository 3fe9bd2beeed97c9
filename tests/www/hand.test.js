/** @file One's own samples among those of a data set, and networks that go on with the weights of others. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from 'inkgrad';
import { dataSets } from '../../www/shared/data-sets.js';
import { defaultExperiment, specOf, withSpec } from '../../www/shared/experiment.js';
import { readLink, writeLink } from '../../www/shared/links.js';
import { Predictor } from '../../www/shared/predictor.js';
import { storedBlob } from '../../www/shared/stored-data.js';
import { Analysis } from '../../www/worker/analysis.js';
import { EPOCH, HandSource, mixed } from '../../www/worker/hand-source.js';
import { openRun } from '../../www/worker/open-run.js';
import { ownAccuracy } from '../../www/worker/queries/own-accuracy.js';
import { SourceCache } from '../../www/worker/source-cache.js';

/** @param {number} count @param {number} value of every pixel @param {number} label */
function part(count, value, label) {
  return { inputs: new Uint8Array(2 * count).fill(value), labels: new Uint8Array(count).fill(label) };
}

const parts = { dataSet: dataSets.mnist, train: part(9000, 1, 3), validation: part(10, 2, 3) };

test('half of an epoch are own samples, each as often as the others', () => {
  const own = { inputs: Uint8Array.of(10, 10, 11, 11, 12, 12), labels: Uint8Array.of(0, 1, 2) };
  const { inputs, labels } = mixed(parts.train, own, 2, 0.5);
  assert.ok(Math.abs(labels.length - EPOCH) < own.labels.length);
  const counts = [10, 11, 12, 1].map((value) => inputs.filter((one) => one === value).length / 2);
  assert.deepEqual(counts.slice(0, 3), [667, 667, 667]);
  assert.equal(counts[3], EPOCH / 2);
  // Labels stay with their samples, and own samples stand among the others.
  for (const [at, label] of labels.entries()) assert.equal(inputs[2 * at], label === 3 ? 1 : 10 + label);
  const firstHalf = labels.subarray(0, labels.length / 2).filter((label) => label < 3).length;
  assert.ok(Math.abs(firstHalf / labels.length - 0.25) < 0.05);
});

test('without replay there are own samples alone; of a small data set no sample comes twice', () => {
  const own = part(7, 9, 1);
  assert.ok(mixed(parts.train, own, 2, 1).labels.every((label) => label === 1));
  const small = mixed(part(30, 1, 3), own, 2, 0.5);
  assert.equal(small.labels.filter((label) => label === 3).length, 30);
  assert.equal(small.labels.filter((label) => label === 1).length, 28);
});

test('a source with own samples changes the training part alone, and the same each time', async () => {
  const source = (/** @type {any} */ base) =>
    new HandSource(base, /** @type {any} */ ({ part: async () => part(5, 9, 1) }), 0.5);
  const base = {
    dataSet: dataSets.digits,
    all: async () => ({
      ...parts,
      dataSet: dataSets.digits,
      train: { inputs: new Uint8Array(64 * 20), labels: new Uint8Array(20) },
    }),
    part: async (/** @type {string} */ name) => `${name} of the data set`,
    count: async () => 4,
  };
  const own = { part: async () => ({ inputs: new Uint8Array(64 * 5).fill(9), labels: new Uint8Array(5).fill(1) }) };
  const [one, other] = [0, 1].map(() => new HandSource(/** @type {any} */ (base), /** @type {any} */ (own), 0.5));
  assert.ok(source(base).dataSet === dataSets.digits);
  const first = await one?.first();
  assert.equal(first?.whole, true);
  assert.deepEqual(first?.parts, (await other?.first())?.parts);
  assert.equal(await one?.count('train'), first?.parts.train.labels.length);
  assert.equal(await one?.part('test'), 'test of the data set');
  assert.equal(await one?.count('validation'), 4);
  assert.equal(first?.parts.validation, parts.validation);
});

test('the cache joins the content of own samples with the data set', async () => {
  const size = 28 * 28;
  const train = { inputs: new Uint8Array(size * 20), labels: new Uint8Array(20) };
  const base = { dataSet: dataSets.mnist, all: async () => ({ dataSet: dataSets.mnist, train, validation: train }) };
  const cache = new SourceCache(() => /** @type {any} */ (base));
  const own = { inputs: new Uint8Array(size * 4).fill(7), labels: new Uint8Array(4).fill(1) };
  const hand = storedBlob({ train: own, validation: { inputs: new Uint8Array(0), labels: new Uint8Array(0) } });
  const read = /** @type {any} */ (() => {});
  const dataset = { name: 'mnist', hand: { name: 'own-h', share: 0.5 } };
  const source = await cache.get({ dataset, hand }, read);
  assert.equal((await source.all(() => {})).train.labels.filter((label) => label === 1).length, 20);
  assert.equal(await cache.get({ dataset, hand }, read), source);
  const lost = await cache.get({ dataset: { ...dataset, hand: { name: 'own-other', share: 0.5 } } }, read);
  await assert.rejects(
    lost.all(() => {}),
    { code: 'data', id: 'page.data_lost' },
  );
});

test('a link names own samples, and is refused where they are not', () => {
  const before = defaultExperiment();
  const experiment = { ...before, dataset: { ...before.dataset, hand: { name: 'own-h', share: 0.5 } } };
  const address = writeLink('train', experiment, '');
  const here = { ...dataSets.mnist, name: 'own-h', within: 'mnist' };
  assert.deepEqual(readLink(address, [here]).experiment, experiment);
  assert.deepEqual(readLink(address, [{ ...here, within: 'digits' }]).refused, ['data.hand']);
  assert.deepEqual(readLink(address).refused, ['data.hand']);
});

const small = withSpec(defaultExperiment(), {
  input: [1, 8, 8],
  layers: [{ kind: 'flatten' }, { kind: 'dense', units: 5, activation: 'relu' }, { kind: 'dense', units: 10 }],
});

test('a transferred network has the weights of all layers but the last', async () => {
  const inkgrad = await load();
  const before = await inkgrad.Session.create({ ...specOf(small), seed: 1 });
  const saved = await before.save();
  const layers = [
    { kind: 'flatten' },
    { kind: 'dense', units: 5, activation: 'relu', trainable: false },
    { kind: 'dense', units: 10 },
  ];
  const command = /** @type {any} */ ({
    run: 1,
    runId: 'r',
    spec: { ...specOf(withSpec(small, { layers })), seed: 2 },
    data: { dataset: { name: 'digits' } },
    engine: {},
    saved: null,
    position: null,
    from: saved,
  });
  const { trainingRun } = await openRun(
    command,
    undefined,
    async () => inkgrad,
    () => 0,
  );
  const named = async (/** @type {import('inkgrad').Session} */ session) =>
    new Map((await session.parameters()).map(({ name, data }) => [name, [...data]]));
  const [old, taken] = [await named(before), await named(trainingRun.session)];
  assert.equal(trainingRun.carried, 1);
  assert.deepEqual(taken.get('layers.1.weight'), old.get('layers.1.weight'));
  // As many units as before, and yet its own.
  assert.notDeepEqual(taken.get('layers.2.weight'), old.get('layers.2.weight'));
  await trainingRun.session.setData('train', {
    inputs: new Uint8Array(64 * 20).fill(100),
    labels: new Uint8Array(20),
    scale: 1 / 255,
  });
  await trainingRun.session.step(3);
  const learned = await named(trainingRun.session);
  assert.deepEqual(learned.get('layers.1.weight'), old.get('layers.1.weight'));
  assert.notDeepEqual(learned.get('layers.2.bias'), taken.get('layers.2.bias'));
  before.free();
  trainingRun.session.free();
});

test('own samples are answered by the copy with the newest weights', async () => {
  const inkgrad = await load();
  const spec = specOf(small);
  const session = await inkgrad.Session.create(spec);
  const predictor = await Predictor.open(inkgrad, spec, dataSets.digits);
  predictor.queueWeights({ step: 7, parameters: await session.parameters() });
  await predictor.applyQueued();
  const analysis = new Analysis(inkgrad, predictor, /** @type {any} */ ({ dataSet: dataSets.digits }));
  const inputs = Float32Array.from({ length: 64 * 30 }, (_, at) => (at % 17) / 17);
  const outputs = await session.predict(inputs, { scale: 1 });
  const expected = Array.from({ length: 30 }, (_, at) => {
    const row = outputs.subarray(10 * at, 10 * (at + 1));
    return row.indexOf(Math.max(...row));
  });
  const labels = Uint8Array.from(expected, (label, at) => (at < 12 ? label : (label + 1) % 10));
  const control = /** @type {any} */ ({ signal: new AbortController().signal });
  const answer = await ownAccuracy(/** @type {any} */ ({ analysis }), { inputs, labels }, control);
  const { step, correct, answers } = /** @type {any} */ (answer).value;
  assert.deepEqual([step, correct, [...answers]], [7, 12, expected]);
  analysis.free();
  predictor.free();
  session.free();
});
