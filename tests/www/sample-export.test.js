/** @file Samples go out as files and come back as they were; the augmented pictures are those of training. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { samplesZip } from '../../www/worker/export/samples.js';
import { augmented, BatchReader } from '../../www/worker/queries/augmented.js';
import { dataCounts, dataSamples } from '../../www/worker/queries/data-samples.js';
import { core, course, made, mnist } from './sample-files.js';

/**
 * @typedef {import('../../www/shared/answers.js').DataCounts} DataCounts
 * @typedef {import('../../www/shared/answers.js').DataSamples} DataSamples
 */

const parts = { train: mnist(120), validation: mnist(20, 120), test: mnist(15, 140) };
const digits = { name: 'own-0', title: 'Digits', shape: [1, 28, 28], classes: 10, scale: 1 / 255 };
const named = /** @type {[import('../../www/worker/data-source.js').PartName, typeof parts.train][]} */ (
  Object.entries(parts)
);

/** A context of queries about this data set. */
const context = {
  load: core,
  open: async () =>
    /** @type {any} */ ({ dataSet: digits, part: async (/** @type {keyof typeof parts} */ name) => parts[name] }),
};
const control = /** @type {any} */ ({ turn: async () => true });

/** @param {unknown} answer */
function answerOf(answer) {
  return /** @type {import('../../www/worker/answer.js').Answer} */ (answer).value;
}

for (const format of /** @type {const} */ (['idx', 'csv']))
  test(`${format}: what goes out comes back to the byte`, async () => {
    const file = await samplesZip(digits, named, format, course());
    const back = await made([{ name: 'Digits.zip', file }]);
    assert.deepEqual(back.parts, parts);
    assert.equal(back.dataSet.title, 'Digits');
  });

test('png: what goes out comes back, class by class', async () => {
  const file = await samplesZip(digits, named, 'png', course());
  const { parts: back } = await made([{ name: 'Digits.zip', file }]);
  for (const [name, { inputs, labels }] of named) {
    const order = [...labels.keys()].sort((a, b) => Number(labels[a]) - Number(labels[b]) || a - b);
    const found = back[name];
    assert.ok(found);
    const again = [...found.labels.keys()].sort((a, b) => Number(found.labels[a]) - Number(found.labels[b]) || a - b);
    assert.deepEqual(
      again.map((at) => Buffer.from(found.inputs.subarray(784 * at, 784 * (at + 1))).toString('base64')).sort(),
      order.map((at) => Buffer.from(inputs.subarray(784 * at, 784 * (at + 1))).toString('base64')).sort(),
    );
    assert.deepEqual(
      again.map((at) => found.labels[at]),
      order.map((at) => labels[at]),
    );
  }
});

test('more pictures than a zip holds are refused with both numbers', async () => {
  const labels = new Uint8Array(70_000);
  const many = samplesZip(digits, [['train', { inputs: new Uint8Array(), labels }]], 'png', course());
  await assert.rejects(many, { id: 'page.too_many_pictures', values: { count: '70000', most: '65534' } });
});

test('classes are counted by part, and their pictures given by pages', async () => {
  const { samples, counts } = /** @type {DataCounts} */ (await dataCounts(context, { data: {} }, control));
  assert.deepEqual(samples, [120, 20, 15]);
  assert.equal(counts[0]?.[7], parts.train.labels.filter((label) => label === 7).length);
  const page = answerOf(await dataSamples(context, { data: {}, part: 'train', label: 7, from: 2, count: 3 }, control));
  const { indices, total, pixels } = /** @type {DataSamples} */ (page);
  const sevens = [...parts.train.labels.keys()].filter((at) => parts.train.labels[at] === 7);
  assert.deepEqual([indices, total], [sevens.slice(2, 5), sevens.length]);
  const first = Number(indices[0]);
  assert.deepEqual([...pixels.subarray(0, 784)], [...parts.train.inputs.subarray(784 * first, 784 * (first + 1))]);
});

const shape = [1, 28, 28];
const batch = Float32Array.from(parts.train.inputs.subarray(0, 784 * 6), (value) => value / 255);
const augment = { shift: 2, rotate: 15, scale: 0.1, elastic: 2 };

test('without augmentation the batch that is read is the batch that was given', async () => {
  const reader = await BatchReader.open(await core(), { shape, augment: undefined, seed: 3, batch });
  const read = await reader.next();
  reader.free();
  assert.ok(read.every((value, at) => Math.abs(value - Number(batch[at])) < 1e-6));
});

test('the augmented pictures are what training is given at that seed and step', async () => {
  const { Session } = await core();
  const reader = await BatchReader.open(await core(), { shape, augment, seed: 3, batch });
  const read = await reader.next();
  reader.free();
  assert.ok(read.some((value, at) => Math.abs(value - Number(batch[at])) > 0.1));
  const trained = async (/** @type {Float32Array} */ inputs, /** @type {typeof augment | undefined} */ distorted) => {
    const session = await Session.create({
      seed: 3,
      input: shape,
      layers: [{ kind: 'flatten' }, { kind: 'dense', units: 10 }],
      loss: { kind: 'cross_entropy' },
      optimizer: { kind: 'sgd', learning_rate: 0.1 },
      batch_size: 6,
      shuffle: false,
      ...(distorted && { augment: distorted }),
    });
    await session.setData('train', { inputs, labels: parts.train.labels.slice(0, 6), scale: 1 });
    await session.step(1);
    const [weight] = await session.parameters();
    session.free();
    return weight?.data ?? new Float32Array();
  };
  const [distorted, plain] = [await trained(batch, augment), await trained(read, undefined)];
  const apart = distorted.reduce((most, value, at) => Math.max(most, Math.abs(value - Number(plain[at]))), 0);
  assert.ok(apart < 1e-6, `${apart}`);
});

test('the query gives each sample as it is, and then its draws, the same for the same seed', async () => {
  const params = { data: {}, augment, seed: 1, indices: [0, 4], draws: 3 };
  const one = answerOf(await augmented(context, params, control));
  assert.deepEqual(answerOf(await augmented(context, params, control)), one);
  const { pixels, labels, draws } = /** @type {any} */ (one);
  assert.deepEqual([pixels.length, labels, draws], [2 * 4 * 784, [parts.train.labels[0], parts.train.labels[4]], 3]);
  assert.deepEqual([...pixels.subarray(0, 784)], [...parts.train.inputs.subarray(0, 784)]);
  assert.notDeepEqual(pixels.subarray(784, 2 * 784), pixels.subarray(2 * 784, 3 * 784));
});
