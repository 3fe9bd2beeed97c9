/** @file The folders that go on with a session: which files they have, and that the session stands there as it was saved. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { load } from 'inkgrad';
import { smallData, smallSpec } from './support.js';

const { Session } = await load({ build: 'simd128' });
const onward = new URL('../../onward/', import.meta.url);

async function trained() {
  const session = await Session.create(smallSpec());
  await session.setData('train', smallData());
  await session.step(9);
  return session;
}

/** @param {string} folder @returns {string[]} its files */
function filesOf(folder) {
  const entries = readdirSync(new URL(`${folder}/`, onward), { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** What every export has beside the program. */
const DESCRIBED = ['model.safetensors', 'spec.json', 'preprocessing.json', 'card.md'];

test('torchrun: the program as it stands in the repository, and the session as it was saved', async () => {
  const session = await trained();
  const files = await session.export('torchrun');
  const names = files.map(({ name }) => name);
  assert.deepEqual([...names].sort(), [...filesOf('torchrun'), ...DESCRIBED].sort());
  for (const { name, bytes } of files.filter(({ name }) => !DESCRIBED.includes(name)))
    assert.deepEqual(Buffer.from(bytes), readFileSync(new URL(`torchrun/${name}`, onward)), name);
  const file = (/** @type {string} */ name) => files.find((each) => each.name === name)?.bytes ?? new Uint8Array();
  assert.deepEqual(Buffer.from(file('model.safetensors')), Buffer.from(await session.save()));
  assert.deepEqual(JSON.parse(new TextDecoder().decode(file('spec.json'))), session.spec);
  const loaded = await Session.load(file('model.safetensors'));
  assert.deepEqual(await loaded.parameters(), await session.parameters());
});

test('flower: its own files, and the modules that both programs import', async () => {
  const files = await (await trained()).export('flower');
  const names = files.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length, 'each name once');
  assert.ok([...filesOf('flower'), ...DESCRIBED].every((name) => names.includes(name)));
  const texts = files.filter(({ name }) => name.endsWith('.py')).map(({ bytes }) => new TextDecoder().decode(bytes));
  const modules = new Set(names.filter((name) => name.endsWith('.py')).map((name) => name.slice(0, -3)));
  const ours = new Set([...filesOf('torchrun'), ...filesOf('flower')].map((name) => name.replace(/\.py$/, '')));
  for (const text of texts)
    for (const [, module = ''] of text.matchAll(/^(?:import|from) (\w+)/gm))
      assert.ok(!ours.has(module) || modules.has(module), `${module} is imported, and missing`);
});
