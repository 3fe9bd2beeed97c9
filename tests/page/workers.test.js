/** @file Several cores: the same bits in every engine, and the page that trains on them, says so, and says why it cannot. */

import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { load } from 'inkgrad';
import { chromium, firefox } from 'playwright-core';
import { trainAndHash } from '../package/fixtures/hash.js';
import { assertNoFaults, figure, press, startBench, untilFigure, untilStatus } from './bench.js';
import { read } from './hand.js';
import { serve } from './server.js';
import { thirty } from './strokes/styles.js';

/** @type {Awaited<ReturnType<typeof startBench>>} */
let bench;
/** @type {Awaited<ReturnType<typeof serve>>} */
let host;
const three = /** @type {import('./strokes/styles.js').Drawing} */ (thirty[3]);

before(async () => {
  bench = await startBench();
  host = await serve(fileURLToPath(new URL('../../', import.meta.url)));
});
after(async () => {
  await bench.close();
  await host.close();
});

/**
 * @param {import('playwright-core').Page} page
 * @param {number} count
 */
const untilCores = (page, count) => page.locator(`#cores[data-value="${count}"]`).waitFor();

/** @type {Record<string, () => Promise<import('playwright-core').Browser>>} */
const browsers = {
  Chromium: () =>
    chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-quic', '--no-first-run'],
    }),
  Firefox: () =>
    firefox.launch({ channel: 'moz-firefox', executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr' }),
};

for (const [name, launch] of Object.entries(browsers)) {
  test(`two workers of ${name} give the bits of two workers of Node, and none is left`, async () => {
    const inkgrad = await load({ build: 'simd128', workers: 2 });
    const expected = [await trainAndHash(inkgrad, 'dense'), await trainAndHash(inkgrad, 'convolutional')];
    const browser = await launch();
    try {
      const page = await browser.newPage();
      let hired = 0;
      page.on('worker', () => {
        hired += 1;
      });
      await page.goto(new URL('tests/package/fixtures/blank.html', host.address).href);
      const found = await page.evaluate(
        async ({ entry, fixture }) => {
          const [{ load }, { trainAndHash }] = await Promise.all([import(entry), import(fixture)]);
          const inkgrad = await load({ build: 'simd128', workers: 2 });
          return [await trainAndHash(inkgrad, 'dense'), await trainAndHash(inkgrad, 'convolutional')];
        },
        {
          entry: new URL('pkg/inkgrad.js', host.address).href,
          fixture: new URL('tests/package/fixtures/hash.js', host.address).href,
        },
      );
      assert.deepEqual(found, expected);
      assert.ok(
        found.every(({ workers }) => workers === 2),
        'two workers',
      );
      assert.ok(hired >= 4, `${hired} workers were there`);
      for (let tries = 0; page.workers().length > 0 && tries < 100; tries += 1) await page.waitForTimeout(50);
      assert.equal(page.workers().length, 0);
    } finally {
      await browser.close();
    }
  });
}

test('the page learns on two cores, says what each does, and reads a 3 meanwhile', async () => {
  const opened = await bench.open('?lang=en&workers=2');
  const { page } = opened;
  await press(page, 'Play');
  await untilFigure(page, 'validation-accuracy', 0.9);
  await untilCores(page, 2);
  await page
    .locator('#cores')
    .getByText(/2 cores · [\d, ]+ samples\/s each/)
    .waitFor();
  assert.equal((await read(page, three)).digit, '3');
  await press(page, 'Pause');
  await untilStatus(page, 'paused');
  assertNoFaults(opened);
});

test('a network goes on where it is when the number of cores changes', async () => {
  const opened = await bench.open('?lang=en&workers=1');
  const { page } = opened;
  await press(page, 'Play');
  await untilFigure(page, 'step', 200);
  await untilCores(page, 1);
  await page.getByRole('tab', { name: 'End' }).click();
  await page.getByLabel('Cores', { exact: true }).fill('2');
  await page.getByLabel('Cores', { exact: true }).press('Enter');
  await untilCores(page, 2);
  assert.match(page.url(), /workers=2/);
  assert.ok((await figure(page, 'step')) >= 200, 'nothing is forgotten');
  await untilStatus(page, 'running');
  assertNoFaults(opened);
});

test('on a host that sends no headers the page learns on one core and says why', async () => {
  const opened = await bench.open('?lang=en&workers=4', {
    prepare: (page) =>
      page.route('**', async (route) => {
        const response = await route.fetch();
        const headers = Object.entries(response.headers()).filter(([name]) => !name.startsWith('cross-origin-'));
        await route.fulfill({ response, headers: Object.fromEntries(headers) });
      }),
  });
  const { page } = opened;
  await press(page, 'Play');
  await untilFigure(page, 'step', 50);
  await untilCores(page, 1);
  await page.locator('#cores').getByText('this host sends no headers for more').waitFor();
  assertNoFaults(opened);
});

const several = availableParallelism() > 1 ? /^wasm \S+, \d+ cores · [\d, ]+ samples\/s each$/ : /^wasm \S+, 1 core · /;

/**
 * What the foot says of a network that two cores pay for, where the browser tells the page of so many. @type {[number, RegExp][]}
 */
const left = [
  [2, /^wasm \S+, 1 core · the other draws the page$/],
  [4, several],
];

for (const [cores, told] of left) {
  test(`left to the page, ${cores} cores are shared with its drawing, and the foot tells how`, async () => {
    const opened = await bench.open('?lang=en&workers=0', {
      prepare: (page) =>
        page.addInitScript((count) => {
          Object.defineProperty(Object.getPrototypeOf(navigator), 'hardwareConcurrency', { get: () => count });
        }, cores),
    });
    const { page } = opened;
    await press(page, 'Play');
    await untilFigure(page, 'step', 20);
    await page.locator('#cores').getByText(told).waitFor();
    assertNoFaults(opened);
  });
}
