/** @file The workers' instances of the package: only the current one is kept, and what failed is loaded again. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engineLoader } from '../../www/shared/load-engine.js';
import { EngineCache } from '../../www/worker/engine-cache.js';

test('equal options give the same instance; only the current one is kept', async () => {
  let loads = 0;
  const engines = new EngineCache(async () => ++loads);
  const told = await Promise.all([engines.get({ workers: 1 }), engines.get({ workers: 1 })]);
  assert.deepEqual(told, [1, 1]);
  assert.equal(await engines.get({ workers: 2 }), 2);
  assert.equal(await engines.get({ workers: 1 }), 3, 'the first was given up');
});

test('a failed load is not kept, and does not give up a later one', async () => {
  let there = false;
  const engines = new EngineCache(async (/** @type {{ name: string }} */ { name }) => {
    if (!there) throw new Error('the binary did not come');
    return name;
  });
  const failed = assert.rejects(engines.get({ name: 'a' }), /did not come/);
  there = true;
  assert.equal(await engines.get({ name: 'b' }), 'b');
  await failed;
  const again = engines.get({ name: 'b' });
  assert.equal(again, engines.get({ name: 'b' }));
  assert.equal(await engines.get({ name: 'a' }), 'a');
});

/** @param {(options: any, attempt: number) => string} behave */
function loading(behave) {
  /** @type {any[]} */
  const asked = [];
  /** @type {[string, RequestInit][]} */
  const fetched = [];
  const load = async (/** @type {any} */ options) => {
    asked.push(options);
    await options.wasm?.('simd128');
    return /** @type {any} */ (behave(options, asked.length));
  };
  const fetcher = async (/** @type {URL} */ { pathname }, /** @type {RequestInit} */ options) => {
    fetched.push([pathname.split('/').slice(-2).join('/'), options]);
    return new Response();
  };
  return { load: engineLoader(load, fetcher), asked, fetched };
}

test('a binary that failed once is fetched past every cache', async () => {
  const { load, fetched } = loading((_, attempt) => {
    if (attempt === 1) throw new Error('of another version');
    return 'loaded';
  });
  await assert.rejects(load({ workers: 2 }), /another version/);
  assert.equal(await load({ workers: 2 }), 'loaded');
  assert.deepEqual(fetched, [['library/inkgrad-simd128.wasm', { cache: 'reload' }]]);
});

test("where the fetched binary fails too, the package's own sources are tried again", async () => {
  const { load, asked } = loading((options, attempt) => {
    if (attempt === 1 || options.wasm) throw new Error('no binary');
    return 'from the text';
  });
  await assert.rejects(load({}));
  assert.equal(await load({}), 'from the text');
  assert.deepEqual(
    asked.map(({ wasm }) => wasm !== undefined),
    [false, true, false],
  );
});

test('nothing is passed by while nothing has failed', async () => {
  const { load, fetched } = loading(() => 'loaded');
  await load({});
  await load({});
  assert.deepEqual(fetched, []);
});
