/** @file All golden values through the package in browsers, in both builds. tests/package has them in Node. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { browsers, inWorker } from './browsers.js';
import { serve } from './server.js';

/** @type {Awaited<ReturnType<typeof serve>>} */
let host;

before(async () => {
  host = await serve(fileURLToPath(new URL('../../', import.meta.url)));
});
after(() => host.close());

for (const [name, build] of /** @type {const} */ ([
  ['Chromium', 'simd128'],
  ['Chromium', 'relaxed-simd'],
  ['Firefox', 'simd128'],
])) {
  test(`${name} agrees with the golden numbers, ${build}`, async (context) => {
    const browser = await browsers[name]();
    try {
      const entry = new URL('pkg/inkgrad.js', host.address).href;
      const results = await inWorker(browser, host.address, 'golden-worker.js', { entry, build });
      assert.equal(results.length, 7);
      for (const { name: group, ran, kinds, failures } of results) {
        assert.deepEqual(failures, [], group);
        assert.ok(ran > 0, group);
        context.diagnostic(`${group}, ${ran} cases: ${kinds.join(', ')}`);
      }
    } finally {
      await browser.close();
    }
  });
}
