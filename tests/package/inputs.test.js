/** @file The types of arrays for inputs and labels, class names, and the scale of inputs. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from 'inkgrad';
import { bits, rejects, smallData, smallSpec } from './support.js';

const { Session, prepareDrawing } = await load({ build: 'simd128' });
const { inputs, labels } = smallData();

/** @param {import('inkgrad').LabelledSamples} data */
async function trained(data, changes = {}) {
  const session = await Session.create(smallSpec(changes));
  await session.setData('train', data);
  await session.step(20);
  return session;
}

const expected = await bits(await trained({ inputs, labels }));
const rows = Array.from({ length: 100 }, (_, sample) => inputs.subarray(4 * sample, 4 * sample + 4));

/** @type {[string, import('inkgrad').LabelledSamples][]} */
const equivalent = [
  ['a Float64Array', { inputs: Float64Array.from(inputs), labels }],
  ['an array of numbers', { inputs: [...inputs], labels }],
  ['nested arrays of numbers', { inputs: rows.map((row) => [...row]), labels }],
  ['an array of typed arrays', { inputs: rows, labels }],
  ['labels of 8 bits, clamped', { inputs, labels: /** @type {any} */ (Uint8ClampedArray.from(labels)) }],
  ['labels with a sign', { inputs, labels: Int32Array.from(labels) }],
  ['labels as numbers', { inputs, labels: [...labels] }],
];
for (const [name, data] of equivalent) {
  test(`${name} trains to the same bits`, async () => {
    assert.deepEqual(await bits(await trained(data)), expected);
  });
}

test('clamped bytes are bytes', async () => {
  const bytes = Uint8Array.from(inputs, (value) => 100 + 50 * value);
  const flat = await trained({ inputs: bytes, labels, scale: 1 / 255 });
  const pictures = Array.from({ length: 100 }, (_, sample) => bytes.slice(4 * sample, 4 * sample + 4));
  for (const same of [Uint8ClampedArray.from(bytes), pictures]) {
    assert.deepEqual(await bits(await trained({ inputs: same, labels, scale: 1 / 255 })), await bits(flat));
  }
});

test('regression targets may be numbers, flat or nested', async () => {
  const targets = Float32Array.from({ length: 300 }, (_, index) => Math.fround(Math.cos(index)));
  const regression = { loss: { kind: /** @type {const} */ ('mse') } };
  const reference = await bits(await trained({ inputs, labels: targets }, regression));
  const nested = Array.from({ length: 100 }, (_, sample) => [...targets.subarray(3 * sample, 3 * sample + 3)]);
  for (const labels of [[...targets], nested])
    assert.deepEqual(await bits(await trained({ inputs, labels }, regression)), reference);
});

const untyped = /** @type {any} */ (await Session.create(smallSpec()));
/** @type {[() => Promise<unknown>, import('inkgrad').ErrorCode, string][]} */
const invalid = [
  [
    () =>
      untyped.predict([
        [1, 2, 3, 4],
        [1, 2, 3],
      ]),
    'data',
    'inputs[1]: expected 4 values, as in the others, found 3',
  ],
  [() => untyped.predict([1, 2, '3', 4]), 'data', 'inputs[2]: expected a number, found "3"'],
  [
    () =>
      untyped.predict([
        [1, 2, 3, 4],
        [1, 2, null, 4],
      ]),
    'data',
    'inputs[1][2]: expected a number, found null',
  ],
  [() => untyped.predict([[1, 2, 3, 4], 5]), 'data', 'inputs[1]: expected an array of 4 values, found 5'],
  [() => untyped.predict([1, 2, 3n, 4]), 'data', 'inputs[2]: expected a number, found the bigint 3n'],
  [
    () =>
      untyped.predict([
        [1, 2],
        [3, 4],
        [5, 6],
        [7, 8],
      ]),
    'shape',
    'inputs[0]: expected 4 values, one sample, found 2',
  ],
  [
    () => untyped.setData('train', { inputs, labels: Int32Array.of(0, -1) }),
    'data',
    'labels[1]: expected a class of at least 0, found -1',
  ],
  [() => untyped.setData('train', { inputs, labels: ['a', 1] }), 'data', 'labels[1]: expected a string, found 1'],
];
for (const [call, code, message] of invalid) {
  test(message, () => rejects(call(), code, message, message.slice(0, message.indexOf(': '))));
}

test('classes are named by the labels, in the order of first appearance, and the names are saved', async () => {
  const names = ['two', 'zero', 'one'];
  const words = Array.from(labels, (label) => /** @type {string} */ (names[label]));
  const session = await trained({ inputs, labels: words });
  const order = [...new Set(words)];
  assert.deepEqual(session.classes, order);
  const outputs = await session.predict(rows[0]);
  const [ranked] = await session.predict(rows[0], { named: true });
  assert.deepEqual(
    ranked.map(({ label, probability }) => [label, probability]),
    order.map((label, index) => [label, outputs[index]]).sort((one, other) => Number(other[1]) - Number(one[1])),
  );
  await session.setData('validation', { inputs: inputs.subarray(0, 8), labels: ['one', 'two'] });
  await rejects(
    session.setData('validation', { inputs: inputs.subarray(0, 8), labels: ['one', 'three'] }),
    'data',
    /labels\[1\].*"three"/,
    'labels[1]',
  );
  const again = await Session.load(await session.save());
  assert.deepEqual(again.classes, order);
  assert.equal((await trained({ inputs, labels })).classes, null);
});

test('a regression has no class names', async () => {
  const session = await Session.create(smallSpec({ loss: { kind: 'mse' } }));
  await rejects(session.predict(rows[0] ?? inputs, { named: true }), 'state', /under mse/);
});

test('new training data without names clear the class names, unless the network was trained with them', async () => {
  const session = await Session.create(smallSpec());
  const words = Array.from(labels, (label) => `class ${label}`);
  await session.setData('train', { inputs, labels: words });
  await session.setData('train', { inputs, labels });
  assert.equal(session.classes, null);
  await session.setData('train', { inputs, labels: words });
  await session.step();
  await session.setData('train', { inputs, labels });
  assert.deepEqual(new Set(session.classes), new Set(words));
});

test('without names a class has its index as label', async () => {
  const session = await trained({ inputs, labels });
  const [ranked] = await session.predict(rows[0], { named: true });
  assert.deepEqual(ranked.map(({ label }) => label).sort(), ['0', '1', '2']);
});

test('validation data and predictions use the scale of the training data; another element type requires a scale', async () => {
  const bytes = Uint8Array.from(inputs, (value) => 100 + 50 * value);
  const session = await trained({ inputs: bytes, labels, scale: 1 / 255 });
  await session.setData('validation', { inputs: bytes, labels });
  const { loss } = await session.evaluate('validation');
  await session.setData('validation', { inputs: bytes, labels, scale: 1 / 255 });
  assert.equal((await session.evaluate('validation')).loss, loss);
  for (const call of [
    () => session.predict(inputs),
    () => session.activations(rows[0]),
    () => session.gradients(inputs, labels),
    () => session.explain(rows[0]),
    () => session.nearest(rows[0]),
    () => session.setData('test', { inputs, labels }),
  ]) {
    await rejects(call(), 'data', /scale/);
  }
  await session.predict(inputs, { scale: 1 });
  for (const scale of [0, Number.NaN, Number.POSITIVE_INFINITY]) {
    await rejects(session.setData('train', { inputs: bytes, labels, scale }), 'data', /^scale: /, 'scale');
  }
});

test('the element type is compared whichever part is set first', async () => {
  const session = await Session.create(smallSpec());
  await session.setData('validation', { inputs, labels });
  const bytes = Uint8Array.from(inputs, (value) => 100 + 50 * value);
  await rejects(session.setData('train', { inputs: bytes, labels, scale: 1 / 255 }), 'data', /scale/);
});

test('the input of prepareDrawing is known to be scaled, a copy is not', async () => {
  const session = await Session.create(
    smallSpec({ input: [1, 4, 4], layers: [{ kind: 'flatten' }, { kind: 'dense', units: 3 }] }),
  );
  const pictures = Uint8Array.from({ length: 16 * 30 }, (_, index) => (index * 37) % 256);
  await session.setData('train', { inputs: pictures, labels: labels.subarray(0, 30), scale: 1 / 255 });
  const pixels = Uint8Array.from({ length: 64 }, (_, index) => (index % 9 === 0 ? 255 : 0));
  const { input } = prepareDrawing({ pixels, width: 8, height: 8, shape: [1, 4, 4] });
  assert.ok(input);
  assert.deepEqual(await session.predict(input), await session.predict(input, { scale: 1 }));
  await session.activations(input);
  await rejects(session.predict(input.slice()), 'data', /scale/);
});
