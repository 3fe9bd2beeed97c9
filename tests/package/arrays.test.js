/** @file Views of shared, larger and foreign buffers are accepted as arguments. Returned arrays belong to the caller. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { load } from 'inkgrad';
import { bits, smallData, smallSpec } from './support.js';

const { Session } = await load({ build: 'simd128' });
const { inputs, labels } = smallData();

/** @param {import('inkgrad').LabelledSamples} data */
async function trained(data) {
  const session = await Session.create(smallSpec());
  await session.setData('train', data);
  await session.step(20);
  return bits(session);
}

const expected = await trained({ inputs, labels });

test('a part of a larger buffer', async () => {
  const large = new Float32Array(inputs.length + 20).fill(9);
  large.set(inputs, 7);
  assert.deepEqual(await trained({ inputs: large.subarray(7, 7 + inputs.length), labels }), expected);
});

test('a shared buffer', async () => {
  const shared = new Float32Array(new SharedArrayBuffer(inputs.byteLength));
  shared.set(inputs);
  const sharedLabels = new Uint8Array(new SharedArrayBuffer(labels.byteLength));
  sharedLabels.set(labels);
  assert.deepEqual(await trained({ inputs: shared, labels: sharedLabels }), expected);
});

test('an array of another realm', async () => {
  const foreign = runInNewContext('new Float32Array(list)', { list: [...inputs] });
  assert.ok(!(foreign instanceof Float32Array));
  assert.deepEqual(await trained({ inputs: foreign, labels }), expected);
});

test('Node’s own buffers', async () => {
  assert.deepEqual(await trained({ inputs, labels: Buffer.from(labels) }), expected);
});

test('class indices of 32 bits', async () => {
  assert.deepEqual(await trained({ inputs, labels: Uint32Array.from(labels) }), expected);
});

test('returned arrays belong to the caller', async () => {
  const session = await Session.create(smallSpec());
  const parameters = await session.parameters();
  const outputs = await session.predict(inputs);
  const [parametersCopy, outputsCopy] = structuredClone([parameters, outputs]);
  for (const { data } of parameters) data.fill(0);
  outputs.fill(0);
  assert.deepEqual(await session.parameters(), parametersCopy);
  assert.deepEqual(await session.predict(inputs), outputsCopy);
});
