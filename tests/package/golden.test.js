/** @file Every golden number through the package, in Node; which kinds they speak of is printed and complete. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { load } from 'inkgrad';
import { goldenCases, runCases } from './golden/index.js';
import { packageFolder } from './support.js';

const root = new URL('../../', import.meta.url);
const cases = await goldenCases(
  await load({ build: 'simd128' }),
  async (path) => new Uint8Array(await readFile(new URL(path, root))),
);

/**
 * PyTorch draws other units to drop; a view of the same numbers has nothing to be compared; and a layer that holds layers has
 * the numbers of those.
 */
const WITHOUT = ['reshape', 'dropout', 'residual'];

/** @type {Set<string>} */
const covered = new Set();

for (const [name, group] of Object.entries(cases)) {
  test(`${name} agree with the golden numbers`, async (context) => {
    const { ran, kinds, failures } = await runCases(group);
    assert.deepEqual(failures, []);
    context.diagnostic(`${ran} cases: ${kinds.join(', ')}`);
    for (const kind of kinds) covered.add(kind);
  });
}

test('there are golden numbers for every kind that can have them', () => {
  const schema = JSON.parse(readFileSync(new URL('inkgrad.schema.json', packageFolder), 'utf8'));
  assert.deepEqual(
    kindsIn(schema).filter((kind) => !covered.has(kind)),
    WITHOUT,
  );
});

/**
 * @param {any} node of a JSON schema
 * @returns {string[]} every value that a field named `kind` may have
 */
function kindsIn(node) {
  if (node === null || typeof node !== 'object') return [];
  const own = node.properties?.kind?.const ?? node.properties?.kind?.enum ?? [];
  return [own, ...Object.values(node).map(kindsIn)].flat();
}
