/** @file Saved sessions: a loaded session resumes bit for bit, and other files are rejected. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from 'inkgrad';
import { bits, rejects, smallData, smallSpec } from './support.js';

const { Session } = await load({ build: 'simd128' });

/** @type {Record<string, Partial<import('inkgrad').Spec>>} */
const specs = {
  'adam, half-way through an epoch': {},
  'momentum, dropout and a schedule': {
    layers: [
      { kind: 'dense', units: 8, activation: 'tanh' },
      { kind: 'dropout', rate: 0.3 },
      { kind: 'dense', units: 3 },
    ],
    optimizer: { kind: 'sgd', learning_rate: 0.1, momentum: 0.9, nesterov: true },
    schedule: { kind: 'cosine', steps: 60 },
  },
  'early stopping': { early_stopping: { patience: 3 } },
};

for (const [name, changes] of Object.entries(specs)) {
  test(`a session resumes from its file: ${name}`, async () => {
    const session = await Session.create(smallSpec(changes));
    await session.setData('train', smallData());
    await session.setData('validation', smallData(30));
    await session.step(17);
    const file = await session.save();
    const other = await (await load({ build: 'simd128' })).Session.load(file);
    assert.deepEqual(other.spec, session.spec);
    assert.deepEqual(await bits(other), await bits(session));
    await rejects(other.step(), 'state', /train data/);
    await other.setData('train', smallData());
    await other.setData('validation', smallData(30));
    assert.deepEqual(await other.step(40), await session.step(40));
    assert.deepEqual(await bits(other), await bits(session));
    assert.deepEqual(await other.save(), await session.save());
  });
}

test('other training data start a new epoch', async () => {
  const session = await Session.create(smallSpec());
  await session.setData('train', smallData());
  await session.step(10);
  const other = await Session.load(await session.save());
  await other.setData('train', smallData(50));
  const { step, epoch } = await other.step();
  assert.deepEqual([step, epoch], [11, 1 + 16 / 50]);
});

test('the scale of the data is saved', async () => {
  const session = await Session.create(smallSpec());
  const inputs = new Uint8Array(40).map((_, index) => 6 * index);
  await session.setData('train', { inputs, labels: new Uint8Array(10), scale: 1 / 255 });
  const other = await Session.load(await session.save());
  assert.deepEqual(await other.predict(inputs), await session.predict(inputs));
});

test('the file is a safetensors file with metadata', async () => {
  const session = await Session.create(smallSpec());
  const file = await session.save();
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  const { __metadata__: metadata, 'layers.0.weight': weight } = header;
  assert.deepEqual([weight.dtype, weight.shape], ['F32', [8, 4]]);
  assert.equal(metadata.format, 'pt');
  assert.match(metadata['inkgrad.version'], /^\d/);
  assert.deepEqual(JSON.parse(metadata['inkgrad.spec']).layers.length, 2);
});

test('the returned file belongs to the caller', async () => {
  const session = await Session.create(smallSpec());
  const file = await session.save();
  const copy = file.slice();
  file.fill(0);
  assert.deepEqual(await session.save(), copy);
});

test('other files are rejected', async () => {
  const session = await Session.create(smallSpec());
  const file = await session.save();
  await rejects(Session.load(new Uint8Array()), 'format', /./);
  await rejects(Session.load(new Uint8Array(100)), 'format', /./);
  await rejects(Session.load(file.subarray(0, file.length - 1)), 'format', /./);
  await rejects(Session.load(/** @type {any} */ (file.buffer)), 'data', /new Uint8Array\(buffer\)/, 'bytes');
  await rejects(
    Session.load(/** @type {any} */ ('file')),
    'data',
    /^bytes: expected a Uint8Array, found "file"$/,
    'bytes',
  );
  assert.deepEqual((await Session.load(file)).spec, session.spec);
});
