/** @file Convolutions on several workers: deterministic, and in agreement with one worker. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from 'inkgrad';
import { bits, someDigits } from './support.js';

/** @type {import('inkgrad').Layer} */
const convolution = { kind: 'conv2d', filters: 16, kernel: 3, padding: 'same', activation: 'relu' };

/** Many multiply-adds and few parameters. @type {import('inkgrad').Spec} */
const spec = {
  seed: 5,
  input: [1, 8, 8],
  layers: [
    ...[convolution, convolution, convolution],
    { kind: 'max_pool2d', size: 2 },
    { kind: 'flatten' },
    { kind: 'dense', units: 10 },
  ],
  loss: { kind: 'cross_entropy' },
  optimizer: { kind: 'sgd', learning_rate: 0.002 },
  batch_size: 32,
};

/** @param {number} workers */
async function trained(workers) {
  const inkgrad = await load({ build: 'simd128', workers });
  const session = await inkgrad.Session.create(spec);
  await session.setData('train', someDigits(inkgrad, 0, 300));
  await session.step(40);
  const result = { bits: await bits(session), parameters: await session.parameters() };
  session.free();
  return result;
}

test('convolutions on several workers have the same bits every time, and agree with one', async () => {
  const one = await trained(1);
  for (const workers of [2, 3]) {
    const [first, again] = [await trained(workers), await trained(workers)];
    assert.deepEqual(first.bits, again.bits, `${workers} workers`);
    first.parameters.forEach(({ name, data }, at) => {
      const expected = /** @type {Float32Array} */ (one.parameters[at]?.data);
      data.forEach((value, index) => {
        assert.ok(Math.abs(value - (expected[index] ?? 0)) <= 1e-4, `${name}[${index}] of ${workers} workers`);
      });
    });
  }
});
