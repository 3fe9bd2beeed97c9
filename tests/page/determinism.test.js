/** @file Determinism: training gives the same bits in Chromium and Firefox as in Node, with `simd128` on one core. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { EXPECTED_HASH } from '../package/fixtures/hash.js';
import { browsers, inWorker } from './browsers.js';
import { serve } from './server.js';

/** @type {Awaited<ReturnType<typeof serve>>} */
let host;

before(async () => {
  host = await serve(fileURLToPath(new URL('../../', import.meta.url)));
});
after(() => host.close());

for (const [name, launch] of Object.entries(browsers)) {
  test(`a worker of ${name} gives the recorded bits`, async () => {
    const browser = await launch();
    try {
      const entry = new URL('pkg/inkgrad.js', host.address).href;
      const found = await inWorker(browser, host.address, 'hash-worker.js', entry);
      assert.deepEqual({ ...found, loss: 0 }, { hash: EXPECTED_HASH, loss: 0, build: 'simd128', workers: 1 });
    } finally {
      await browser.close();
    }
  });
}
