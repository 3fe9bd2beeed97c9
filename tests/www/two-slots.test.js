/**
 * @file Records survive writes that fail, tear, are reordered or find no room: each stays readable, with its last value.
 * WRITE_FAULTS says how many faults are tried.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32 } from '../../www/shared/crc32.js';
import { decode, encode } from '../../www/storage/codec.js';
import { MemoryStore } from '../../www/storage/memory-store.js';
import { isFull, NewerRecord } from '../../www/storage/store.js';
import { TwoSlots } from '../../www/storage/two-slots.js';
import { Crash, FailingStore } from './failing-store.js';
import { randomFrom } from './random.js';

const FAULTS = Number(process.env.WRITE_FAULTS ?? 10_000);

/** @param {FailingStore | MemoryStore} store @param {string} key @param {unknown} value @param {TwoSlots} [records] */
const set = (store, key, value, records = new TwoSlots(store, 1)) =>
  records.transact((writer) => writer.set(key, value));

/** @param {FailingStore | MemoryStore} store @param {string} key @param {number} [version] */
const get = (store, key, version = 1) => new TwoSlots(store, version).read((reader) => reader.get(key));

test('the checksum is the CRC-32 of gzip', () => {
  const random = randomFrom(3);
  for (const length of [0, 1, 2, 3, 4, 5, 63, 64, 1001]) {
    const bytes = Uint8Array.from({ length }, () => random.below(256));
    assert.equal(crc32(bytes), bitByBit(bytes), `${length} bytes`);
  }
  assert.equal(crc32(new TextEncoder().encode('123456789')), 0xcbf43926);
});

/** @param {Uint8Array} bytes */
function bitByBit(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

test('a record comes back as it was, with typed arrays and numbers that JSON does not have', () => {
  const record = {
    name: '手写 “7”',
    numbers: [Number.NaN, Number.POSITIVE_INFINITY, -Infinity, -0, 0.1, 1e300],
    nothing: null,
    bytes: Uint8Array.of(1, 2, 3),
    nested: [{ weights: Float32Array.of(0.5, Number.NaN) }, { counts: Uint32Array.of(2 ** 32 - 1) }],
    part: new Float64Array([1, 2, 3, 4]).subarray(1, 3),
  };
  assert.deepEqual(decode(encode(record)), record);
  assert.deepEqual(decode(encode({ left: undefined, kept: 1 })), { kept: 1 });
  assert.throws(() => decode(encode(record).subarray(0, 40)));
});

test('two slots take turns, and the newest whole one is read', async () => {
  const store = new FailingStore(randomFrom(1), 0);
  for (const value of [1, 2, 3]) await set(store, 'a', value);
  assert.equal(await get(store, 'a'), 3);
  assert.deepEqual(
    ['a#0', 'a#1'].map((key) => store.disk.get(key).sequence),
    [3, 2],
  );
  store.disk.get('a#0.body')[9] ^= 1;
  assert.equal(await get(store, 'a'), 2, 'the one before');
  await set(store, 'a', 4);
  assert.equal(store.disk.get('a#0').sequence, 4, 'the slot that was not whole is written');
  assert.equal(await get(store, 'a'), 4);
});

test('what a newer version of the page has written is told, and neither changed nor removed', async () => {
  const store = new MemoryStore();
  await set(store, 'run/a', 'newer', new TwoSlots(store, 2));
  await set(store, 'run/b', 'ours');
  const records = new TwoSlots(store, 1);
  await assert.rejects(get(store, 'run/a'), NewerRecord);
  await assert.rejects(set(store, 'run/a', 'older'), NewerRecord);
  await assert.rejects(
    records.transact((writer) => writer.remove('run/a')),
    NewerRecord,
  );
  const { values, newer } = await records.read((reader) => reader.list('run/'));
  assert.deepEqual([[...values], newer], [[['run/b', 'ours']], ['run/a']]);
  assert.equal(await get(store, 'run/a', 2), 'newer');
});

test('a full disk is known by each of its names', () => {
  const aborted = new DOMException('The transaction was aborted.', 'AbortError');
  const full = [
    new DOMException('no room', 'QuotaExceededError'),
    Object.assign(new Error('no room'), { name: 'NS_ERROR_DOM_QUOTA_REACHED' }),
    Object.assign(new Error('no room'), { code: 22 }),
    Object.assign(new Error('no room'), { code: 1014 }),
    new Error('aborted', { cause: new DOMException('no room', 'QuotaExceededError') }),
    new DOMException('Encountered full disk: quota exceeded', 'UnknownError'),
  ];
  assert.deepEqual(
    full.map(isFull),
    full.map(() => true),
  );
  assert.deepEqual([aborted, new Error('other'), null, 'text'].map(isFull), [false, false, false, false]);
});

test(`${FAULTS} write faults: nothing is unreadable, and nothing that was written is lost`, async () => {
  const random = randomFrom(20_231);
  const store = new FailingStore(random, 0.5);
  const keys = ['run/a', 'run/b', 'state/a', 'place'];
  /** Values that a read may give: the one that is known to be written, or those whose write was cut off. */
  const possible = new Map(keys.map((key) => /** @type {[string, unknown[]]} */ ([key, [null]])));
  let records = new TwoSlots(store, 1);
  let value = 0;
  const faults = () => Object.values(store.faults).reduce((sum, count) => sum + count, 0);
  while (faults() < FAULTS) {
    const chosen = keys.filter(() => random.below(2) === 0);
    value += 1;
    const next = { value, weights: new Uint8Array(random.below(40)).fill(value) };
    try {
      await records.transact(async (writer) => {
        for (const key of chosen) await writer.set(key, next);
      });
      for (const key of chosen) possible.set(key, [next]);
    } catch (error) {
      if (error instanceof Crash) {
        for (const key of chosen) possible.get(key)?.push(next);
        records = new TwoSlots(store, 1);
      }
    }
    for (const key of keys) {
      const found = await records.read((reader) => reader.get(key));
      const among = possible.get(key) ?? [];
      assert.ok(
        among.some((one) => JSON.stringify(one) === JSON.stringify(found)),
        `${key} after ${faults()} faults: ${JSON.stringify(found)} is not one of ${JSON.stringify(among)}`,
      );
      // From here on it is what is there.
      possible.set(key, [found]);
    }
  }
  for (const [fault, count] of Object.entries(store.faults)) assert.ok(count > FAULTS / 8, `${fault}: ${count}`);
});
