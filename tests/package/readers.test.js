/** @file The readers of drawings, IDX and CSV. Tests of the core cover the errors in such files. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from 'inkgrad';
import { throws } from './support.js';

const { paint, prepareDrawing, readIdx, readCsv } = await load({ build: 'simd128' });

const encode = (/** @type {string} */ text) => new TextEncoder().encode(text);

/** A bar of ink, 6 wide and 30 high, near a corner of a pad of 100×100. */
function bar() {
  const pixels = new Uint8Array(100 * 100);
  for (let y = 5; y < 35; y++) pixels.fill(255, 100 * y + 60, 100 * y + 66);
  return { pixels, width: 100, height: 100, shape: [1, 28, 28] };
}

test('a drawing is cropped, scaled and centred', () => {
  const { input, stages, ink } = prepareDrawing(bar());
  assert.deepEqual(
    stages.map(({ name, width, height, pixels }) => [name, width, height, pixels.length === width * height]),
    [
      ['raw', 100, 100, true],
      ['cropped', 6, 30, true],
      ['scaled', 4, 20, true],
      ['centred', 28, 28, true],
      ['input', 28, 28, true],
    ],
  );
  assert.ok(Math.abs(ink - (6 * 30) / 10_000) < 1e-6);
  assert.ok(input instanceof Float32Array && input.length === 784);
  const inked = [...input.keys()].filter((index) => input[index] > 0);
  assert.deepEqual([Math.floor(inked[0] / 28), Math.floor((inked.at(-1) ?? 0) / 28)], [4, 23]);
  assert.ok(inked.every((index) => input[index] === 1 && index % 28 >= 12 && index % 28 <= 15));
});

test('a drawing can fill the frame, with fit', () => {
  const { input, stages } = prepareDrawing({ ...bar(), shape: [1, 8, 8], fit: { box: 1, centre: 'box' } });
  assert.equal(input?.length, 64);
  assert.deepEqual([stages[2].width, stages[2].height], [2, 8]);
});

test('a drawing without ink has no input', () => {
  const { input, stages, ink } = prepareDrawing({ ...bar(), pixels: new Uint8Array(10_000) });
  assert.deepEqual([input, stages.map(({ name }) => name), ink], [null, ['raw'], 0]);
});

/** @type {[any, import('inkgrad').ErrorCode, string, RegExp][]} */
const invalidDrawings = [
  [undefined, 'data', 'drawing', /expected an object, found undefined$/],
  [{ pixels: [1] }, 'data', 'pixels', /expected a Uint8Array, found an Array$/],
  [{ width: 0 }, 'data', 'width', /found 0$/],
  [{ height: 1.5 }, 'data', 'height', /found 1.5$/],
  [{ width: 99 }, 'shape', 'pixels', /expected 99 × 100 bytes, found 10000$/],
  [{ shape: [28, 28] }, 'shape', 'shape', /expected \[1, height, width\]/],
  [{ shape: 28 }, 'data', 'shape', /found 28$/],
  [{ fit: 5 }, 'data', 'fit', /found 5$/],
  [{ fit: { box: 2 } }, 'shape', 'fit.box', /expected a fraction over 0 and up to 1, found 2$/],
  [{ fit: { box: '1' } }, 'data', 'fit.box', /found "1"$/],
  [{ fit: { centre: 'middle' } }, 'data', 'fit.centre', /expected one of mass, box, found "middle"$/],
];

for (const [changes, code, path, message] of invalidDrawings) {
  test(`invalid drawings: ${path} ${message.source}`, () =>
    throws(() => prepareDrawing(changes && { ...bar(), ...changes }), code, message, path));
}

test('an IDX file', () => {
  const file = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);
  assert.deepEqual(readIdx(file), { shape: [2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
  assert.throws(() => readIdx(file.subarray(0, 16)), { code: 'format', offset: 16 });
  throws(() => readIdx(/** @type {any} */ ('file')), 'data', /^bytes: expected a Uint8Array, found "file"$/, 'bytes');
});

test('a CSV file with a header and words for labels', () => {
  const table = readCsv(encode('width,height,what\n1,2,cat\n3,4.5,dog\n5,6,cat\n'));
  assert.deepEqual(table, {
    columns: ['width', 'height'],
    inputs: Float32Array.of(1, 2, 3, 4.5, 5, 6),
    labels: Uint32Array.of(0, 1, 0),
    classes: ['cat', 'dog'],
  });
});

test('a CSV file with the label in another column', () => {
  const file = encode('y,a,b\n0.5,1,2\n1.5,3,4\n');
  const expected = {
    columns: ['a', 'b'],
    inputs: Float32Array.of(1, 2, 3, 4),
    labels: Float32Array.of(0.5, 1.5),
    classes: null,
  };
  assert.deepEqual(readCsv(file, { label: 'y' }), expected);
  assert.deepEqual(readCsv(file, { label: 0, header: true }), expected);
  assert.deepEqual(readCsv(encode('1,2,7\n3,4,8\n'), { header: false }).labels, Uint32Array.of(7, 8));
});

test('errors in a CSV file have the line', () => {
  assert.throws(() => readCsv(encode('1,2,0\n3,4,0\n5,0\n')), { code: 'format', offset: 3 });
  throws(() => readCsv(encode('1,2\n'), /** @type {any} */ ({ label: -1 })), 'data', /found -1$/, 'label');
  throws(() => readCsv(encode('1,2\n'), /** @type {any} */ ({ header: 1 })), 'data', /found 1$/, 'header');
  throws(() => readCsv(encode('a,b\n1,2\n'), { label: 'c' }), 'format', /a column named "c"/, 'line 1');
});

test('the label column is found by its name or by its position', () => {
  const named = readCsv(encode('label,pixel0,pixel1\n7,0,255\n3,12,0\n'));
  assert.deepEqual([named.columns, named.labels], [['pixel0', 'pixel1'], Uint32Array.of(7, 3)]);
  assert.deepEqual([...named.inputs], [0, 255, 12, 0]);
  const target = readCsv(encode('Target;width\n1;0.5\n0;1.5\n'));
  assert.deepEqual([target.columns, target.labels], [['width'], Uint32Array.of(1, 0)]);
  const first = readCsv(encode('5\t0\t255\t0\n0\t3\t4\t0\n'));
  assert.deepEqual([first.labels, [...first.inputs]], [Uint32Array.of(5, 0), [0, 255, 0, 3, 4, 0]]);
});

test('a table without labels', () => {
  const { inputs, labels, columns } = readCsv(encode('a,b\n1,2\n3,4\n'), { label: null });
  assert.deepEqual([labels, columns, [...inputs]], [null, ['a', 'b'], [1, 2, 3, 4]]);
});

test('one invalid label is an error; the other labels are not read as names', () => {
  assert.throws(() => readCsv(encode('1,2,0\n3,4,1\n5,6,x\n')), { code: 'format', offset: 3 });
});

test('the error for a compressed file says so', () => {
  const packed = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0);
  throws(() => readCsv(packed), 'format', /gzip/);
  throws(() => readIdx(packed), 'format', /gzip/);
});

test('an image is blended with white, and pixels that differ from its border are ink', () => {
  const side = 20;
  /** @param {(index: number) => number[]} colour */
  const image = (colour) => {
    const data = new Uint8ClampedArray(4 * side * side);
    for (let index = 0; index < side * side; index += 1) data.set(colour(index), 4 * index);
    return { data, width: side, height: side };
  };
  const inked = (/** @type {number} */ index) => {
    const [x, y] = [index % side, Math.floor(index / side)];
    return x > 8 && x < 12 && y > 4 && y < 15;
  };
  const pixels = Uint8Array.from({ length: side * side }, (_, index) => (inked(index) ? 255 : 0));
  const shape = [1, 28, 28];
  const expected = prepareDrawing({ pixels, width: side, height: side, shape });
  for (const colour of [
    (/** @type {number} */ index) => (inked(index) ? [0, 0, 0, 255] : [255, 255, 255, 255]),
    (/** @type {number} */ index) => (inked(index) ? [255, 255, 255, 255] : [0, 0, 0, 255]),
    (/** @type {number} */ index) => (inked(index) ? [0, 0, 0, 255] : [0, 0, 0, 0]),
  ]) {
    assert.deepEqual(prepareDrawing({ image: image(colour), shape }), expected);
  }
  // The luma of green is 0.7152 by Rec. 709; ink is 1 minus luma.
  const green = prepareDrawing({
    image: image((index) => (inked(index) ? [0, 255, 0, 255] : [255, 255, 255, 255])),
    shape,
  });
  assert.equal(Math.max(...(green.stages[0]?.pixels ?? [])), Math.round(255 * (1 - 0.7152)));
  const short = { data: new Uint8ClampedArray(8), width: 2, height: 2 };
  throws(() => prepareDrawing({ image: short, shape }), 'shape', /^image/);
});

test('an input that does not fit into memory is an error, and the instance still works', () => {
  const pixels = new Uint8Array(4).fill(9);
  for (const shape of [
    [1, 40_000, 40_000],
    [1, 1, 1e9],
    [1, 65_536, 65_537],
  ]) {
    assert.throws(() => prepareDrawing({ pixels, width: 2, height: 2, shape }), { code: 'memory' });
  }
  assert.equal(prepareDrawing(bar()).stages.length, 5);
});

test('paint fails in Node, which has no ImageData', () => {
  const palette = /** @type {const} */ ({ nothing: [0, 0, 0], positive: [255, 0, 0] });
  const picture = { values: Float32Array.of(1), width: 1, height: 1, palette };
  throws(() => paint(picture), 'state', /no ImageData/);
});
