/** @file One's own data sets in the workers: their content, and what a run uses of them. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { dataSets } from '../../www/shared/data-sets.js';
import { defaultExperiment, withDataset } from '../../www/shared/experiment.js';
import { readLink, writeLink } from '../../www/shared/links.js';
import { storedBlob, storedParts } from '../../www/shared/stored-data.js';
import { select, shuffled } from '../../www/worker/selected-source.js';
import { SourceCache } from '../../www/worker/source-cache.js';
import { StoredSource } from '../../www/worker/stored-source.js';

/** @param {number} count @param {number} [first] */
function part(count, first = 0) {
  const labels = Uint8Array.from({ length: count }, (_, at) => (first + at) % 3);
  return { inputs: Float32Array.from({ length: 2 * count }, (_, at) => first + Math.floor(at / 2)), labels };
}

/** @type {import('../../www/shared/data-sets.js').DataSet} */
const pairs = { name: 'own-pairs', title: 'Pairs', shape: [2], classes: 3, scale: 1 };

/** @param {import('../../www/shared/data-sets.js').Selection} selection */
const selected = (selection) => select({ dataSet: pairs, train: part(20), validation: part(4, 20) }, selection);

test('the content of a data set survives the way through its blob', async () => {
  const parts = { train: { inputs: Uint8Array.of(1, 2, 3), labels: Uint8Array.of(9, 8, 7) }, test: part(5) };
  assert.deepEqual(await storedParts(storedBlob(parts)), parts);
});

test('a damaged content is an error that names the data set', async () => {
  const whole = new Uint8Array(await storedBlob({ train: part(10) }).arrayBuffer());
  for (const bytes of [whole.subarray(0, 40), whole.subarray(0, whole.length - 16), new Uint8Array(100)]) {
    const source = new StoredSource(pairs, new Blob([bytes]));
    await assert.rejects(source.all(), { code: 'data', id: 'page.data_lost' });
  }
});

test('where no validation part comes with it, a fifth is held back, and no sample is lost', async () => {
  const source = new StoredSource(pairs, storedBlob({ train: part(20) }));
  const { train, validation } = await source.all();
  assert.deepEqual([train.labels.length, validation.labels.length], [16, 4]);
  const samples = [...train.inputs, ...validation.inputs].sort((a, b) => a - b);
  assert.deepEqual(samples, [...part(20).inputs]);
  assert.equal((await source.part('test')).labels.length, 0);
});

test('a split takes the share that is asked for, the same for the same seed', () => {
  const half = selected({ validation: 0.5, split_seed: 1 });
  assert.deepEqual([half.train.labels.length, half.validation.labels.length], [12, 12]);
  assert.deepEqual(half, selected({ validation: 0.5, split_seed: 1 }));
  assert.notDeepEqual(half.train.inputs, selected({ validation: 0.5, split_seed: 2 }).train.inputs);
});

test('labels stay with their samples', () => {
  const { train } = selected({ validation: 0.25, limit: 7 });
  assert.equal(train.labels.length, 7);
  for (const [at, label] of train.labels.entries()) assert.equal(label, Number(train.inputs[2 * at]) % 3);
});

test('label noise changes about its share of the training labels, to other classes, and nothing else', () => {
  const dataSet = pairs;
  const clean = { dataSet, train: part(3000), validation: part(30) };
  const { train, validation } = select(clean, { noise: 0.4 });
  const changed = train.labels.filter((label, at) => label !== clean.train.labels[at]).length;
  assert.ok(Math.abs(changed / 3000 - 0.4) < 0.04);
  assert.ok(train.labels.every((label) => label < 3));
  assert.deepEqual(validation, clean.validation);
});

test('a shuffled order has every index once', () => {
  assert.deepEqual(
    [...shuffled(100, 3)].sort((a, b) => a - b),
    Array.from({ length: 100 }, (_, at) => at),
  );
});

test('a data set of the page is opened once, and its selections anew', async () => {
  const opened = /** @type {string[]} */ ([]);
  const all = async () => ({ dataSet: pairs, train: part(20), validation: part(4) });
  const cache = new SourceCache((name) => {
    opened.push(name);
    return /** @type {any} */ ({ dataSet: dataSets[name], all });
  });
  const read = /** @type {any} */ (() => {});
  const plain = await cache.get({ dataset: { name: 'mnist' } }, read);
  const few = await cache.get({ dataset: { name: 'mnist', limit: 5 } }, read);
  assert.equal((await few.all(() => {})).train.labels.length, 5);
  assert.equal(await cache.get({ dataset: { name: 'mnist', limit: 5 } }, read), few);
  assert.equal(await cache.get({ dataset: { name: 'mnist' } }, read), plain);
  assert.deepEqual(opened, ['mnist']);
});

test('another data set gives a network with its input, outputs and loss', () => {
  const usual = defaultExperiment();
  const four = { name: 'own-4', shape: [1, 20, 20], classes: 4, scale: 1 };
  const pictures = withDataset(usual, { name: four.name, own: four });
  assert.deepEqual([pictures.spec.input, pictures.spec.layers.at(-1)?.units], [[1, 20, 20], 4]);
  const table = withDataset(usual, { name: 'own-pairs', own: { ...pairs, classes: 0 } });
  assert.deepEqual([table.spec.input, table.spec.loss.kind], [[2], 'mse']);
  assert.deepEqual(
    table.spec.layers.map(({ units }) => units),
    [16, 1],
  );
  assert.deepEqual(withDataset(table, { name: 'mnist' }).spec, usual.spec);
});

test('a link holds the data and what is used of them', () => {
  const own = { name: pairs.name, own: pairs, validation: 0.3, split_seed: 4, limit: 100, noise: 0.25 };
  const experiment = withDataset(defaultExperiment(), own);
  const { search, hash } = writeLink('build', experiment, '');
  assert.deepEqual(readLink({ search, hash }, [pairs]), {
    route: 'build',
    experiment,
    refused: [],
    preferences: {},
  });
  assert.ok(readLink({ search, hash }).refused.includes('data'));
});

test('content that was lost is read once it has come back', async () => {
  const cache = new SourceCache(() => /** @type {any} */ (assert.fail('it does not come with the page')));
  const dataset = { name: pairs.name, own: pairs };
  const read = /** @type {any} */ (() => {});
  await assert.rejects(
    (await cache.get({ dataset, content: null }, read)).all(() => {}),
    { id: 'page.data_lost' },
  );
  const source = await cache.get({ dataset, content: storedBlob({ train: part(20) }) }, read);
  assert.equal((await source.all(() => {})).train.labels.length, 16);
});
