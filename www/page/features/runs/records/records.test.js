/** @file Tests of what a run goes out as. The event file is read back as TensorFlow's description says. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { crc32c } from './crc32c.js';
import { escaped } from './escaped.js';
import { plotSvg } from './report-plot.js';
import { commaSeparated, jsonLines, scalarsOf } from './rows.js';
import { eventFile, eventFileName } from './tensorboard.js';

const none = { loss: null, accuracy: null, validationLoss: null, validationAccuracy: null };
const rows = [
  { ...none, step: 10, loss: 2.25, accuracy: 0.5 },
  { ...none, step: 300, validationLoss: 1.5, validationAccuracy: 0.75 },
  { ...none, step: 70_000, loss: Number.NaN },
];

test('the checksum is the one of RFC 3720', () => {
  assert.equal(crc32c(new TextEncoder().encode('123456789')), 0xe3069283);
  assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa);
});

/**
 * @param {Uint8Array} data of a message of protocol buffers
 * @returns {[number, number | Uint8Array][]} its fields
 */
function fieldsOf(data) {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  /** @type {[number, number | Uint8Array][]} */
  const fields = [];
  let at = 0;
  const skip = (/** @type {number} */ bytes) => {
    at += bytes;
    return at - bytes;
  };
  const varint = () => {
    let [value, power, byte] = [0, 1, 128];
    while (byte >= 128) {
      byte = /** @type {number} */ (data[skip(1)]);
      value += (byte & 127) * power;
      power *= 128;
    }
    return value;
  };
  const read = [
    () => varint(),
    () => view.getFloat64(skip(8), true),
    () => {
      const length = varint();
      const from = skip(length);
      return data.subarray(from, from + length);
    },
    undefined,
    undefined,
    () => view.getFloat32(skip(4), true),
  ];
  while (at < data.length) {
    const key = varint();
    fields.push([key >> 3, read[key & 7]?.() ?? Number.NaN]);
  }
  return fields;
}

test('an event file holds its version and then each scalar at its step, with right checksums', () => {
  const file = eventFile(scalarsOf(rows), 1.5e9);
  const view = new DataView(file.buffer);
  const events = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(view.getBigUint64(at, true));
    const data = file.subarray(at + 12, at + 12 + length);
    const unmask = (/** @type {number} */ masked) => {
      const rotated = (masked - 0xa282ead8) >>> 0;
      return ((rotated >>> 17) | (rotated << 15)) >>> 0;
    };
    assert.equal(unmask(view.getUint32(at + 8, true)), crc32c(file.subarray(at, at + 8)));
    assert.equal(unmask(view.getUint32(at + 12 + length, true)), crc32c(data));
    events.push(new Map(fieldsOf(data)));
    at += 16 + length;
  }
  const text = (/** @type {any} */ bytes) => new TextDecoder().decode(bytes);
  assert.equal(text(events[0]?.get(3)), 'brain.Event:2');
  assert.deepEqual(
    events.slice(1).map((event) => [event.get(1), event.get(2)]),
    [
      [1.5e9, 10],
      [1.5e9, 300],
      [1.5e9, 70_000],
    ],
  );
  const summary = /** @type {Uint8Array} */ (events[1]?.get(5));
  const values = [...fieldsOf(summary)].map(([, value]) => new Map(fieldsOf(/** @type {Uint8Array} */ (value))));
  assert.deepEqual(
    values.map((value) => [text(value.get(1)), value.get(2)]),
    [
      ['train/loss', 2.25],
      ['train/accuracy', 0.5],
    ],
  );
  assert.match(eventFileName(1.5e9), /tfevents\.1500000000/);
});

test('JSON lines leave out what is no number', () => {
  assert.deepEqual(
    jsonLines(rows)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
    [
      { step: 10, 'train/loss': 2.25, 'train/accuracy': 0.5 },
      { step: 300, 'validation/loss': 1.5, 'validation/accuracy': 0.75 },
      { step: 70_000 },
    ],
  );
});

test('a table has a column for each measure', () => {
  assert.deepEqual(commaSeparated(rows).split('\n').slice(0, 3), [
    'step,train/loss,train/accuracy,validation/loss,validation/accuracy',
    '10,2.25,0.5,,',
    '300,,,1.5,0.75',
  ]);
});

test('a plot of nothing is empty; one of a run has both curves inside its frame', () => {
  const words = { step: 'step', name: 'Loss' };
  assert.equal(plotSvg([], 'loss', words), '');
  const svg = plotSvg(rows, 'loss', words);
  const points = [...svg.matchAll(/points="([^"]*)"/g)].flatMap(([, list = '']) =>
    list === '' ? [] : list.split(' '),
  );
  assert.equal(points.length, 2);
  for (const point of points) {
    const [x = -1, y = -1] = point.split(',').map(Number);
    assert.ok(x >= 64 && x <= 548 && y >= 12 && y <= 226, point);
  }
});

test('what a person has written is text in the report, never markup', () => {
  assert.equal(escaped('<b a="1">&'), '&lt;b a=&quot;1&quot;&gt;&amp;');
});
