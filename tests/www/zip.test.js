/** @file Zip archives: what is written comes back, other programs' archives too, and hostile ones are refused. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../www/shared/crc32.js';
import { readZip } from '../../www/shared/unzip.js';
import { writeZip } from '../../www/shared/zip.js';

const LIMITS = { bytes: 1e6, entries: 100 };

const bytesOf = async (/** @type {Blob} */ blob) => new Uint8Array(await blob.arrayBuffer());
const noise = Uint8Array.from({ length: 5000 }, (_, at) => (at * at * 31) >> 5);
const contents = () => [
  { name: 'manifest.json', content: '{"name":"字"}'.repeat(50) },
  { name: 'data/noise.bin', content: noise, compress: false },
  { name: 'data/字.bin', content: new Blob([noise]) },
  { name: 'empty', content: '' },
];

/** @param {Uint8Array} bytes @param {number} at @param {number} value of 32 bits */
function patched(bytes, at, value) {
  const copy = bytes.slice();
  new DataView(copy.buffer).setUint32(at, value, true);
  return new Blob([copy]);
}

/** @param {Uint8Array} bytes @param {number} signature @returns {number} place of the first */
function placeOf(bytes, signature) {
  const view = new DataView(bytes.buffer);
  return bytes.findIndex((_, at) => at + 4 <= bytes.length && view.getUint32(at, true) === signature);
}

const DIRECTORY = 0x02014b50;

/** @param {Blob} archive */
async function readAll(archive) {
  for (const entry of (await readZip(archive, LIMITS)).values()) await entry.read();
}

test('the checksum is that of the standard, whole and in pieces', () => {
  const text = new TextEncoder().encode('123456789');
  assert.equal(crc32(text), 0xcbf43926);
  assert.equal(crc32(text.subarray(5), crc32(text.subarray(0, 5))), 0xcbf43926);
});

test('what is written comes back, and the same contents give the same bytes', async () => {
  const archive = await writeZip(contents());
  const entries = await readZip(archive, LIMITS);
  assert.deepEqual([...entries.keys()], ['manifest.json', 'data/noise.bin', 'data/字.bin', 'empty']);
  for (const { name, content } of contents()) {
    const entry = entries.get(name);
    const expected = await bytesOf(new Blob([content]));
    assert.equal(entry?.size, expected.length);
    assert.deepEqual(await entry?.read(), expected, name);
  }
  assert.deepEqual(await bytesOf(await writeZip(contents())), await bytesOf(archive));
});

test('text is compressed, and what does not get smaller is stored', async () => {
  const text = await writeZip([{ name: 'a', content: 'a'.repeat(10_000) }]);
  assert.ok(text.size < 300);
  const random = crypto.getRandomValues(new Uint8Array(1000));
  assert.ok((await writeZip([{ name: 'a', content: random }])).size < 1200);
});

test('the writer tells how far it is, and can be stopped', async () => {
  const told = /** @type {number[]} */ ([]);
  await writeZip(contents(), { onBytes: (bytes) => told.push(bytes) });
  assert.equal(told.at(-1), (await bytesOf(new Blob(contents().map(({ content }) => content)))).length);
  const abort = new AbortController();
  const stopped = writeZip(contents(), { signal: abort.signal, onBytes: () => abort.abort() });
  await assert.rejects(stopped, { name: 'AbortError' });
});

test('a cut or changed archive is refused wherever it is damaged', async () => {
  const whole = await bytesOf(await writeZip(contents()));
  for (let length = 0; length < whole.length; length += 101)
    await assert.rejects(readAll(new Blob([whole.subarray(0, length)])), { name: 'ZipError' }, `${length} bytes`);
  let refused = 0;
  for (let at = 0; at < whole.length; at += 7) {
    const changed = whole.slice();
    changed[at] = Number(changed[at]) ^ 0x55;
    await readAll(new Blob([changed])).catch((error) => {
      assert.equal(error.name, 'ZipError', `byte ${at}: ${error.stack}`);
      refused += 1;
    });
  }
  // Dates, versions and attributes may change.
  assert.ok(refused > (0.9 * whole.length) / 7);
});

test('an archive that unpacks to more than it says, or than may be, is refused before', async () => {
  const bomb = deflateRawSync(new Uint8Array(5e6));
  const archive = await bytesOf(await writeZip([{ name: 'a', content: new Uint8Array(5e6) }]));
  assert.ok(archive.length < bomb.length + 200);
  await assert.rejects(readZip(new Blob([archive]), LIMITS), {
    id: 'zip.too_large',
    values: { found: '5', most: '1' },
  });
  const small = patched(archive, placeOf(archive, DIRECTORY) + 24, 1000);
  await assert.rejects(readAll(small), { id: 'zip.damaged', values: { name: 'a' } });
});

test('entries that share bytes, that are named twice, or are too many, are refused', async () => {
  const twice = await writeZip([
    { name: 'a', content: noise },
    { name: 'a', content: noise },
  ]);
  await assert.rejects(readZip(twice, LIMITS), { id: 'zip.twice' });
  const two = await bytesOf(await writeZip(contents().slice(1, 3)));
  const second = placeOf(two, DIRECTORY) + 46 + 'data/noise.bin'.length;
  await assert.rejects(readZip(patched(two, second + 42, 0), LIMITS), { id: 'zip.damaged' });
  const many = await writeZip(Array.from({ length: 101 }, (_, at) => ({ name: String(at), content: '' })));
  await assert.rejects(readZip(many, LIMITS), { id: 'zip.too_many', values: { found: '101', most: '100' } });
});

test('an archive of macOS with more than 65,535 entries, which counts from 0 again, is read, and its limit holds', async () => {
  const [count, name] = [0x10000 + 2, 5];
  const one = await bytesOf(await writeZip([{ name: '0'.repeat(name), content: '' }]));
  const [header, line] = [30 + name, 46 + name];
  const bytes = new Uint8Array((header + line) * count + 22);
  for (let at = 0; at < count; at += 1) {
    const [begin, entry] = [at * header, count * header + at * line];
    bytes.set(one.subarray(0, header), begin);
    bytes.set(one.subarray(header, header + line), entry);
    bytes.set(new TextEncoder().encode(String(at).padStart(name, '0')), entry + 46);
    new DataView(bytes.buffer).setUint32(entry + 42, begin, true);
  }
  bytes.set(one.subarray(-22), (header + line) * count);
  const end = new DataView(bytes.buffer, (header + line) * count);
  for (const at of [8, 10]) end.setUint16(at, count & 0xffff, true);
  for (const [at, value] of [line, header].entries()) end.setUint32(12 + 4 * at, value * count, true);
  const archive = new Blob([bytes]);
  const entries = await readZip(archive, { bytes: 1e6, entries: count });
  assert.equal(entries.size, count);
  assert.deepEqual(await entries.get('65537')?.read(), new Uint8Array());
  await assert.rejects(readZip(archive, LIMITS), { id: 'zip.too_many', values: { found: '101', most: '100' } });
});

test('encrypted entries and other methods are named, and what is no zip is said to be none', async () => {
  const whole = await bytesOf(await writeZip(contents()));
  const at = placeOf(whole, DIRECTORY);
  await assert.rejects(readZip(patched(whole, at + 8, 0x80801), LIMITS), { id: 'zip.encrypted' });
  await assert.rejects(readZip(patched(whole, at + 8, 0xe0800), LIMITS), {
    id: 'zip.method',
    values: { name: 'manifest.json', method: '14' },
  });
  for (const text of ['', 'PK', 'a text of some length'])
    await assert.rejects(readZip(new Blob([text]), LIMITS), { id: 'zip.no_zip' });
});
