/** @file Specs as arguments: values that are not plain JSON are rejected by the package, invalid fields by the core. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { load } from 'inkgrad';
import { rejects, smallSpec } from './support.js';

const { Session } = await load({ build: 'simd128' });

/** @type {any} */
const cyclic = { ...smallSpec() };
cyclic.loss = { inner: cyclic };

const layers = (/** @type {object[]} */ ...list) => ({ ...smallSpec(), layers: list });
const adam = (/** @type {number} */ learning_rate) => ({ ...smallSpec(), optimizer: { kind: 'adam', learning_rate } });

/** @type {[string, unknown, string | undefined, RegExp][]} */
const invalid = [
  ['no object', 'dense', 'spec', /^spec: expected an object, found "dense"$/],
  ['an array', [], 'spec', /^spec: expected an object, found an Array$/],
  ['a Map', new Map(), 'spec', /^spec: expected an object, found a Map$/],
  ['an empty object', {}, 'input', /^input: expected a list of positive integers, found nothing$/],
  ['an unknown field', { ...smallSpec(), layer: [] }, 'layer', /did you mean "layers"\?$/],
  ['a typed array', { ...smallSpec(), input: Uint8Array.of(4) }, 'input', /expected plain JSON, found a Uint8Array$/],
  ['a function', { ...smallSpec(), loss: () => {} }, 'loss', /^loss: expected plain JSON, found a function$/],
  ['a cycle', cyclic, undefined, /nested too deep, or in a circle$/],
  ['an unknown kind', layers({ kind: 'dence', units: 3 }), 'layers[0].kind', /did you mean "dense"\?/],
  [
    '-3 units',
    layers({ kind: 'flatten' }, { kind: 'dense', units: 8 }, { kind: 'dense', units: -3 }),
    'layers[2].units',
    /^layers\[2\]\.units: expected a positive integer, found -3$/,
  ],
  ['a rate that is NaN', adam(Number.NaN), 'optimizer.learning_rate', /found NaN$/],
  ['an infinite rate', adam(Number.POSITIVE_INFINITY), 'optimizer.learning_rate', /found inf$/],
  [
    'a redundant softmax',
    layers({ kind: 'dense', units: 3, activation: 'softmax' }),
    'layers[0].activation',
    /leave softmax out/,
  ],
];

for (const [name, spec, path, message] of invalid) {
  test(`refused: ${name}`, () => rejects(Session.create(/** @type {any} */ (spec)), 'spec', message, path));
}

test('fields that are undefined or null are left out', async () => {
  const spec = /** @type {any} */ ({ ...smallSpec(), clip_norm: null, schedule: undefined, l1: undefined });
  assert.deepEqual((await Session.create(spec)).spec, (await Session.create(smallSpec())).spec);
});

test('a spec may come from another realm', async () => {
  const foreign = runInNewContext(`(${JSON.stringify(smallSpec())})`);
  assert.deepEqual((await Session.create(foreign)).spec, (await Session.create(smallSpec())).spec);
});

test('a network that does not fit into memory is an error, and the instance still works', async () => {
  const huge = smallSpec({ input: [60_000], layers: [{ kind: 'dense', units: 60_000 }] });
  await rejects(Session.create(huge), 'memory', /does not fit into memory|there is no room/);
  assert.equal((await Session.create(smallSpec())).summary().length, 2);
});
