/** @file The package on several cores of a real browser: the bits of Node, also after a worker has ended, and none is left. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { load } from 'inkgrad';
import { trainAndHash } from '../package/fixtures/hash.js';
import { smallData, smallSpec } from '../package/support.js';
import { browsers } from './browsers.js';
import { PATIENCE, untilEqual } from './harness.js';
import { serve } from './server.js';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Awaited<ReturnType<typeof serve>>} */
let host;
/** What two workers of Node give for both networks. @type {Awaited<ReturnType<typeof trainAndHash>>[]} */
let expected;
/** Addresses of the package and of the fixtures that a page imports. @type {{ entry: string, fixture: string, terminate: string }} */
let modules;

before(async () => {
  host = await serve(fileURLToPath(new URL('../../', import.meta.url)));
  const at = (/** @type {string} */ path) => new URL(path, host.address).href;
  modules = {
    entry: at('pkg/inkgrad.js'),
    fixture: at('tests/package/fixtures/hash.js'),
    terminate: at('tests/package/fixtures/terminate-workers.js'),
  };
  const inkgrad = await load({ build: 'simd128', workers: 2 });
  expected = [await trainAndHash(inkgrad, 'dense'), await trainAndHash(inkgrad, 'convolutional')];
});
after(() => host.close());

/**
 * @param {'Chromium' | 'Firefox'} name
 * @param {(page: Page, spawned: () => number) => Promise<void>} body is given how many workers there have been so far
 */
async function inBrowser(name, body) {
  const browser = await browsers[name]();
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE);
    let spawned = 0;
    page.on('worker', () => {
      spawned += 1;
    });
    await page.goto(new URL('tests/package/fixtures/blank.html', host.address).href);
    await body(page, () => spawned);
    await untilEqual(() => page.workers().length, 0, 'no worker is left');
  } finally {
    await browser.close();
  }
}

for (const name of /** @type {const} */ (['Chromium', 'Firefox'])) {
  test(`two workers of ${name} give the bits of two workers of Node`, () =>
    inBrowser(name, async (page, spawned) => {
      const found = await page.evaluate(async ({ entry, fixture }) => {
        const [inkgrad, hash] = await Promise.all([import(entry), import(fixture)]);
        const loaded = await inkgrad.load({ build: 'simd128', workers: 2 });
        return [await hash.trainAndHash(loaded, 'dense'), await hash.trainAndHash(loaded, 'convolutional')];
      }, modules);
      assert.deepEqual(found, expected);
      assert.ok(
        found.every(({ workers }) => workers === 2),
        'two workers',
      );
      assert.ok(spawned() >= 4, `${spawned()} workers were there`);
    }));

  test(`${name} sends no event when a worker terminates during steps: new workers replay them, to the same bits`, () =>
    inBrowser(name, async (page, spawned) => {
      const found = await page.evaluate(async ({ entry, fixture, terminate }) => {
        const [inkgrad, hash, { terminateDuringSteps }] = await Promise.all([
          import(entry),
          import(fixture),
          import(terminate),
        ]);
        // Two sessions at once send `step` to two workers each: the first worker of one and the second of the other terminate.
        const terminated = terminateDuringSteps([0, 3]);
        const loaded = await inkgrad.load({ build: 'simd128', workers: 2 });
        const networks = ['dense', 'convolutional'];
        const results = await Promise.all(networks.map((network) => hash.trainAndHash(loaded, network)));
        return { results, terminated: terminated() };
      }, modules);
      assert.equal(found.terminated, 2);
      assert.deepEqual(found.results, expected);
      assert.ok(spawned() >= 8, `${spawned()} workers were there: two groups of two, and as many anew`);
    }));
}

test('no worker of Chromium is left after 200 sessions, idle or training', () =>
  inBrowser('Chromium', async (page, spawned) => {
    let most = 0;
    page.on('worker', () => {
      most = Math.max(most, page.workers().length);
    });
    const outcomes = await page.evaluate(
      async ({ entry, spec, inputs, labels }) => {
        const { load: loadHere } = await import(entry);
        const { Session } = await loadHere({ build: 'simd128', workers: 2 });
        const data = { inputs: Float32Array.from(inputs), labels: Uint8Array.from(labels) };
        const codes = new Set();
        for (let round = 0; round < 200; round += 1) {
          const session = await Session.create(spec);
          await session.setData('train', data);
          const running = session.step(round % 4 === 0 ? 1e7 : 2);
          if (round % 4 !== 0) await running;
          session.free();
          codes.add(
            await running.then(
              () => 'done',
              (/** @type {any} */ { code }) => code,
            ),
          );
        }
        return [...codes];
      },
      {
        entry: modules.entry,
        spec: smallSpec(),
        inputs: [...smallData().inputs],
        labels: [...smallData().labels],
      },
    );
    assert.deepEqual(outcomes.toSorted(), ['done', 'state']);
    assert.equal(spawned(), 400);
    // They end on the way, though the browser may take its time.
    assert.ok(most < 100, `${most} workers at once`);
  }));
