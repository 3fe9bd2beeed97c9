/** @file `readFile` through the package: every kind of file, its types in JavaScript, and errors. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { InkgradError, load } from 'inkgrad';
import { packageFolder } from './support.js';

const { readFile, Session } = await load({ build: 'simd128' });
const encode = (/** @type {string} */ text) => new TextEncoder().encode(text);

/**
 * @param {string} descr
 * @param {string} shape
 * @param {ArrayBufferView} values
 */
function npy(descr, shape, values) {
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117).concat('\n');
  const start = Uint8Array.of(0x93, ...encode('NUMPY'), 1, 0, header.length & 255, header.length >> 8);
  return Buffer.concat([start, encode(header), new Uint8Array(values.buffer)]);
}

/**
 * A zip archive of deflated files.
 *
 * @param {Record<string, Uint8Array>} files
 */
function zip(files) {
  const [locals, centrals] = [/** @type {Buffer[]} */ ([]), /** @type {Buffer[]} */ ([])];
  let offset = 0;
  for (const [name, bytes] of Object.entries(files)) {
    const packed = deflateRawSync(bytes);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(bytes.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([encode('PK\x03\x04'), fields, encode(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    centrals.push(Buffer.concat([encode('PK\x01\x02'), Buffer.of(20, 0), fields, tail, encode(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(centrals.length, 4);
  end.writeUInt16LE(centrals.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, encode('PK\x05\x06'), end]);
}

/** @param {Uint8Array} bytes */
function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ -1) >>> 0;
}

/** A picture of one pixel, red at half opacity. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DQAAAEgQGALFXOsAAAAABJRU5ErkJggg==',
  'base64',
);

test('a table, gzipped or not, with its options', async () => {
  const file = encode('width,height,kind\n1,2,cat\n3,4.5,dog\n');
  for (const bytes of [file, gzipSync(file)]) {
    assert.deepEqual(await readFile(bytes, { name: 'pets.csv.gz' }), {
      kind: 'table',
      columns: ['width', 'height'],
      inputs: Float32Array.of(1, 2, 3, 4.5),
      labels: Uint32Array.of(0, 1),
      classes: ['cat', 'dog'],
    });
  }
  const whole = await readFile(encode('1,2\n3,4\n'), { header: false, label: null });
  assert.deepEqual(whole, {
    kind: 'table',
    columns: [],
    inputs: Float32Array.of(1, 2, 3, 4),
    labels: null,
    classes: null,
  });
});

test('arrays have the type of their values', async () => {
  const idx = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 9);
  assert.deepEqual(await readFile(idx), { kind: 'array', shape: [2], data: Uint8Array.of(7, 9) });
  for (const [descr, data] of /** @type {const} */ ([
    ['<f4', Float32Array.of(0.5, -1)],
    ['<f8', Float64Array.of(0.1, 2)],
    ['<i4', Int32Array.of(-5, 6)],
    ['|u1', Uint8Array.of(1, 255)],
  ])) {
    assert.deepEqual(await readFile(npy(descr, '(2, 1)', data)), { kind: 'array', shape: [2, 1], data });
  }
  const words = npy('|S3', '(2,)', encode('catox\0'));
  assert.deepEqual(await readFile(words), { kind: 'array', shape: [2], data: ['cat', 'ox'] });
});

test('an archive that trains: arrays by their names, and an unreadable file beside them', async () => {
  const files = {
    'inputs.npy': npy('<f4', '(2, 2)', Float32Array.of(0, 0, 1, 1)),
    'labels.npy': npy('<i4', '(2,)', Int32Array.of(0, 1)),
    'notes.txt': encode('nothing'),
  };
  const read = await readFile(zip(files));
  assert.equal(read.kind, 'archive');
  assert.deepEqual(
    read.files.map(({ name, kind }) => [name, kind]),
    [
      ['inputs.npy', 'array'],
      ['labels.npy', 'array'],
      ['notes.txt', 'unreadable'],
    ],
  );
  const [inputs, labels, notes] = /** @type {any[]} */ (read.files);
  assert.ok(notes.error instanceof InkgradError);
  assert.equal(notes.error.code, 'format');
  const session = await Session.create({
    input: [2],
    layers: [{ kind: 'dense', units: 2 }],
    loss: { kind: 'cross_entropy' },
    optimizer: { kind: 'sgd', learning_rate: 1 },
    batch_size: 2,
  });
  await session.setData('train', { inputs: inputs.data, labels: labels.data });
  await session.step(50);
  assert.equal((await session.evaluate('train')).accuracy, 1);
  session.free();
});

test('a picture', async () => {
  const { kind, image } = /** @type {any} */ (await readFile(PNG));
  assert.deepEqual([kind, image.width, image.height], ['image', 1, 1]);
  assert.ok(image.data instanceof Uint8ClampedArray);
  assert.deepEqual([...image.data], [255, 0, 0, 128]);
});

test('errors say where, and arguments are checked', async () => {
  await assert.rejects(readFile(encode('1,2\n3,x\n5,6\n'), { header: false, label: null }), {
    name: 'InkgradError',
    code: 'format',
    offset: 2,
    path: 'line 2, column 2',
  });
  const packed = gzipSync(encode('1,2\n3,4\n'));
  await assert.rejects(readFile(packed.subarray(0, packed.length - 9)), { code: 'format', id: 'format.damaged_gzip' });
  await assert.rejects(readFile(/** @type {any} */ ('a.csv')), { code: 'data', path: 'bytes' });
  await assert.rejects(readFile(encode('1,2\n'), /** @type {any} */ ({ header: 1 })), { code: 'data', path: 'header' });
});

test('the reader is a file of its own beside the entry', async () => {
  const { openFile } = await import(String(new URL('inkgrad-files.js', packageFolder)));
  assert.equal(typeof openFile, 'function');
});
