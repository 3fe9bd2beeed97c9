/** @file The installable app: its manifest, its icons, and what the browser thinks of them. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startHarness, untilStatus } from './harness.js';

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;
before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

test('the app can be installed, at any sub-path', async () => {
  const { page } = await harness.open();
  await untilStatus(page, 'ready');
  const protocol = await page.context().newCDPSession(page);
  const { errors, manifest, url } = /** @type {any} */ (await protocol.send('Page.getAppManifest'));
  assert.deepEqual(errors, []);
  assert.equal(url, `${harness.host.address}manifest.webmanifest`);
  assert.equal(manifest.startUrl, harness.host.address);
  assert.equal(manifest.scope, harness.host.address);
  const { installabilityErrors } = /** @type {any} */ (await protocol.send('Page.getInstallabilityErrors'));
  // Tests run in windows that keep nothing.
  const found = installabilityErrors.map((/** @type {any} */ { errorId }) => errorId);
  assert.deepEqual(
    found.filter((/** @type {string} */ id) => id !== 'in-incognito'),
    [],
  );
  await page.context().close();
});

test('each icon has the size that is said of it', async () => {
  const { page } = await harness.open();
  const sizes = await page.evaluate(async () => {
    const link = /** @type {HTMLLinkElement} */ (document.querySelector('link[rel="manifest"]'));
    const { icons } = await (await fetch(link.href)).json();
    const touch = /** @type {HTMLLinkElement} */ (document.querySelector('link[rel="apple-touch-icon"]'));
    const pictures = [...icons, { src: touch.href, sizes: '180x180', type: 'image/png' }];
    return Promise.all(
      pictures
        .filter(({ type }) => type === 'image/png')
        .map(async ({ src, sizes: said, purpose = 'any' }) => {
          const image = new Image();
          image.src = new URL(src, link.href).href;
          await image.decode();
          return [said, `${image.naturalWidth}x${image.naturalHeight}`, purpose];
        }),
    );
  });
  for (const [said, found] of sizes) assert.equal(found, said);
  assert.deepEqual(sizes.map(([said, , purpose]) => `${said} ${purpose}`).sort(), [
    '180x180 any',
    '192x192 any',
    '512x512 any',
    '512x512 maskable',
  ]);
  await page.context().close();
});
