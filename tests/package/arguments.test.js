/** @file Invalid arguments and the text of each error. No error changes the session. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from 'inkgrad';
import { bits, rejects, smallData, smallSpec } from './support.js';

const { Session } = await load({ build: 'simd128' });
const session = await Session.create(smallSpec());
const { inputs, labels } = smallData();
await session.setData('train', { inputs, labels });
/** For calls that TypeScript would reject. @type {any} */
const untyped = session;

const ones = (/** @type {number} */ length) => new Float32Array(length).fill(1);
const bias = { name: 'layers.1.bias', shape: [3], data: ones(3) };

const INTEGER = 'a whole number of at least 0 and below 2^32';
const INPUTS = 'a Uint8Array, Uint8ClampedArray, Float32Array, Float64Array or an array of numbers';
const LABELS = 'a Uint8Array, Uint32Array, Int32Array or Float32Array, or an array of numbers or of strings';
const CHANGEABLE = 'batch_size, clip_norm, l1, l2, optimizer, schedule, augment, early_stopping, layers';

/** A call, the error's code and its message, which starts with the path. @type {[() => Promise<unknown>, import('inkgrad').ErrorCode, string][]} */
const invalid = [
  [() => session.step(-1), 'data', `k: expected ${INTEGER}, found -1`],
  [() => session.step(Number.NaN), 'data', `k: expected ${INTEGER}, found NaN`],
  [() => session.step(1.5), 'data', `k: expected ${INTEGER}, found 1.5`],
  [() => session.step(2 ** 32), 'data', `k: expected ${INTEGER}, found 4294967296`],
  [() => untyped.step('3'), 'data', `k: expected ${INTEGER}, found "3"`],
  [() => untyped.step(null), 'data', `k: expected ${INTEGER}, found null`],
  [() => untyped.step(3n), 'data', `k: expected ${INTEGER}, found the bigint 3n`],
  [() => untyped.step(1, 5), 'data', 'options: expected an object, found 5'],
  [() => untyped.step(1, { signal: 5 }), 'data', 'signal: expected an AbortSignal, found 5'],
  [() => untyped.evaluate('valid'), 'data', 'part: expected one of train, validation, test, found "valid"'],
  [() => untyped.evaluate(), 'data', 'part: expected a string, found undefined'],
  [() => untyped.setData(0, { inputs, labels }), 'data', 'part: expected a string, found 0'],
  [() => untyped.evaluate('train', { perSample: 1 }), 'data', 'perSample: expected true or false, found 1'],
  [() => untyped.setData('train'), 'data', 'data: expected an object, found undefined'],
  [() => untyped.setData('train', { labels }), 'data', `inputs: expected ${INPUTS}, found undefined`],
  [() => untyped.predict(new Int16Array(4)), 'data', `inputs: expected ${INPUTS}, found an Int16Array`],
  [() => untyped.predict('1234'), 'data', `inputs: expected ${INPUTS}, found "1234"`],
  [
    () => untyped.predict(new ArrayBuffer(4)),
    'data',
    `inputs: expected ${INPUTS}, found an ArrayBuffer; wrap it: new Uint8Array(buffer)`,
  ],
  [() => session.predict(ones(5)), 'shape', 'inputs: expected a multiple of 4 values, 4 a sample, found 5'],
  [() => session.predict(ones(0)), 'shape', 'inputs: expected a multiple of 4 values, 4 a sample, found 0'],
  [() => session.activations(ones(8)), 'shape', 'input: expected 4 values, one sample, found 8'],
  [
    () => session.setData('train', { inputs: ones(0), labels }),
    'data',
    'inputs: expected at least one sample, found none',
  ],
  [
    () => session.setData('train', { inputs: Float32Array.of(1, 2, Number.NaN, 4), labels: Uint8Array.of(1) }),
    'data',
    'inputs[2]: expected a finite number, found NaN',
  ],
  [() => untyped.setData('train', { inputs, labels: 1 }), 'data', `labels: expected ${LABELS}, found 1`],
  [
    () => session.gradients(inputs, labels.subarray(1)),
    'shape',
    'labels: expected 100 class indices, one a sample, found 99',
  ],
  [
    () => session.setData('test', { inputs, labels: new Uint8Array(100).fill(3) }),
    'data',
    'labels[0]: expected a class from 0 to 2, found 3; give the last layer one output for each class',
  ],
  [
    () => session.setData('train', { inputs, labels: ones(300) }),
    'data',
    'labels: expected class indices (a Uint8Array, Uint32Array or Int32Array) or names (an array of strings), found floats; cross_entropy takes one class a sample',
  ],
  [
    () => session.setData('train', { inputs, labels, scale: Number.NaN }),
    'data',
    'scale: expected a finite number, found NaN',
  ],
  [() => untyped.predict(inputs, { scale: '1' }), 'data', 'scale: expected a finite number, found "1"'],
  [() => untyped.setData('train', { inputs, labels, warmup: 1 }), 'data', 'warmup: expected true or false, found 1'],
  [() => session.reset(-1), 'data', `seed: expected ${INTEGER}, found -1`],
  [() => untyped.setParameters({}), 'data', 'parameters: expected an array of { name, shape, data }, found an object'],
  [() => untyped.setParameters([5]), 'data', 'parameters[0]: expected an object, found 5'],
  [() => untyped.setParameters([bias, {}]), 'data', 'parameters[1].name: expected a string, found undefined'],
  [
    () => untyped.setParameters([{ ...bias, shape: 3 }]),
    'data',
    'parameters[0].shape: expected an array of whole numbers, found 3',
  ],
  [
    () => session.setParameters([{ ...bias, shape: [-3] }]),
    'data',
    `parameters[0].shape[0]: expected ${INTEGER}, found -3`,
  ],
  [
    () => session.setParameters([{ ...bias, shape: [4], data: ones(4) }]),
    'shape',
    'parameters[0].shape: expected [3] for layers.1.bias, found [4]',
  ],
  [
    () => untyped.setParameters([{ ...bias, data: [1] }]),
    'data',
    'parameters[0].data: expected a Float32Array, found an Array',
  ],
  [
    () => session.setParameters([bias, { ...bias, data: ones(2) }]),
    'shape',
    'parameters[1].data: expected 3 numbers for layers.1.bias, found 2',
  ],
  [
    () => session.setParameters([{ ...bias, data: Float32Array.of(1, 2, Number.POSITIVE_INFINITY) }]),
    'data',
    'parameters[0].data[2]: expected a finite number, found inf',
  ],
  [() => untyped.configure(), 'spec', 'changes: expected an object, found undefined'],
  [
    () => untyped.configure({ optimiser: {} }),
    'spec',
    `optimiser: expected one of the fields ${CHANGEABLE}, found "optimiser"; did you mean "optimizer"?`,
  ],
  [
    () => session.configure({ layers: { 2: { rate: 0.5 } } }),
    'spec',
    'layers: expected an index from 0 to 1, found "2"',
  ],
];

for (const [call, code, message] of invalid) {
  test(message, async () => {
    const before = [await bits(session), session.spec];
    await rejects(call(), code, message, message.slice(0, message.indexOf(': ')));
    assert.deepEqual([await bits(session), session.spec], before);
  });
}

test('an array whose buffer was transferred has its own error', async () => {
  const transferred = ones(4);
  structuredClone(transferred, { transfer: [transferred.buffer] });
  const message = 'inputs: the array is empty, for its buffer was transferred; hand over a copy';
  await rejects(session.predict(transferred), 'data', message, 'inputs');
});
