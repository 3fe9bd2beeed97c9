/** @file Training gives the same bits in Chromium and in Firefox as in Node: `simd128`, one core. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium, firefox } from 'playwright-core';
import { EXPECTED_HASH } from '../package/fixtures/hash.js';
import { serve } from './server.js';

/** @type {Awaited<ReturnType<typeof serve>>} */
let host;

before(async () => {
  host = await serve(fileURLToPath(new URL('../../', import.meta.url)));
});
after(() => host.close());

/** @type {Record<string, () => Promise<import('playwright-core').Browser>>} */
const browsers = {
  Chromium: () =>
    chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-quic', '--no-first-run'],
    }),
  Firefox: () => firefox.launch({ channel: 'moz-firefox', executablePath: '/usr/bin/firefox-esr' }),
};

for (const [name, launch] of Object.entries(browsers)) {
  test(`a worker of ${name} gives the recorded bits`, async () => {
    const browser = await launch();
    try {
      const page = await browser.newPage();
      await page.goto(new URL('tests/package/fixtures/blank.html', host.address).href);
      const found = await page.evaluate(
        ({ worker, entry }) =>
          new Promise((resolve, reject) => {
            const runner = new Worker(worker, { type: 'module' });
            runner.onmessage = ({ data }) => resolve(data);
            runner.onerror = ({ message }) => reject(new Error(message || 'the worker could not be loaded'));
            runner.postMessage(entry);
          }),
        {
          worker: new URL('tests/package/fixtures/hash-worker.js', host.address).href,
          entry: new URL('pkg/inkgrad.js', host.address).href,
        },
      );
      assert.deepEqual({ ...found, loss: 0 }, { hash: EXPECTED_HASH, loss: 0, build: 'simd128' });
    } finally {
      await browser.close();
    }
  });
}
