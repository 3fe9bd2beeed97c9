/**
 * @file Shards load in any order and compression, failures are reported and retried, and wrong manifests are detected.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { DataSource, LoadError } from '../../www/worker/data-source.js';

const address = new URL('http://host/data/');

/** @param {Uint8Array} bytes as the tests make them: the data and nothing before it */
const readIdx = (bytes) => ({ shape: [bytes.length], data: bytes });

/** @param {number[]} counts of the shards */
function part(name = 'train', counts = [2, 3]) {
  let first = 0;
  const shards = counts.map((count, at) => {
    const shard = { first, count, inputs: { file: `${name}-${at}-inputs` }, labels: { file: `${name}-${at}-labels` } };
    first += count;
    return shard;
  });
  return { count: first, head: counts[0], shards };
}

/**
 * @param {object} [options]
 * @param {boolean} [options.gzip]
 * @param {(file: string) => boolean} [options.fails]
 * @param {boolean} [options.short] whether all files lack a sample
 * @param {(file: string) => boolean} [options.cut] whether a file ends in its middle
 */
function host({ gzip = true, fails = () => false, short = false, cut = () => false } = {}) {
  const parts = { train: part(), validation: part('validation', [1, 1]) };
  /** @type {string[]} */
  const asked = [];
  /** @type {string[]} */
  const reloaded = [];
  const respond = (/** @type {string} */ file, /** @type {Uint8Array | string} */ body) => {
    const bytes = Uint8Array.from(Buffer.from(body));
    return new Response(cut(file) ? bytes.subarray(0, bytes.length >> 1) : bytes);
  };
  const answer = async (/** @type {URL} */ url, /** @type {RequestInit} */ { cache }) => {
    const file = url.pathname.split('/').at(-1) ?? '';
    asked.push(file);
    if (cache === 'reload') reloaded.push(file);
    if (fails(file)) throw new TypeError('no connection');
    if (file === 'manifest.json') return respond(file, JSON.stringify({ version: 1, shape: [1, 1, 2], parts }));
    const shard = Object.values(parts)
      .flatMap((one) => one.shards)
      .find(({ inputs, labels }) => inputs.file === file || labels.file === file);
    if (!shard) return new Response(null, { status: 404 });
    const count = short ? shard.count - 1 : shard.count;
    const numbers = Array.from({ length: count }, (_, at) => shard.first + at);
    const bytes = Uint8Array.from(
      file.endsWith('labels') ? numbers : numbers.flatMap((number) => [number, 100 + number]),
    );
    return respond(file, gzip ? new Uint8Array(gzipSync(bytes)) : bytes);
  };
  return { source: new DataSource('mnist', readIdx, address, /** @type {any} */ (answer)), asked, reloaded };
}

for (const gzip of [true, false]) {
  test(`the first shard, then the full set, ${gzip ? 'compressed' : 'decompressed by the host'}`, async () => {
    const { source, asked } = host({ gzip });
    const { parts, whole } = await source.first();
    assert.equal(whole, false);
    assert.deepEqual([...parts.train.labels], [0, 1]);
    /** @type {number[][]} */
    const reports = [];
    const all = await source.all((loaded, total) => reports.push([loaded, total]));
    assert.deepEqual([...all.train.labels], [0, 1, 2, 3, 4]);
    assert.deepEqual([...all.train.inputs], [0, 100, 1, 101, 2, 102, 3, 103, 4, 104]);
    assert.deepEqual([...all.validation.labels], [0, 1]);
    assert.deepEqual(
      [reports[0], reports.at(-1)],
      [
        [0, 7],
        [7, 7],
      ],
    );
    assert.equal(new Set(asked).size, asked.length, 'nothing is fetched twice');
    assert.equal(await source.all(() => {}), all);
  });
}

test('a set of one shard is full at once', async () => {
  const source = new DataSource(
    'digits',
    readIdx,
    address,
    /** @type {any} */ (
      async (/** @type {URL} */ url) => {
        const parts = { train: part('train', [2]), validation: part('validation', [1]) };
        if (url.pathname.endsWith('.json')) return new Response(JSON.stringify({ shape: [2], parts }));
        const count = url.pathname.includes('train') ? 2 : 1;
        return new Response(new Uint8Array(url.pathname.endsWith('labels') ? count : 2 * count));
      }
    ),
  );
  assert.equal((await source.first()).whole, true);
});

test('a failed request is reported by file name, and a retry fetches it again', async () => {
  let broken = true;
  const { source } = host({ fails: (file) => broken && file === 'train-1-inputs' });
  const failed = source.all(() => {});
  await assert.rejects(
    failed,
    (error) => error instanceof LoadError && error.code === 'network' && /train-1-inputs/.test(error.message),
  );
  broken = false;
  assert.equal((await source.all(() => {})).train.labels.length, 5);
});

test('a failed manifest is fetched again too', async () => {
  let broken = true;
  const { source } = host({ fails: (file) => broken && file === 'manifest.json' });
  await assert.rejects(source.first(), LoadError);
  broken = false;
  assert.equal((await source.first()).parts.train.labels.length, 2);
});

for (const gzip of [true, false]) {
  for (const file of ['manifest.json', 'train-0-inputs', 'validation-1-labels']) {
    test(`a truncated ${file}, ${gzip ? '' : 'not '}compressed, is told, and fetched anew past the cache`, async () => {
      let broken = true;
      const { source, reloaded } = host({ gzip, cut: (name) => broken && name === file });
      await assert.rejects(
        source.all(() => {}),
        (error) => error instanceof LoadError && error.code === 'format' && error.values.file === file,
      );
      broken = false;
      assert.deepEqual([...(await source.all(() => {})).train.inputs], [0, 100, 1, 101, 2, 102, 3, 103, 4, 104]);
      assert.ok(reloaded.includes(file));
    });
  }
}

test('a file that a server refuses is told with its status', async () => {
  const source = new DataSource('mnist', readIdx, address, async () => new Response(null, { status: 503 }));
  await assert.rejects(source.first(), {
    code: 'network',
    id: 'network.status',
    values: { file: 'manifest.json', status: '503' },
  });
});

test('a connection that breaks off within a file is no fault of the file', async () => {
  const broken = new ReadableStream({ pull: (controller) => controller.error(new TypeError('broken off')) });
  const source = new DataSource('mnist', readIdx, address, async () => new Response(broken));
  await assert.rejects(source.first(), { code: 'network', id: 'network.unreachable' });
});

test('a shard smaller than in the manifest is detected', async () => {
  const { source } = host({ short: true });
  // Both parts are short, and either may be read first.
  const message = /^(train-0-labels: expected 2 labels .* found 1|validation-0-labels: expected 1 labels .* found 0)$/;
  await assert.rejects(
    source.first(),
    (error) => error instanceof LoadError && error.code === 'format' && message.test(error.message),
  );
});
