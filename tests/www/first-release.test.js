/** @file What the page of the first release wrote opens for ever: its links, and what it kept between visits. */

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

/** The store of a browser in which the first release was used. */
const storage = /** @type {import('../../www/page/storage.js').Storage} */ (
  /** @type {unknown} */ ({
    get: async (/** @type {string} */ key) => structuredClone({ ...kept, network: { ...kept.network, bytes } }[key]),
  })
);

test('a link of the first release gives the settings that it was made from', () => {
  for (const { search, hash, values: then } of links) {
    const { values, refused } = readAddress({ search, hash }, initialSettings());
    assert.deepEqual(refused, [], hash);
    for (const [name, value] of Object.entries(then)) {
      assert.deepEqual(values[/** @type {keyof typeof values} */ (name)], value, `${name} of ${hash}`);
    }
  }
});

test('the network that the first release kept comes back with its curves', async () => {
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

test('so does the drawing', async () => {
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
