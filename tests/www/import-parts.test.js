/** @file Which files of an import are used, and for what: parts by names, contents that come twice, hidden files, row numbers. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isHidden, isHiddenWithin } from '../../www/shared/hidden-files.js';
import { pngOf } from '../../www/worker/export/png.js';
import { partOf, partOfPicture, stemOf } from '../../www/worker/import/pictures/names.js';
import { csv, file, idx, made, mnist, npy, scanned, zip } from './sample-files.js';

const [train, held] = [mnist(100), mnist(20, 100)];

test('parts are known in names of capitals, and beside x and y', () => {
  for (const name of [
    'trainX',
    'Xtrain',
    'xTrain',
    'trainImages',
    'train_labels',
    'ytrain',
    'MNISTTrain',
    'trainimages',
  ])
    assert.equal(partOf(`${name}.npy`), 'train', name);
  for (const name of ['testX', 'Xtest', 'xTest', 'testLabels', 't10kImages', 'TestY', 'y_test'])
    assert.equal(partOf(`${name}.npy`), 'test', name);
  for (const name of ['latest.npy', 'contestX.npy', 'trainer.npy']) assert.equal(partOf(name), null, name);
  assert.equal(stemOf('lettersTrainX.npy'), stemOf('letters_train_y.npy'));
});

test('the folder of a part outranks the name of a picture; without one the name counts', () => {
  assert.equal(partOfPicture('train/5/test_1.png'), 'train');
  assert.equal(partOfPicture('digits/test_images/5/train-7.png'), 'test');
  assert.equal(partOfPicture('my test/train/5/1.png'), 'train');
  assert.equal(partOfPicture('digits/5/test_1.png'), 'test');
  assert.equal(partOf('test/x_train.npy'), 'train', 'an array says more of itself');
});

test('arrays without separators in their names are divided', async () => {
  const archive = await zip('digits.npz', {
    'trainX.npy': npy(train.inputs, [100, 28, 28]),
    'trainY.npy': npy(train.labels, [100]),
    'testX.npy': npy(held.inputs, [20, 28, 28]),
    'testY.npy': npy(held.labels, [20]),
  });
  assert.deepEqual((await made([archive])).parts, { train, test: held });
});

test('what an archive holds twice is taken once, as the files of MNIST on Kaggle', async () => {
  /** @type {Record<string, Uint8Array>} */
  const entries = {};
  for (const [part, { inputs, labels }] of Object.entries({ train, t10k: held }))
    for (const mark of ['-', '.']) {
      const [images, classes] = [`${part}-images${mark}idx3-ubyte`, `${part}-labels${mark}idx1-ubyte`];
      entries[mark === '-' ? `${images}/${images}` : images] = idx(inputs, [labels.length, 28, 28]);
      entries[mark === '-' ? `${classes}/${classes}` : classes] = idx(labels, [labels.length]);
    }
  const { parts, preview } = await made([await zip('archive.zip', entries)]);
  assert.deepEqual(parts, { train, test: held });
  assert.deepEqual(
    preview.leftOut.map(({ reason }) => reason),
    ['twin', 'twin', 'twin', 'twin'],
  );
  const other = 'archive/train-images-idx3-ubyte/train-images-idx3-ubyte';
  assert.deepEqual(preview.leftOut[0], { name: 'archive/train-images.idx3-ubyte', reason: 'twin', values: { other } });
});

test('of a content that is in two parts the one for training is taken', async () => {
  const { parts, preview } = await made([
    file('x_test.npy', npy(train.inputs, [100, 28, 28])),
    file('x_train.npy', npy(train.inputs, [100, 28, 28])),
    file('y_test.npy', npy(train.labels, [100])),
    file('y_train.npy', npy(train.labels, [100])),
  ]);
  assert.deepEqual(parts, { train });
  assert.deepEqual(
    preview.leftOut.map(({ name, values }) => [name, values?.other]),
    [
      ['x_test.npy', 'x_train.npy'],
      ['y_test.npy', 'y_train.npy'],
    ],
  );
});

test('labels that are alike belong to pictures that are not', async () => {
  const labels = Uint8Array.from({ length: 20 }, (_, at) => at % 10);
  const other = { inputs: held.inputs, labels };
  const { parts, preview } = await made([
    file('x_train.npy', npy(train.inputs.slice(0, 20 * 784), [20, 28, 28])),
    file('x_test.npy', npy(other.inputs, [20, 28, 28])),
    file('y_train.npy', npy(labels, [20, 1])),
    file('y_test.npy', npy(labels, [20, 1])),
  ]);
  assert.deepEqual([parts.test, preview.leftOut], [other, []]);
});

test('values that are not finite are no part of the range, and are said to be missing', async () => {
  const values = Float64Array.from(train.inputs, (value) => value / 255);
  values[3] = Number.POSITIVE_INFINITY;
  values[784] = Number.NEGATIVE_INFINITY;
  values[1600] = Number.NaN;
  const found = await scanned(file('x.npy', npy(values, [100, 28, 28])), file('y.npy', npy(train.labels, [100])));
  assert.deepEqual([found.minimum, found.maximum, found.missing], [0, 1, 3]);
});

test('files in hidden folders are left out', async () => {
  for (const name of ['.ipynb_checkpoints/x.png', 'a/.git/x', '__MACOSX/a/._x.png', 'a/__MACOSX/x.png', 'a/.DS_Store'])
    assert.ok(isHidden(name), name);
  for (const name of ['a/x.png', './a/x.png', '../x.png', 'a.b/x.png']) assert.ok(!isHidden(name), name);
  assert.deepEqual(['.data/x.png', '.data/.git/x', '.x.png'].map(isHiddenWithin), [false, true, true]);
  const picture = await pngOf(train.inputs.subarray(0, 784), 28, 28);
  const names = ['0/a.png', '1/a.png', '.ipynb_checkpoints/a.png', 'x/__MACOSX/a.png'];
  const archive = await zip('digits.zip', Object.fromEntries(names.map((name) => [name, picture])));
  assert.equal((await scanned(archive)).classes.count, 2);
});

test('a column that numbers the rows is no pixel, with labels after it or without', async () => {
  /** @param {string} text @param {number} first number; there is none where it is negative */
  const numbered = (text, first) =>
    text
      .trimEnd()
      .split('\n')
      .map((line, at) => `${first + at < 0 ? '' : first + at},${line}`)
      .join('\n');
  assert.deepEqual((await made([file('train.csv', numbered(csv(train), -1))])).parts, { train });
  assert.deepEqual((await made([file('train.csv', numbered(csv(train, { header: false }), 0))])).parts, { train });
  const unlabelled = numbered(csv(held, { header: false, labelled: false }), 0);
  const { preview, parts } = await made([file('train.csv', csv(train)), file('test.csv', unlabelled)]);
  assert.deepEqual(preview.leftOut, [{ name: 'test.csv', reason: 'noLabels', values: { count: 20 } }]);
  assert.deepEqual(parts, { train });
});
