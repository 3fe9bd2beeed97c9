/** @file Exports of the page: what they hold, what proves them, and what comes back from them and from other programs. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { load } from 'inkgrad';
import { cardOf } from '../../www/page/app/export/card.js';
import { runIn } from '../../www/page/app/files/look.js';
import { dataSets } from '../../www/shared/data-sets.js';
import { readZip } from '../../www/shared/unzip.js';
import { chosenOf } from '../../www/worker/export/check.js';
import { exportModel } from '../../www/worker/export/model.js';
import { npzOf } from '../../www/worker/export/npz.js';
import { importModel, isForeign } from '../../www/worker/foreign-model.js';
import { modelFile } from '../../www/worker/queries/model-file.js';

/** @typedef {import('inkgrad').ExportFormat} Format */

const folder = new URL('../../www/worker/export/checks/', import.meta.url);
const scripts = {
  py: readFileSync(new URL('check.py', folder), 'utf8'),
  mjs: readFileSync(new URL('check.mjs.txt', folder), 'utf8'),
};

/** Rows of a table, of which the first number tells the class. */
const inputs = new Float32Array(60 * 4).map((_, at) => (at % 4 === 0 ? Math.floor(at / 4) % 3 : (at % 7) / 7));
const labels = new Uint8Array(60).map((_, at) => at % 3);
const part = { inputs, labels };
const source = /** @type {any} */ ({ dataSet: dataSets.iris, part: async () => part });
const open = async () => source;

/** @type {import('inkgrad').Inkgrad} */
let inkgrad;
/** @type {Uint8Array} */
let saved;

before(async () => {
  inkgrad = await load({ workers: 1, gpu: 'off' });
  saved = await trained(
    [
      { kind: 'dense', units: 8, activation: 'tanh' },
      { kind: 'dense', units: 3 },
    ],
    [4],
  );
});

/** @param {any[]} layers @param {number[]} input */
async function trained(layers, input) {
  const optimizer = { kind: 'adam', learning_rate: 0.05 };
  const session = await inkgrad.Session.create(
    /** @type {any} */ ({ input, layers, loss: { kind: 'cross_entropy' }, optimizer, batch_size: 20 }),
  );
  await session.setData('train', part);
  await session.step(60);
  const bytes = await session.save();
  session.free();
  return bytes;
}

/** @param {Format} format @param {Partial<import('../../www/shared/answers.js').ModelExportQuery>} [more] */
async function exported(format, more = {}) {
  const query = { format, options: {}, classes: ['a', 'b', 'c'], drawing: null, withData: false, ...more };
  const made = await exportModel(inkgrad, saved, query, open, scripts);
  const entries = [...(await readZip(made.zip, { bytes: 1e8, entries: 100 })).values()];
  const files = await Promise.all(entries.map(async ({ name, read }) => ({ name, bytes: await read() })));
  assert.deepEqual(
    files.map(({ name }) => name),
    made.files.map(({ name }) => name),
  );
  return { ...made, bytes: new Map(files.map(({ name, bytes }) => [name, bytes])) };
}

/** @param {Uint8Array | undefined} bytes */
const textOf = (bytes) => new TextDecoder().decode(bytes);

test('a network’s files come with ten samples, the page’s outputs to the bit, and a program', async () => {
  const session = await inkgrad.Session.load(saved);
  for (const [format, program] of /** @type {[Format, string][]} */ ([
    ['onnx', 'check.py'],
    ['keras', 'check.py'],
    ['pytorch', 'check.py'],
    ['tfjs', 'check.mjs'],
    ['safetensors', 'check.mjs'],
  ])) {
    const { bytes, check } = await exported(format);
    assert.ok(bytes.has(program), format);
    const written = JSON.parse(textOf(bytes.get('check.json')));
    assert.deepEqual(written.shape, [10, 4]);
    const outputs = await session.predict(Float32Array.from(written.inputs), { scale: 1 });
    assert.deepEqual(Float32Array.from(written.outputs), outputs);
    assert.deepEqual(check?.outputs, outputs);
    assert.deepEqual(written.labels.slice(0, 3), ['setosa', 'versicolor', 'virginica']);
    assert.deepEqual(JSON.parse(textOf(bytes.get('preprocessing.json'))).output.classes, ['a', 'b', 'c']);
  }
  session.free();
});

test('the program finds the page’s outputs, and says where they differ', async () => {
  // Inside the repository, so that the package is found under its name.
  const build = fileURLToPath(new URL('../../build/', import.meta.url));
  mkdirSync(build, { recursive: true });
  const own = mkdtempSync(join(build, 'check-'));
  try {
    const { bytes } = await exported('safetensors');
    for (const [name, content] of bytes) writeFileSync(join(own, name), content);
    const run = () => execFileSync(process.execPath, ['check.mjs'], { cwd: own, encoding: 'utf8', stdio: 'pipe' });
    assert.match(run(), /greatest difference of 30 outputs: \d/);
    const check = JSON.parse(textOf(bytes.get('check.json')));
    check.outputs[29] += 0.001;
    writeFileSync(join(own, 'check.json'), JSON.stringify(check));
    assert.throws(run, /These predictions differ/);
  } finally {
    rmSync(own, { recursive: true });
  }
});

test('the drawing comes first, unless it is no input of the network', async () => {
  const drawing = Float32Array.of(1, 2, 3, 4);
  const { check } = await exported('onnx', { drawing });
  assert.equal(check?.labels[0], null);
  assert.deepEqual(check?.inputs.subarray(0, 4), drawing);
  assert.equal(check?.labels.length, 10);
  assert.equal((await exported('onnx', { drawing: Float32Array.of(1) })).check?.labels[0], 'setosa');
});

test('samples are the first of each class, then the first of all', () => {
  assert.deepEqual(chosenOf([1, 1, 0, 1, 2], 3, 10), [2, 0, 4, 1, 3]);
  assert.deepEqual(chosenOf([0.5, 1.5], 0, 10), [0, 1]);
  assert.deepEqual(chosenOf([], 3, 10), []);
});

test('what has no network to run has no proof; where there are no samples none is shown', async () => {
  assert.equal((await exported('spec')).check, null);
  assert.equal((await exported('torchrun')).check, null);
  const empty = async () => ({
    ...source,
    part: async () => ({ inputs: new Float32Array(), labels: new Uint8Array() }),
  });
  const query = { options: {}, classes: null, drawing: null, withData: false };
  const made = await exportModel(inkgrad, saved, { format: 'onnx', ...query }, empty, scripts);
  assert.equal(made.check, null);
  assert.ok(made.files.every(({ name }) => !name.startsWith('check')));
});

test('a network whose data are not on this device is exported, with the drawing as its proof or with none', async () => {
  const lost = async () => ({
    ...source,
    part: () => Promise.reject(Object.assign(new Error('it is not on this device'), { id: 'page.data_lost' })),
  });
  const query = { options: {}, classes: null, withData: false };
  for (const drawing of [null, Float32Array.of(1, 0.5, 0.25, 0)]) {
    const made = await exportModel(inkgrad, saved, { format: 'onnx', ...query, drawing }, lost, scripts);
    assert.ok(made.files.some(({ name }) => name === 'model.onnx'));
    assert.deepEqual(made.check?.labels, drawing ? [null] : undefined);
  }
  const broken = async () => ({ ...source, part: () => Promise.reject(new Error('another fault')) });
  const failing = exportModel(inkgrad, saved, { format: 'onnx', ...query, drawing: null }, broken, scripts);
  await assert.rejects(failing, /another fault/);
});

test('a layer that a format cannot represent is named', async () => {
  const gru = [
    { kind: 'reshape', shape: [2, 2] },
    { kind: 'gru', units: 4 },
    { kind: 'dense', units: 3 },
  ];
  const bytes = await trained(gru, [4]);
  const query = { options: {}, classes: null, drawing: null, withData: false };
  await assert.rejects(exportModel(inkgrad, bytes, { format: 'tfjs', ...query }, open, scripts), {
    code: 'format',
    path: 'layers[1]',
  });
});

test('data lie beside the program as NumPy reads them', async () => {
  const { bytes } = await exported('torchrun', { withData: true });
  assert.ok(bytes.has('data/validation.npz'));
  const npz = await inkgrad.readFile(/** @type {Uint8Array} */ (bytes.get('data/train.npz')), { name: 'train.npz' });
  const arrays = npz.kind === 'archive' ? new Map(npz.files.map((file) => [file.name, file])) : new Map();
  const read = /** @type {any} */ ([...arrays.values()]);
  assert.deepEqual(read[0].shape, [60, 4]);
  assert.deepEqual(Float32Array.from(read[0].data), inputs);
  assert.deepEqual(Uint8Array.from(read[1].data), labels);
  assert.ok((await npzOf({ inputs: { data: new Uint8Array(3), shape: [3, 1] } })).size > 0);
});

const here = { present: { name: 'iris' }, own: [] };

test('a model comes back from each program with the same predictions, and its data', async () => {
  const session = await inkgrad.Session.load(saved);
  const expected = await session.predict(inputs, { scale: 1 });
  session.free();
  for (const [format, name] of /** @type {[Format, string][]} */ ([
    ['onnx', 'model.onnx'],
    ['keras', 'model.keras'],
    ['safetensors', 'model.safetensors'],
    ['pytorch', 'model.safetensors'],
  ])) {
    const { bytes } = await exported(format);
    const files = [{ name, bytes: /** @type {Uint8Array} */ (bytes.get(name)) }];
    assert.ok(isForeign(files), format);
    const look = await importModel(files, inkgrad, here, open);
    const back = await inkgrad.Session.load(look.bytes);
    assert.deepEqual(await back.predict(inputs, { scale: 1 }), expected, format);
    assert.equal(back.classes, null);
    back.free();
    assert.deepEqual(look.dataset, { name: 'iris' });
    assert.equal(look.foreign?.measured?.count, 60);
    assert.ok(Number(look.foreign?.measured?.accuracy) > 0.6);
    assert.equal(look.foreign?.size, files[0]?.bytes.length);
    const run = runIn(look);
    assert.equal(run.events.length, 1);
    assert.equal(run.validation?.accuracy, look.foreign?.measured?.accuracy);
  }
});

test('a session’s own file is none of another program; where it names classes, data with these come first', async () => {
  assert.ok(!isForeign([{ name: 'a.safetensors', bytes: saved }]));
  assert.ok(!isForeign([{ name: 'a.safetensors', bytes: saved.subarray(0, 50) }]));
  const { bytes } = await exported('torchrun', { classes: ['setosa', 'versicolor', 'virginica'] });
  const own = { ...dataSets.iris, name: 'own-0123456789ab', title: 'Mine', classNames: ['x', 'y', 'z'] };
  const dataset = { name: own.name, own };
  const file = new Blob([/** @type {any} */ (bytes.get('model.safetensors'))]);
  const params = { files: [{ name: 'trained.safetensors', file }], present: dataset, own: [{ dataset }] };
  const context = { load: async () => inkgrad, open };
  const { value } = /** @type {any} */ (await modelFile(context, params, /** @type {any} */ ({})));
  assert.equal(value.position.step, 60);
  assert.equal(value.foreign, null);
  assert.deepEqual(value.choices, [{ name: 'iris' }, dataset]);
});

test('arrays come in beside their spec, and a network for which there are no data is refused', async () => {
  const { bytes } = await exported('safetensors');
  const files = ['model.safetensors', 'spec.json'].map((name) => ({
    name,
    bytes: /** @type {any} */ (bytes.get(name)),
  }));
  assert.deepEqual((await importModel(files, inkgrad, here, open)).dataset, { name: 'iris' });
  const spec = { ...JSON.parse(textOf(bytes.get('spec.json'))), input: [5], layers: [{ kind: 'dense', units: 3 }] };
  const odd = await inkgrad.Session.create(spec);
  const other = [{ name: 'model.onnx', bytes: (await odd.export('onnx'))[0]?.bytes ?? new Uint8Array() }];
  await assert.rejects(importModel(other, inkgrad, here, open), { id: 'page.no_data_of_shape', found: '[5]' });
});

test('a network that takes pictures as a row of numbers, or row by row, gets the layer that makes them so', async () => {
  const pictures = new Float32Array(5 * 64).map((_, at) => (at % 17) / 17);
  const digits = {
    ...source,
    dataSet: dataSets.digits,
    part: async () => ({ inputs: pictures, labels: labels.slice(0, 5) }),
  };
  for (const [input, layers] of /** @type {[number[], any[]][]} */ ([
    [
      [64],
      [
        { kind: 'dense', units: 5, activation: 'relu' },
        { kind: 'dense', units: 10 },
      ],
    ],
    [
      [8, 8],
      [
        { kind: 'lstm', units: 5 },
        { kind: 'dense', units: 10 },
      ],
    ],
  ])) {
    const loss = /** @type {const} */ ({ kind: 'mse' });
    const session = await inkgrad.Session.create({ input, layers, loss, optimizer: { kind: 'sgd', learning_rate: 1 } });
    const [file] = await session.export('onnx');
    const bytes = file?.bytes ?? new Uint8Array();
    const look = await importModel([{ name: 'm.onnx', bytes }], inkgrad, { ...here, loss: 'mse' }, async () => digits);
    assert.deepEqual(look.dataset, { name: 'digits' });
    const back = await inkgrad.Session.load(look.bytes);
    assert.deepEqual(back.spec.input, [1, 8, 8]);
    assert.deepEqual(await back.predict(pictures, { scale: 1 }), await session.predict(pictures, { scale: 1 }));
    assert.ok(look.foreign?.notes.some(({ id }) => id === 'layer_before'));
  }
});

test('a card says the source of the data, what was used of them, and how inputs are prepared', () => {
  const validation = { step: 90, accuracy: 0.975 };
  const card = cardOf({ dataset: { name: 'mnist', limit: 500, noise: 0.1 }, table: undefined, validation, step: 100 });
  assert.match(card.data ?? '', /CC BY-SA 3\.0.*500 samples/);
  assert.match(card.preprocessing ?? '', /28 × 28.*longer side of 20/);
  assert.match(card.limits ?? '', /step 90 of 100.*10 %/);
  assert.equal(card.accuracy, 0.975);
  const column = { name: 'width', unit: 'cm', kind: /** @type {const} */ ('numeric'), missing: 0, constant: false };
  const statistics = { mean: 3, deviation: 0.5, minimum: 1, maximum: 5 };
  const target = { name: 'price', mean: 10, deviation: 2, minimum: 0, maximum: 20 };
  const table = { columns: [{ ...column, ...statistics }], target, rows: 9 };
  const text = cardOf({ dataset: { name: 'iris' }, table, validation: null, step: 0 }).preprocessing;
  assert.match(text ?? '', /width \[cm\] \(value − 3\) \/ 0\.5.*times 2 plus 10 is price/);
});
