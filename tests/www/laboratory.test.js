/** @file The laboratory's archive: it comes back whole, overwrites nothing, and what is damaged or hostile is refused. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { storedBlob } from '../../www/shared/stored-data.js';
import { readZip } from '../../www/shared/unzip.js';
import { writeZip } from '../../www/shared/zip.js';
import { LIMITS, MANIFEST, toJson } from '../../www/storage/laboratory/format.js';
import { mergeLaboratory } from '../../www/storage/laboratory/merge.js';
import { isLaboratory, readLaboratory } from '../../www/storage/laboratory/read.js';
import { writeLaboratory } from '../../www/storage/laboratory/write.js';
import { Library } from '../../www/storage/library.js';
import { MemoryStore } from '../../www/storage/memory-store.js';
import { curvesAt, fieldsAt } from './library-harness.js';
import { randomFrom } from './random.js';

const page = { inkgrad: '0.1.0', drawing: [{ erase: false, points: [0.1, 0.2, 0.3] }], preferences: { theme: 'dark' } };
const describe = (/** @type {any} */ spec) => {
  if (!Array.isArray(spec.layers)) throw new Error('no layers');
};

/** @param {number} step @returns {import('../../www/storage/records.js').SavedState} whose bytes are a safetensors file */
function stateAt(step) {
  const texts = { 'inkgrad.version': '0.1.0', 'inkgrad.spec': '{}' };
  const header = new TextEncoder().encode(JSON.stringify({ __metadata__: texts }));
  const bytes = new Uint8Array(8 + header.length + 400).fill(step % 251);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  return { bytes, position: { wholeSince: 0, step, epoch: step / 100 }, build: 'simd128' };
}

const own = { name: 'own-0123456789ab', title: 'Pairs', shape: [2], classes: 2, scale: 1 };
const content = storedBlob({ train: { inputs: Uint8Array.of(1, 2, 3, 4), labels: Uint8Array.of(0, 1) } });

/** @returns {Promise<Library>} with two runs, two samples and a data set */
async function filled() {
  let now = 1000;
  const library = new Library(new MemoryStore(), () => (now += 1000));
  const validation = { step: 20, loss: 0.5, accuracy: 0.75, confusion: Uint32Array.of(1, 2, 3, 4) };
  const progress = {
    step: 30,
    epoch: 0.3,
    loss: Number.NaN,
    accuracy: null,
    gradientNorm: 1,
    learningRate: 0.1,
    samplesPerSecond: 9,
  };
  await library.runs.keep({ ...fieldsAt('first', 30), validation, progress, points: 3 }, curvesAt(30));
  for (const step of [2, 10, 20, 30]) await library.runs.keepState('first', stateAt(step));
  await library.runs.edit('first', { name: 'The first', notes: 'it works 好', pinned: true });
  await library.runs.keep({ ...fieldsAt('second', 5), parent: { id: 'first', step: 10 } }, null);
  await library.runs.keepState('second', stateAt(5));
  const pixels = { values: Float32Array.of(0, 0.5, 1, 0.25), shape: [1, 2, 2] };
  await library.samples.put([
    { id: 'one', set: 'hand', label: '7', created: 5, strokes: [{ erase: false, points: [0, 0.5, 1] }] },
    { id: 'two', set: 'files', label: 'cat', created: 6, pixels, source: 'a.png' },
  ]);
  await library.dataSets.put({ id: own.name, name: 'Pairs', created: 7, dataSet: own, samples: 2 }, content);
  await library.dataSets.put({ id: 'classes-1', name: 'Letters', created: 8, names: ['A', 'B'] });
  return library;
}

/** @param {Library} library @returns {Promise<any>} all that it holds, but for the times of changes */
async function contentsOf(library) {
  const { runs } = await library.runs.list();
  const whole = runs.map(async ({ changed: _, ...run }) => ({
    ...run,
    curves: await library.runs.curves(run.id),
    weights: await library.runs.state(run.id),
    steps: await Promise.all(run.checkpoints.map(({ step }) => library.runs.checkpoint(run.id, step))),
  }));
  const data = (await library.dataSets.list()).map(async (record) => {
    const kept = await library.dataSets.content(record.id);
    return { ...record, content: kept && [...new Uint8Array(await kept.arrayBuffer())] };
  });
  return { runs: await Promise.all(whole), samples: await library.samples.list(), data: await Promise.all(data) };
}

const empty = () => new Library(new MemoryStore());

/** @param {Blob} archive @param {Library} library */
async function merge(archive, library) {
  return mergeLaboratory(await readLaboratory(archive), library, { describe });
}

/** @param {Blob} archive @param {(manifest: any) => any} change @returns {Promise<Blob>} with another manifest */
async function changed(archive, change) {
  const entries = [...(await readZip(archive, LIMITS)).values()];
  const contents = entries.map(async ({ name, read }) => {
    const bytes = await read();
    if (name !== MANIFEST) return { name, content: bytes };
    return { name, content: toJson(change(JSON.parse(new TextDecoder().decode(bytes)))) };
  });
  return writeZip(await Promise.all(contents));
}

test('everything goes out and comes back: runs, curves, kept steps, notes, samples, data', async () => {
  const library = await filled();
  const told = /** @type {[number, number][]} */ ([]);
  const archive = await writeLaboratory(library, page, { onProgress: (...bytes) => told.push(bytes) });
  assert.ok(told.length > 3 && told.every(([done, total]) => done <= total));
  const laboratory = await readLaboratory(archive);
  assert.deepEqual(laboratory.manifest.drawing, page.drawing);
  assert.deepEqual(laboratory.manifest.preferences, page.preferences);
  const other = empty();
  const progress = /** @type {[number, number][]} */ ([]);
  const merged = await mergeLaboratory(laboratory, other, {
    describe,
    onProgress: (...bytes) => progress.push(bytes),
  });
  assert.deepEqual(merged.errors, []);
  assert.deepEqual([merged.runs.added, merged.samples.added, merged.dataSets.added], [2, 2, 2]);
  assert.deepEqual(progress.at(-1), [laboratory.bytes, laboratory.bytes]);
  assert.deepEqual(await contentsOf(other), await contentsOf(library));
});

test('taken again it changes nothing; a run that has gone on stays, and the archive’s is a copy', async () => {
  const library = await filled();
  const archive = await writeLaboratory(library, page);
  const before = await contentsOf(library);
  const again = await merge(archive, library);
  assert.deepEqual([again.runs.skipped, again.samples.skipped, again.dataSets.skipped], [2, 2, 2]);
  assert.deepEqual(await contentsOf(library), before);
  await library.runs.delete('second');
  assert.deepEqual((await merge(archive, library)).runs, { added: 0, copied: 1, skipped: 1, refused: 0 });
  await library.runs.restore('second');
  await library.runs.keep(fieldsAt('first', 99), null);
  await library.runs.keepState('first', stateAt(99));
  const gone = (await contentsOf(library)).runs.find((/** @type {any} */ run) => run.id === 'first');
  const merged = await merge(archive, library);
  assert.deepEqual([merged.runs.copied, merged.runs.skipped], [1, 1]);
  const { runs } = await contentsOf(library);
  assert.equal(runs.length, 4);
  assert.deepEqual(
    runs.find((/** @type {any} */ run) => run.id === 'first'),
    gone,
  );
  const copy = runs.find((/** @type {any} */ run) => !['first', 'second'].includes(run.id) && run.name !== '');
  assert.deepEqual([copy.name, copy.position.step, copy.weights.bytes], ['The first', 30, stateAt(30).bytes]);
});

test('damage anywhere ends in a refusal, and never in half a run', async () => {
  const archive = await writeLaboratory(await filled(), page);
  const whole = new Uint8Array(await archive.arrayBuffer());
  const random = randomFrom(3);
  const first = (await contentsOf(await filled())).runs;
  for (let round = 0; round < 150; round += 1) {
    const bytes = round % 3 === 0 ? whole.slice(0, random.below(whole.length)) : whole.slice();
    for (let at = 0; round % 3 !== 0 && at <= round % 4; at += 1) bytes[random.below(bytes.length)] = random.below(256);
    const library = empty();
    try {
      await merge(new Blob([bytes]), library);
    } catch (error) {
      assert.match(/** @type {Error} */ (error).name, /^(LaboratoryError|ZipError)$/, String(error));
    }
    // Its number is the library's: where the first one is refused, the second is number 1.
    for (const { number: _, ...run } of (await contentsOf(library)).runs) {
      const { number: __, ...whole } = first.find((/** @type {any} */ one) => one.id === run.id);
      assert.deepEqual(run, whole);
    }
  }
});

test('what no page has written is refused before anything is taken', async () => {
  const archive = await writeLaboratory(await filled(), page);
  const run = (/** @type {any} */ fields) => (/** @type {any} */ manifest) => ({
    ...manifest,
    runs: [{ ...manifest.runs[0], ...fields }],
  });
  for (const [what, id, change] of /** @type {[string, string, (manifest: any) => any][]} */ ([
    ['a later version', 'newer', (manifest) => ({ ...manifest, version: 2 })],
    ['another format', 'none', (manifest) => ({ ...manifest, format: 'x' })],
    ['a text', 'none', () => 'text'],
    ['nothing', 'none', () => null],
    ['a path for an id', 'damaged', run({ id: '../first' })],
    ['a name that is no text', 'damaged', run({ name: { length: 1 } })],
    ['a missing file', 'damaged', run({ curves: 'runs/first/none.json' })],
    ['a step that is none', 'damaged', run({ position: { wholeSince: null, step: -1, epoch: 0 } })],
    [
      'an accuracy that is none',
      'damaged',
      run({ validation: { step: 1, loss: 1, accuracy: 'high', confusion: null } }),
    ],
    ['events without end', 'damaged', run({ events: Array.from({ length: 100_001 }, () => 0) })],
    ['the same run twice', 'damaged', (manifest) => ({ ...manifest, runs: [manifest.runs[0], manifest.runs[0]] })],
    ['a drawing that is none', 'damaged', (manifest) => ({ ...manifest, drawing: [{ erase: 1 }] })],
  ])) {
    const library = empty();
    await assert.rejects(merge(await changed(archive, change), library), { id: `laboratory.${id}` }, what);
    assert.ok(await library.isEmpty(), what);
  }
  for (const other of [new Blob(['no zip']), await writeZip([{ name: 'a.csv', content: '1,2' }])]) {
    assert.equal(await isLaboratory(other), false);
    await assert.rejects(readLaboratory(other));
  }
  assert.equal(await isLaboratory(archive), true);
});

test('a part that is wrong is left out and named, and the others come', async () => {
  const archive = await writeLaboratory(await filled(), page);
  const library = empty();
  const spec = await changed(archive, (manifest) => {
    manifest.runs[0].experiment.spec = { layers: 'none' };
    manifest.runs[1].parent = { id: 'constructor', step: 1 };
    manifest.dataSets[0].dataSet.shape = [3];
    return manifest;
  });
  const merged = await merge(spec, library);
  assert.deepEqual([merged.runs.refused, merged.runs.added, merged.dataSets.refused], [1, 1, 1]);
  assert.equal(merged.errors.length, 2);
  assert.deepEqual(
    (await contentsOf(library)).runs.map((/** @type {any} */ one) => one.id),
    ['second'],
  );
});

test('writing and taking can be stopped; what was taken until then is whole', async () => {
  const abort = new AbortController();
  const { signal } = abort;
  const writing = writeLaboratory(await filled(), page, { signal, onProgress: () => abort.abort() });
  await assert.rejects(writing, { name: 'AbortError' });
  const archive = await writeLaboratory(await filled(), page);
  const [all, laboratory] = [(await contentsOf(await filled())).runs, await readLaboratory(archive)];
  for (let reads = 1; reads < 8; reads += 1) {
    const stop = new AbortController();
    let read = 0;
    const onProgress = () => {
      read += 1;
      if (read === reads) stop.abort();
    };
    const library = empty();
    await assert.rejects(mergeLaboratory(laboratory, library, { describe, signal: stop.signal, onProgress }), {
      name: 'AbortError',
    });
    for (const run of (await contentsOf(library)).runs)
      assert.deepEqual(
        run,
        all.find((/** @type {any} */ one) => one.id === run.id),
        `${reads} reads`,
      );
  }
});
