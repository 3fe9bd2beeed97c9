/** @file `importModel`: our own exports come back, arrays of others beside a spec, and what is damaged or foreign is named. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { load } from 'inkgrad';
import { rejects, smallData, smallSpec } from './support.js';

const { Session, importModel } = await load({ build: 'simd128' });

/** @typedef {import('inkgrad').ModelFile} ModelFile */

/** A network with most kinds that both ONNX and Keras have to turn round. */
const SPEC = /** @type {import('inkgrad').Spec} */ ({
  seed: 3,
  input: [2, 6, 6],
  layers: [
    { kind: 'conv2d', filters: 3, kernel: 2, padding: 'same', stride: 2, activation: 'gelu_tanh' },
    { kind: 'batch_norm' },
    {
      kind: 'residual',
      layers: [{ kind: 'conv2d', filters: 3, kernel: 3, padding: 'same', bias: false }, { kind: 'layer_norm' }],
    },
    { kind: 'rows' },
    { kind: 'gru', units: 4, return_sequences: true },
    { kind: 'transformer_encoder', heads: 2, hidden: 5 },
    { kind: 'reshape', shape: [1, 3, 4] },
    { kind: 'patches', size: 1, units: 3 },
    { kind: 'flatten' },
    { kind: 'dense', units: 3 },
  ],
  loss: { kind: 'cross_entropy' },
  optimizer: { kind: 'adam', learning_rate: 0.01 },
  batch_size: 10,
});

/** @param {number} count */
const wave = (count) => Float32Array.from({ length: count }, (_, index) => Math.fround(Math.sin(1.3 * index * index)));

async function trained() {
  const session = await Session.create(SPEC);
  const labels = Array.from({ length: 40 }, (_, index) => ['a', 'b', 'c'][index % 3]);
  await session.setData('train', { inputs: wave(40 * 72), labels, scale: 0.5 });
  await session.step(12);
  return session;
}

for (const format of /** @type {const} */ (['safetensors', 'pytorch', 'onnx', 'keras'])) {
  test(`a network comes back from ${format} with its predictions, classes, scale and spec`, async () => {
    const session = await trained();
    const { session: back, notes } = await importModel(await session.export(format));
    const inputs = wave(7 * 72);
    assert.deepEqual(await back.predict(inputs), await session.predict(inputs));
    assert.deepEqual(back.classes, ['a', 'b', 'c']);
    assert.deepEqual(back.spec, session.spec);
    assert.deepEqual(
      notes.map(({ id }) => id),
      format === 'pytorch' ? [] : ['fresh_optimizer'],
    );
    await back.setData('train', { inputs: wave(40 * 72), labels: Array(40).fill('b'), scale: 0.5 });
    assert.equal((await back.step(2)).finished, null);
  });
}

test('two biases that are one in Keras come back as their sum', async () => {
  const layers = [
    { kind: 'lstm', units: 4, return_sequences: true },
    { kind: 'rnn', units: 3 },
  ];
  const session = await Session.create(
    /** @type {any} */ (smallSpec({ input: [5, 4], layers: /** @type {any} */ (layers) })),
  );
  const moved = (await session.parameters()).map(({ name, shape, data }) => ({ name, shape, data: wave(data.length) }));
  await session.setParameters(moved);
  const { session: back } = await importModel(await session.export('keras'));
  const [expected, found] = [await session.predict(wave(60)), await back.predict(wave(60))];
  for (const [at, value] of expected.entries()) assert.ok(Math.abs(value - found[at]) < 1e-6, `${value} ${found[at]}`);
});

test('what save() wrote goes on where it was', async () => {
  const session = await trained();
  const { session: back, notes } = await importModel([{ name: 'x', bytes: await session.save() }]);
  assert.deepEqual(notes, []);
  assert.deepEqual(await back.save(), await session.save());
});

/** A safetensors file of 32-bit floats. @param {Record<string, { shape: number[], data: Float32Array }>} arrays */
function safetensors(arrays) {
  let end = 0;
  const header = Object.fromEntries(
    Object.entries(arrays).map(([name, { shape, data }]) => {
      const from = end;
      end += data.byteLength;
      return [name, { dtype: 'F32', shape, data_offsets: [from, end] }];
    }),
  );
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  let at = 8 + text.length;
  for (const { data } of Object.values(arrays)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

test('arrays of another program are assigned by name, else by shape, beside a spec', async () => {
  const session = await Session.create(smallSpec());
  const own = Object.fromEntries((await session.parameters()).map(({ name, ...rest }) => [name, rest]));
  const spec = { name: 'spec.json', bytes: new TextEncoder().encode(JSON.stringify(smallSpec())) };
  const renamed = Object.fromEntries(
    Object.entries(own).map(([name, array]) => [name.replace('layers.0', 'fc.9').replace('layers.1', 'fc.10'), array]),
  );
  for (const arrays of [own, renamed]) {
    const { session: back, notes } = await importModel([{ name: 'weights', bytes: safetensors(arrays) }, spec]);
    const { inputs } = smallData(9);
    assert.deepEqual(await back.predict(inputs), await session.predict(inputs));
    assert.deepEqual(notes.map(({ id }) => id).slice(1), arrays === own ? [] : ['assigned_by_shape']);
  }
  await rejects(importModel([{ name: 'weights', bytes: safetensors(own) }]), 'format', /a spec beside the arrays/);
  const { 'layers.1.weight': _, ...lacking } = own;
  const files = [{ name: 'weights', bytes: safetensors(lacking) }, spec];
  await rejects(importModel(files), 'format', /an array of shape \[3, 8\]/, 'layers.1.weight');
});

const fixture = (/** @type {string} */ name) =>
  new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));

test('models that torch and Keras wrote come in with their predictions', async () => {
  const expected = JSON.parse(new TextDecoder().decode(fixture('foreign-models.json')));
  assert.ok(Object.keys(expected).length >= 3);
  for (const [name, { inputs, outputs }] of Object.entries(expected)) {
    const { session } = await importModel([{ name, bytes: fixture(name) }]);
    const found = await session.predict(Float32Array.from(inputs), { scale: 1 });
    assert.equal(found.length, outputs.length, name);
    for (const [at, value] of outputs.entries())
      assert.ok(Math.abs(value - found[at]) < 1e-5, `${name}: ${value} ${found[at]}`);
  }
});

test('a node that no layer represents is named', async () => {
  const files = [{ name: 'grouped.onnx', bytes: fixture('grouped.onnx') }];
  await rejects(importModel(files), 'format', /found Conv: groups/, 'node_conv2d');
  const both = [{ name: 'bidirectional.onnx', bytes: fixture('bidirectional.onnx') }];
  await rejects(importModel(both), 'format', /found GRU: directions/, '/cells/GRU');
});

test('damaged files are named errors', async () => {
  const session = await trained();
  for (const format of /** @type {const} */ (['safetensors', 'onnx', 'keras'])) {
    const [{ name, bytes }] = await session.export(format);
    for (const end of [0, 1, 9, 100, bytes.length >> 1, bytes.length - 1]) {
      const cut = bytes.slice(0, end);
      await assert.rejects(
        importModel([{ name, bytes: cut }]),
        (/** @type {any} */ error) => error.code === 'format',
        `${name} ${end}`,
      );
    }
    for (let at = 0; at < bytes.length; at += Math.max(1, bytes.length >> 5)) {
      const torn = bytes.slice();
      torn[at] ^= 0x2a;
      await importModel([{ name, bytes: torn }]).catch((error) =>
        assert.ok(['format', 'spec'].includes(error.code), error.message),
      );
    }
  }
});

test('files without a model, and arguments that are none, are refused', async () => {
  await rejects(importModel([{ name: 'card.md', bytes: new Uint8Array(20) }]), 'format', /found card\.md/);
  await rejects(importModel([]), 'spec', /an empty array/, 'files');
  await rejects(importModel(/** @type {any} */ ([{ name: 'x', bytes: 'text' }])), 'data', /bytes/);
  const onnx = await (await trained()).export('onnx');
  await rejects(importModel(onnx, /** @type {any} */ ({ loss: 'huber' })), 'spec', /found "huber"/, 'options.loss');
});
