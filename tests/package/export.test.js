/** @file `session.export`: every format's files, what a format refuses, and what goes with each. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from 'inkgrad';
import { rejects, smallData, smallSpec } from './support.js';

const { Session } = await load({ build: 'simd128' });

/** @typedef {import('inkgrad').ModelFile} ModelFile */

/** @param {ModelFile[]} files @param {string} name */
function bytesOf(files, name) {
  const file = files.find((each) => each.name === name);
  assert.ok(file, `${name} among ${files.map((each) => each.name).join(', ')}`);
  return file.bytes;
}

/** @param {ModelFile[]} files @param {string} name */
const textOf = (files, name) => new TextDecoder().decode(bytesOf(files, name));

async function trained() {
  const session = await Session.create(smallSpec());
  const { inputs, labels } = smallData();
  const named = Array.from(labels, (label) => ['left', 'middle', 'right'][label]);
  await session.setData('train', { inputs, labels: named, scale: 0.5 });
  await session.step(30);
  return session;
}

const FILES = {
  safetensors: ['model.safetensors', 'spec.json'],
  pytorch: ['model.py', 'model.safetensors'],
  onnx: ['model.onnx'],
  keras: ['model.keras'],
  tfjs: ['model.json', 'model.weights.bin'],
  spec: ['spec.json'],
};

for (const [format, names] of Object.entries(FILES)) {
  test(`${format} has its files, the preparation of inputs, and a card`, async () => {
    const session = await trained();
    const files = await session.export(/** @type {import('inkgrad').ExportFormat} */ (format), {
      data: 'three heaps',
      accuracy: 0.975,
      intendedUse: 'This test.',
    });
    assert.deepEqual(
      files.map(({ name }) => name),
      [...names, 'preprocessing.json', 'card.md'],
    );
    for (const { name, bytes } of files) assert.ok(bytes.length > 10, name);
    const preprocessing = JSON.parse(textOf(files, 'preprocessing.json'));
    assert.deepEqual(preprocessing.input, {
      shape: [4],
      axes: 'features',
      type: 'float32',
      raw: 'floats',
      scale: 0.5,
    });
    assert.deepEqual(preprocessing.output, {
      shape: [3],
      kind: 'probabilities',
      classes: ['middle', 'left', 'right'],
    });
    const card = textOf(files, 'card.md');
    for (const text of [
      'three heaps (100 samples)',
      'Accuracy: 97.50 %',
      'Seed: 7',
      'Steps: 30',
      'simd128',
      'This test.',
      'middle, left, right',
    ])
      assert.ok(card.includes(text), `${text} in\n${card}`);
  });
}

test('the same session gives the same bytes', async () => {
  const session = await trained();
  for (const format of /** @type {import('inkgrad').ExportFormat[]} */ (Object.keys(FILES)))
    assert.deepEqual(await session.export(format), await session.export(format), format);
});

test('files take the name that is given, without signs that mean something to a shell', async () => {
  const session = await trained();
  const files = await session.export('onnx', { name: 'my model/数字' });
  assert.equal(files[0].name, 'my_model_数字.onnx');
});

test('no name becomes code of the PyTorch script', async () => {
  const hostile = '"""\n\'\'\'\nimport os; os.abort()\n#\\';
  const session = await Session.create(smallSpec({ layers: [{ kind: 'dense', units: 2, name: hostile }] }));
  await session.setData('train', { inputs: [0, 0, 0, 1, 0, 0, 1, 0], labels: [hostile, 'other'] });
  const files = await session.export('pytorch', { name: hostile, data: hostile, limits: hostile });
  const script = files.find(({ name }) => name.endsWith('.py'));
  const lines = new TextDecoder().decode(script?.bytes).split('\n');
  const [classes = ''] = lines.filter((line) => line.startsWith('CLASSES = '));
  assert.deepEqual(JSON.parse(classes.slice('CLASSES = '.length)), [hostile, 'other']);
  assert.ok(lines.every((line) => line === classes || !line.includes('os.abort')));
});

test('what TensorFlow.js cannot represent is refused by name, with the layer', async () => {
  for (const layer of [
    { kind: 'gru', units: 3 },
    { kind: 'transformer_encoder', heads: 1, hidden: 4 },
  ]) {
    const layers = [{ kind: 'dense', units: 4 }, layer, { kind: 'flatten' }, { kind: 'dense', units: 2 }];
    const session = await Session.create(
      /** @type {any} */ (smallSpec({ input: [3, 4], layers: /** @type {any} */ (layers) })),
    );
    await rejects(session.export('tfjs'), 'format', /TensorFlow\.js has no /, 'layers[1]');
    assert.equal((await session.export('keras')).length, 3);
  }
});

test('formats and options that are not known are refused', async () => {
  const session = await trained();
  const unknown = /expected one of safetensors, onnx, pytorch, keras, tfjs, spec, torchrun, flower, found "pickle"/;
  await rejects(session.export(/** @type {any} */ ('pickle')), 'format', unknown, 'format');
  for (const [options, path] of /** @type {[any, string][]} */ ([
    [{ acuracy: 1 }, 'options.acuracy'],
    [{ accuracy: 97 }, 'options.accuracy'],
    [{ data: 3 }, 'options.data'],
  ]))
    await rejects(session.export('onnx', options), 'spec', /expected/, path);
});

test('a freed session exports nothing', async () => {
  const session = await trained();
  session.free();
  await rejects(session.export('onnx'), 'state', /freed/);
});
