/** @file Files of samples become data sets of pictures: what belongs together, what is noticed, what is refused and why. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataSets } from '../../www/shared/data-sets.js';
import { pngOf } from '../../www/worker/export/png.js';
import { planOf } from '../../www/worker/import/pictures/plan.js';
import { MOST_SAMPLES, samplesOfFiles, samplesOfScan } from '../../www/worker/import/pictures/samples.js';
import { scan } from '../../www/worker/import/pictures/scan.js';
import { readFiles } from '../../www/worker/import/read-files.js';
import { summaryOf } from '../../www/worker/import/summary.js';
import { core, course, csv, file, idx, imported, made, mnist, npy, scanned, turned, zip } from './sample-files.js';

const train = mnist(300);
const test40 = mnist(40, 300);
const shape = [300, 28, 28];

test('the four files of MNIST are a training and a test part, in any order, gzipped', async () => {
  const { dataSet, parts, preview } = await made([
    file('t10k-labels-idx1-ubyte.gz', idx(test40.labels, [40]), { gzip: true }),
    file('train-images-idx3-ubyte.gz', idx(train.inputs, shape), { gzip: true }),
    file('t10k-images-idx3-ubyte.gz', idx(test40.inputs, [40, 28, 28]), { gzip: true }),
    file('train-labels-idx1-ubyte.gz', idx(train.labels, [300]), { gzip: true }),
  ]);
  assert.deepEqual(parts, { train, test: test40 });
  assert.deepEqual([dataSet.shape, dataSet.classes, dataSet.scale], [[1, 28, 28], 10, 1 / 255]);
  assert.equal(dataSet.fit, undefined, 'as MNIST');
  assert.match(dataSet.name, /^own-[0-9a-f]{12}$/);
  const { darkOnLight, transposed, choices, first } = preview;
  assert.deepEqual({ darkOnLight, transposed, first }, { darkOnLight: false, transposed: null, first: 0 });
  assert.deepEqual(choices, { invert: false, turn: false, sizing: 'keep' });
});

test('Fashion-MNIST is known by its labels', async () => {
  const labels = Uint8Array.from([9, 0, 0, 3, 0, 2, 7, 2, 5, 5, 0, 9, 5, 5, 7, 9, 1, 4, 6, 8]);
  const { dataSet } = await made([
    file('train-images-idx3-ubyte', idx(mnist(20).inputs, [20, 28, 28])),
    file('train-labels-idx1-ubyte', idx(labels, [20])),
  ]);
  assert.deepEqual([dataSet.title, dataSet.classNames?.[9]], ['Fashion-MNIST', 'Ankle boot']);
});

test('NPZ files of Keras and MedMNIST are divided by their names', async () => {
  const keras = await zip('mnist.npz', {
    'x_train.npy': npy(train.inputs, shape),
    'y_train.npy': npy(train.labels, [300]),
    'x_test.npy': npy(test40.inputs, [40, 28, 28]),
    'y_test.npy': npy(test40.labels, [40]),
  });
  assert.deepEqual((await made([keras])).parts, { train, test: test40 });
  const medical = await zip('medmnist.npz', {
    'train_images.npy': npy(train.inputs, shape),
    'val_images.npy': npy(test40.inputs, [40, 28, 28]),
    'train_labels.npy': npy(train.labels, [300, 1]),
    'val_labels.npy': npy(test40.labels, [40, 1]),
  });
  assert.deepEqual((await made([medical])).parts, { train, validation: test40 });
});

test('floats with dark ink and labels as rows of one 1 give the same data', async () => {
  const inverted = Float64Array.from(train.inputs, (value) => (255 - value) / 255);
  const rows = Uint8Array.from({ length: 3000 }, (_, at) => Number(train.labels[Math.floor(at / 10)] === at % 10));
  const archive = await zip('floats.npz', { 'X.npy': npy(inverted, shape), 'y.npy': npy(rows, [300, 10]) });
  const { preview, parts } = await made([archive]);
  assert.deepEqual([preview.darkOnLight, preview.choices.invert, preview.mapping], [true, true, 'unit']);
  assert.deepEqual(parts, { train });
});

test('tables of pixels: Kaggle’s, without header, as a spreadsheet writes them, between bars and spaces', async () => {
  const few = { inputs: train.inputs.slice(0, 784 * 100), labels: train.labels.slice(0, 100) };
  const decimal = (/** @type {number} */ value) => String(value / 255).replace('.', ',');
  const signed = (/** @type {number} */ value) => String(value / 127.5 - 1);
  /** @type {[string, string][]} */
  const tables = [
    ['train.csv', csv(few)],
    ['mnist_train.csv', csv(few, { header: false })],
    ['excel.csv', `\uFEFF${csv(few, { separator: ';', write: decimal, end: '\r\n' })}`],
    ['bars.csv', csv(few, { separator: '|', header: false })],
    ['spaces.txt', csv(few, { separator: ' ', header: false, write: signed })],
  ];
  for (const [name, text] of tables)
    for (const gzip of [false, true]) {
      const { parts } = await made([file(name, text, { gzip })]);
      assert.deepEqual(parts, { train: few }, name);
    }
});

test('Kaggle’s test.csv has no labels: it is left out, and said why', async () => {
  const unlabelled = file('test.csv', csv(test40, { labelled: false }));
  const { preview, parts } = await made([file('train.csv', csv(train)), unlabelled]);
  assert.deepEqual(preview.leftOut, [{ name: 'test.csv', reason: 'noLabels', values: { count: 40 } }]);
  assert.deepEqual(parts, { train });
  const headless = file('pictures.csv', csv(test40, { labelled: false, header: false }));
  await assert.rejects(scanned(headless), { refusal: { key: 'nothing', values: {} } });
});

test('EMNIST’s order is noticed by its name and by the digits themselves, and turned', async () => {
  const pictures = idx(turned(train.inputs), shape);
  for (const [stem, why] of [
    ['emnist-digits-train', 'emnist'],
    ['digits', 'answers'],
  ]) {
    const files = [file(`${stem}-images.idx`, pictures), file(`${stem}-labels.idx`, idx(train.labels, [300]))];
    const { preview, parts } = await made(files);
    assert.deepEqual([preview.transposed, preview.choices.turn], [why, true]);
    assert.deepEqual(parts, { train });
    assert.notDeepEqual((await made(files, { turn: false })).parts, { train });
  }
});

test('pictures that are no digits are not turned', async () => {
  const noise = Uint8Array.from({ length: 300 * 784 }, (_, at) => Math.imul(at, 2654435761) >>> 24);
  const files = [file('images.idx', idx(noise, shape)), file('labels.idx', idx(train.labels, [300]))];
  assert.equal((await made(files)).preview.transposed, null);
});

test('labels that count from 1 are shifted; EMNIST’s letters get their names', async () => {
  const letters = Uint8Array.from({ length: 300 }, (_, at) => 1 + (at % 26));
  const files = [
    file('emnist-letters-train-images-idx3-ubyte', idx(train.inputs, shape)),
    file('emnist-letters-train-labels-idx1-ubyte', idx(letters, [300])),
  ];
  const { preview, dataSet, parts } = await made(files);
  assert.deepEqual(
    [preview.first, dataSet.classes, dataSet.classNames?.join('')],
    [1, 26, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
  );
  assert.deepEqual([...parts.train.labels.slice(0, 3)], [0, 1, 2]);
});

test('pictures in folders: the class is the folder, the part is the folder around it', async () => {
  /** @type {Record<string, Blob>} */
  const entries = {};
  for (const [part, { inputs, labels }] of Object.entries({ training: mnist(30), testing: mnist(8, 30) }))
    for (const [at, label] of labels.entries())
      entries[`${part}/${label}/${at}.png`] = await pngOf(inputs.subarray(784 * at, 784 * (at + 1)), 28, 28);
  const { parts, dataSet, samples } = await made([await zip('digits.zip', entries)]);
  assert.deepEqual([parts.train.labels.length, parts.test?.labels.length, samples], [30, 8, 38]);
  assert.deepEqual([dataSet.title, dataSet.shape], ['digits', [1, 28, 28]]);
});

test('pictures without folders are said to have no class; all of one class are refused', async () => {
  const picture = await pngOf(mnist(1).inputs, 28, 28);
  const loose = await imported({ name: 'three.png', file: picture });
  const found = await scan(loose, course());
  assert.ok('refusal' in found);
  assert.deepEqual(found.leftOut, [{ name: 'three.png', reason: 'noClass' }]);
  const one = await zip('threes.zip', { '3/a.png': picture, '3/b.png': picture });
  await assert.rejects(scanned(one), { refusal: { key: 'onlyOne', values: { found: '3' } } });
});

test('other numbers of labels and pictures are both named', async () => {
  const pictures = await scan(
    await imported(file('train-images.idx', idx(train.inputs, shape)), file('train-labels.idx', idx([1, 2], [2]))),
    course(),
  );
  assert.ok('refusal' in pictures);
  const values = { count: 300, labels: 'train-labels.idx', found: 2 };
  assert.deepEqual(pictures.leftOut[0], { name: 'train-images.idx', reason: 'unpaired', values });
});

test('a file that cannot be read is named with its line or byte, and does not stop the others', async () => {
  const whole = csv(mnist(3));
  const cut = whole.slice(0, whole.lastIndexOf(','));
  const files = await imported(
    file('ragged.csv', cut),
    file('cut.idx', idx(train.inputs, [301, 28, 28])),
    file('whole.csv', csv(train)),
    file('cut.gz', csv(train), { gzip: true }),
  );
  const items = summaryOf([
    ...files,
    ...(await imported({ name: 'short.gz', file: new Blob([Buffer.from([0x1f, 0x8b, 8])]) })),
  ]);
  const told = items.map(({ name, kind, fault }) => [name, kind, fault?.id, fault?.offset]);
  assert.deepEqual(told, [
    ['ragged.csv', 'text', 'format.ragged_row', 4],
    ['cut.idx', 'unreadable', 'format.wrong_length', 16 + 300 * 784],
    ['whole.csv', 'table', undefined, undefined],
    ['cut.gz', 'table', undefined, undefined],
    ['short.gz', 'unreadable', 'format.damaged_gzip', 3],
  ]);
});

test('what would not fit is refused with its numbers', async () => {
  const found = await scanned(
    file('images.idx', idx(train.inputs, shape)),
    file('labels.idx', idx(train.labels, [300])),
  );
  const [block] = found.parts.train;
  assert.ok(block);
  const parts = { ...found.parts, train: [{ ...block, count: 814_255 }] };
  const { refusal } = planOf({ ...found, parts }, {});
  const values = { count: 814_255, width: 28, height: 28, megabytes: 639, most: 256, fitting: 326_530 };
  assert.deepEqual(refusal, { key: 'tooLarge', values });
});

test('reading is stopped between two files', async () => {
  const abort = new AbortController();
  const stopping = { ...course(abort.signal), turn: async () => abort.abort() };
  const files = [file('train.csv', csv(train))];
  await assert.rejects(readFiles(files, await core(), stopping), { code: 'aborted' });
});

test('levels of grey stay what they are where the size is kept', async () => {
  const inputs = Uint8Array.from({ length: 20 * 64 }, (_, at) => at % 17);
  const labels = Uint8Array.from({ length: 20 }, (_, at) => at % 10);
  const { dataSet, parts } = await made([file('x.idx', idx(inputs, [20, 8, 8])), file('y.idx', idx(labels, [20]))]);
  assert.deepEqual([dataSet.scale, dataSet.fit], [dataSets.digits.scale, dataSets.digits.fit]);
  assert.deepEqual(parts, { train: { inputs, labels } });
});

/** @param {import('../../www/worker/answer.js').Answer} answer */
const samplesIn = ({ value }) => /** @type {import('../../www/shared/imports.js').PictureSamples} */ (value);

test('pictures become samples of own classes: cut to their ink as drawings are, with their folder', async () => {
  const bytes = async (/** @type {Uint8Array} */ pixels) => pngOf(pixels, 28, 28);
  const digits = mnist(4);
  const dark = digits.inputs.map((value) => 255 - value);
  const pictures = await zip('letters.zip', {
    'a/light.png': await bytes(digits.inputs.subarray(0, 784)),
    'a/dark.png': await bytes(dark.subarray(0, 784)),
    'b/one.png': await bytes(digits.inputs.subarray(784, 1568)),
    'b/blank.png': await bytes(new Uint8Array(784)),
  });
  const alone = file(
    'alone.png',
    new Uint8Array(await (await bytes(digits.inputs.subarray(1568, 2352))).arrayBuffer()),
  );
  const files = await imported(pictures, alone);
  const found = samplesIn(await samplesOfFiles(files, await core(), course()));
  assert.deepEqual([found.labels, found.empty, found.over, found.side], [['a', 'a', 'b', null], 1, 0, 28]);
  assert.deepEqual(found.values.subarray(0, 784), found.values.subarray(784, 1568), 'whatever the ground');
  const { prepareDrawing } = await core();
  const whole = { pixels: digits.inputs.subarray(784, 1568), width: 28, height: 28, shape: [1, 28, 28] };
  const { input } = prepareDrawing(whole);
  assert.deepEqual(
    [...found.values.subarray(1568, 2352)],
    Array.from(input ?? [], (value) => Math.round(255 * value)),
  );
});

test('of arrays the previewed pictures become samples, of each class as many, and no more than there is room for', async () => {
  const many = mnist(3000);
  const found = await scanned(
    file('train-images', idx(many.inputs, [3000, 28, 28])),
    file('train-labels', idx(many.labels, [3000])),
  );
  const taken = samplesIn(await samplesOfScan(found, {}, await core(), course()));
  assert.equal(taken.labels.length + taken.over, 3000);
  assert.ok(taken.labels.length <= MOST_SAMPLES);
  const counts = Array.from(
    { length: 10 },
    (_, digit) => taken.labels.filter((label) => label === String(digit)).length,
  );
  assert.deepEqual([...new Set(counts)], [MOST_SAMPLES / 10]);
});

test('a folder is named in composed letters, as typed classes are, however the system writes it', async () => {
  const { inputs } = mnist(2);
  const entry = async (/** @type {number} */ at) => pngOf(inputs.subarray(784 * at, 784 * (at + 1)), 28, 28);
  const files = await imported(await zip('x.zip', { 'e\u0301/0.png': await entry(0), '\u00e9/1.png': await entry(1) }));
  const found = samplesIn(await samplesOfFiles(files, await core(), course()));
  assert.deepEqual(found.labels, ['\u00e9', '\u00e9']);
});

test('pictures of all parts become samples of own classes', async () => {
  const [train, valid, test] = [mnist(20), mnist(6, 20), mnist(4, 26)];
  const entries = Object.entries({ train, valid, test }).flatMap(([part, { inputs, labels }]) => [
    [`x_${part}.npy`, npy(inputs, [labels.length, 28, 28])],
    [`y_${part}.npy`, npy(labels, [labels.length])],
  ]);
  const found = await scanned(await zip('digits.npz', Object.fromEntries(entries)));
  const taken = samplesIn(await samplesOfScan(found, {}, await core(), course()));
  const classes = [...train.labels, ...valid.labels, ...test.labels].map((label) => found.classes.index(label));
  assert.deepEqual(taken.labels, classes.map(String));
});
