/** @file The package with several workers in real browsers: the bits of Node, also after a worker is lost, and no worker remains. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { load } from 'inkgrad';
import { trainAndHash } from '../package/fixtures/hash.js';
import { smallData, smallSpec } from '../package/support.js';
import { browsers } from './browsers.js';
import { serve } from './server.js';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Awaited<ReturnType<typeof serve>>} */
let host;
/** The results of two workers in Node for both networks. @type {Awaited<ReturnType<typeof trainAndHash>>[]} */
let expected;
/** URLs of the package and of the fixtures that a page imports. @type {{ entry: string, fixture: string, lostWorker: string }} */
let modules;

before(async () => {
  host = await serve(fileURLToPath(new URL('../../', import.meta.url)));
  const at = (/** @type {string} */ path) => new URL(path, host.address).href;
  modules = {
    entry: at('pkg/inkgrad.js'),
    fixture: at('tests/package/fixtures/hash.js'),
    lostWorker: at('tests/package/fixtures/ending.js'),
  };
  const inkgrad = await load({ build: 'simd128', workers: 2 });
  expected = [await trainAndHash(inkgrad, 'dense'), await trainAndHash(inkgrad, 'convolutional')];
});
after(() => host.close());

/**
 * @param {'Chromium' | 'Firefox'} name
 * @param {(page: Page, spawned: () => number) => Promise<void>} body gets a function that returns the number of workers so far
 */
async function inBrowser(name, body) {
  const browser = await browsers[name]();
  try {
    const page = await browser.newPage();
    let spawned = 0;
    page.on('worker', () => {
      spawned += 1;
    });
    await page.goto(new URL('tests/package/fixtures/blank.html', host.address).href);
    await body(page, () => spawned);
    for (let tries = 0; page.workers().length > 0 && tries < 100; tries += 1) await page.waitForTimeout(50);
    assert.equal(page.workers().length, 0, 'no worker remains');
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
      assert.ok(spawned() >= 4, `${spawned()} workers were spawned`);
    }));

  test(`${name} does not report a worker that is lost during its steps: a new group repeats them, with the same bits`, () =>
    inBrowser(name, async (page, spawned) => {
      const found = await page.evaluate(async ({ entry, fixture, lostWorker }) => {
        const [inkgrad, hash, { endInTheMiddle }] = await Promise.all([
          import(entry),
          import(fixture),
          import(lostWorker),
        ]);
        // Two sessions at once, with two workers each. The first worker of one session ends, and the second of the other.
        const ended = endInTheMiddle([0, 3]);
        const loaded = await inkgrad.load({ build: 'simd128', workers: 2 });
        const networks = ['dense', 'convolutional'];
        const results = await Promise.all(networks.map((network) => hash.trainAndHash(loaded, network)));
        return { results, ended: ended() };
      }, modules);
      assert.equal(found.ended, 2);
      assert.deepEqual(found.results, expected);
      assert.ok(spawned() >= 8, `${spawned()} workers were spawned: two groups of two, and two replacements`);
    }));
}

test('after 200 sessions in Chromium, idle or training, no worker remains', () =>
  inBrowser('Chromium', async (page, spawned) => {
    let maximum = 0;
    page.on('worker', () => {
      maximum = Math.max(maximum, page.workers().length);
    });
    const outcomes = await page.evaluate(
      async ({ entry, spec, inputs, labels }) => {
        const { load: loadHere } = await import(entry);
        const { Session } = await loadHere({ build: 'simd128', workers: 2 });
        const data = { inputs: Float32Array.from(inputs), labels: Uint8Array.from(labels) };
        const endings = new Set();
        for (let round = 0; round < 200; round += 1) {
          const session = await Session.create(spec);
          await session.setData('train', data);
          const running = session.step(round % 4 === 0 ? 1e7 : 2);
          if (round % 4 !== 0) await running;
          session.free();
          endings.add(
            await running.then(
              () => 'done',
              (/** @type {any} */ { code }) => code,
            ),
          );
        }
        return [...endings];
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
    assert.ok(maximum <= 8, `${maximum} workers at once`);
  }));
