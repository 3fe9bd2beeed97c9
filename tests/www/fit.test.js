/** @file What cannot be trained here is said with the layer that is the cause. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataSets } from '../../www/shared/data-sets.js';
import { misfitOf } from '../../www/shared/fit.js';

const image = [1, 28, 28];
const layer = (/** @type {number} */ parameters, /** @type {number} */ outputs) => ({
  parameters,
  multiplyAdds: parameters,
  outputShape: [outputs],
});

test('a network that fits', () => {
  assert.equal(misfitOf(dataSets.mnist, { input: image }, [layer(0, 784), layer(7850, 10)]), null);
});

test('another number of outputs than classes', () => {
  const misfit = misfitOf(dataSets.mnist, { input: image }, [layer(0, 784), layer(5495, 7)]);
  assert.deepEqual([misfit?.id, misfit?.path, misfit?.found], ['page.outputs', 'layers[1]', '7']);
});

test('an input of another shape than the data', () => {
  assert.equal(misfitOf(dataSets.digits, { input: image }, [layer(7850, 10)])?.id, 'page.input');
});

test('more parameters than can be trained: the largest layer is named', () => {
  const misfit = misfitOf(dataSets.mnist, { input: image }, [
    layer(0, 784),
    layer(78_500_000, 100_000),
    layer(1_000_010, 10),
  ]);
  assert.deepEqual([misfit?.id, misfit?.path, misfit?.found], ['page.too_large', 'layers[1]', '79.5']);
});

test('a batch whose step would take too long: the field is named, with what is possible', () => {
  const layers = [layer(0, 784), layer(999_999, 10)];
  assert.equal(misfitOf(dataSets.mnist, { input: image, batch_size: 10_000 }, layers), null);
  const misfit = misfitOf(dataSets.mnist, { input: image, batch_size: 4_294_967_295 }, layers);
  assert.deepEqual([misfit?.id, misfit?.path, misfit?.values.most], ['page.long_step', 'batch_size', '10000']);
});
