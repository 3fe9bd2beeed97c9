/** @file Compatibility with the first release: its links and its stored data open. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { keptDrawing, keptNetwork } from '../../www/page/keeping.js';
import { readAddress } from '../../www/shared/address.js';
import { initialSettings } from '../../www/shared/settings.js';

const folder = new URL('../fixtures/release-1/', import.meta.url);
const read = (/** @type {string} */ name) => readFileSync(new URL(name, folder));
const links = JSON.parse(read('links.json').toString());
const kept = JSON.parse(read('kept.json').toString());
const bytes = new Uint8Array(read('kept-network.safetensors'));

/** Storage as written by the first release. */
const storage = /** @type {import('../../www/page/storage.js').Storage} */ (
  /** @type {unknown} */ ({
    get: async (/** @type {string} */ key) => structuredClone({ ...kept, network: { ...kept.network, bytes } }[key]),
  })
);

test('a link of the first release gives its settings', () => {
  for (const { search, hash, values: then } of links) {
    const { values, refused } = readAddress({ search, hash }, initialSettings());
    assert.deepEqual(refused, [], hash);
    for (const [name, value] of Object.entries(then)) {
      assert.deepEqual(values[/** @type {keyof typeof values} */ (name)], value, `${name} of ${hash}`);
    }
  }
});

test('a network stored by the first release is restored with its curves', async () => {
  const { values: settings } = readAddress(kept, initialSettings());
  const found = await keptNetwork(storage, settings);
  assert.ok(found, 'a kept network');
  assert.deepEqual(found.checkpoint.bytes, bytes);
  assert.deepEqual(found.checkpoint.standing, kept.network.standing);
  assert.equal(found.state.progress?.step, 20);
  assert.equal(found.state.validation?.step, 16);
  assert.deepEqual(found.state.record, kept.network.record);
  assert.deepEqual(found.state.history?.rows, kept.network.history.rows);
  assert.equal(found.state.points, 5);
});

test('a drawing stored by the first release is restored', async () => {
  const { strokes } = await keptDrawing(storage);
  assert.deepEqual(strokes, kept.drawing.strokes);
  assert.deepEqual(
    strokes.map(({ erase, points }) => [erase, points.length]),
    [
      [false, 9],
      [true, 3],
    ],
  );
});
