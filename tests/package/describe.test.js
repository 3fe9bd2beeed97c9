/** @file The synchronous members of `load()`: `describe`, `layersAfter` and `schema`. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { load } from 'inkgrad';
import { packageFolder, smallData, smallSpec, throws } from './support.js';

const { Session, describe, layersAfter, schema } = await load({ build: 'simd128' });

test('a description is the spec and the summary of the session', async () => {
  const session = await Session.create(smallSpec());
  assert.deepEqual(describe(smallSpec()), { spec: session.spec, layers: session.summary() });
});

test('a network of any size is described, because none is allocated', () => {
  const { layers } = describe(smallSpec({ input: [60_000], layers: [{ kind: 'dense', units: 60_000 }] }));
  assert.deepEqual(layers[0]?.parameters, 60_000 * 60_001);
});

test('the first error is thrown, with its path', () => {
  const layers = /** @type {any} */ ([
    { kind: 'dense', units: 8 },
    { kind: 'conv2d', filters: 2, kernel: 3 },
  ]);
  throws(() => describe(smallSpec({ layers })), 'spec', /^layers\[1\]: expected an input of/, 'layers[1]');
  throws(() => describe(/** @type {any} */ (5)), 'spec', /^spec: expected an object, found 5/);
});

test('each layer that can follow gives a valid spec with its initial fields', () => {
  for (const shape of [[10], [1, 28, 28], [3, 7, 5], [12, 6], [1, 1, 1]]) {
    const following = layersAfter(shape);
    assert.ok(following.some(({ kind }) => kind === 'dense') === shape.length < 3, `dense after ${shape}`);
    for (const { kind, fields } of following) {
      const layers = /** @type {any} */ ([{ kind, ...fields }]);
      const loss = /** @type {const} */ ({ kind: 'mse' });
      const { layers: rows } = describe(smallSpec({ input: shape, layers, loss }));
      assert.equal(rows[0]?.kind, kind);
    }
  }
  throws(() => layersAfter(/** @type {any} */ ('ten')), 'data', /^shape: expected an array of whole numbers/, 'shape');
});

/** @type {import('inkgrad').Layer} */
const block = {
  kind: 'residual',
  layers: [
    { kind: 'dense', units: 5, activation: 'relu' },
    { kind: 'dropout', rate: 0.5 },
    { kind: 'residual', layers: [{ kind: 'batch_norm' }] },
    { kind: 'dense', units: 4 },
  ],
};

test('a layer that holds layers is one row, and those in it are configured by their places', async () => {
  const session = await Session.create(smallSpec({ layers: [block, { kind: 'dense', units: 3 }] }));
  assert.deepEqual(describe(session.spec), { spec: session.spec, layers: session.summary() });
  assert.deepEqual(
    session.summary().map(({ name, parameters }) => [name, parameters]),
    [
      ['residual_0', 25 + 10 + 24],
      ['dense_1', 15],
    ],
  );
  assert.ok((await session.parameters()).some(({ name }) => name === 'layers.0.layers.2.layers.0.running_var'));
  await session.setData('train', smallData());
  await session.step(5);
  await session.configure({ layers: { 0.1: { rate: 0.2 }, '0.2.0': { trainable: false } } });
  const [outer] = /** @type {any[]} */ (session.spec.layers);
  assert.deepEqual([outer.layers[1].rate, outer.layers[2].layers[0].trainable], [0.2, false]);
  const copy = await Session.load(await session.save());
  assert.deepEqual(copy.spec, session.spec);
  const wrong = /** @type {any} */ ({ ...block, layers: [{ kind: 'dense', units: 3 }] });
  const message = /^layers\[0\]\.layers: expected layers that keep the shape \[4\], found \[3\]$/;
  throws(() => describe(smallSpec({ layers: [wrong] })), 'spec', message, 'layers[0].layers');
});

test('the schema is the published one', () => {
  assert.deepEqual(schema, JSON.parse(readFileSync(new URL('inkgrad.schema.json', packageFolder), 'utf8')));
});
