/** @file All golden numbers through the package, in Node. They cover every kind of layer, loss, optimiser and schedule. */

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
 * Kinds without golden numbers: dropout has other random numbers in PyTorch, reshape computes nothing, and residual has the
 * numbers of its layers.
 */
const NOT_COVERED = ['reshape', 'dropout', 'residual'];

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

test('golden numbers cover every kind', () => {
  const schema = JSON.parse(readFileSync(new URL('inkgrad.schema.json', packageFolder), 'utf8'));
  assert.deepEqual(
    kindsIn(schema).filter((kind) => !covered.has(kind)),
    NOT_COVERED,
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
