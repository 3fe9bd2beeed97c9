/** @file The page without a host in Firefox and WebKit: kept after the first epoch, it trains and draws again. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { assertNoFaults, startHarness, trainEpochs, untilEqual, untilStatus } from './harness.js';
import { DIST, serve } from './server.js';
import { startWebKit } from './webdriver.js';

/** @type {(() => Promise<unknown>)[]} */
const ends = [];
after(() => Promise.all(ends.map((end) => end())));

/** A static host that cannot set headers. */
const plain = () => serve(DIST, {}, { isolates: false, serviceWorker: true });

test('Firefox keeps the page, isolated from the second visit on', async () => {
  const harness = await startHarness('firefox', plain());
  ends.push(harness.close);
  const opened = await harness.open('?lang=en&data=digits');
  const { page } = opened;
  await untilStatus(page, 'ready');
  assert.equal(await page.evaluate(() => crossOriginIsolated), false);
  await trainEpochs(page);
  await page.locator('[data-testid="connection"][data-state="kept"]').waitFor({ state: 'attached', timeout: 120_000 });
  await harness.host.close();
  await page.reload();
  await untilStatus(page, 'paused');
  assert.equal(await page.evaluate(() => crossOriginIsolated), true);
  await trainEpochs(page, 3);
  await page.getByRole('tab', { name: 'Mistakes', exact: true }).click();
  await page.getByTestId('mistake').first().waitFor();
  await page.getByRole('link', { name: 'Build', exact: true }).click();
  await page.getByRole('button', { name: 'Add layer', exact: true }).waitFor();
  await untilEqual(() => page.locator('.feature-error, .failure').count(), 0);
  assertNoFaults(opened);
});

/** In the page: whether an element has such a value. */
const STATUS = `document.querySelector('[data-testid="status"]')?.dataset.state`;
const EPOCH = `Number(document.querySelector('[data-testid="epoch"]')?.dataset.value)`;
const PLAY = '.panel.controls .button.main';

test('WebKit keeps the page', async () => {
  const host = await plain();
  const webkit = await startWebKit(8088);
  ends.push(host.close, webkit.close);
  const address = `${host.address}?lang=en&data=digits`;
  await webkit.open(address);
  await webkit.until(`return ${STATUS} === 'ready'`);
  await webkit.click(PLAY);
  await webkit.until(`return document.querySelector('[data-testid="connection"]')?.dataset.state === 'kept'`);
  await webkit.click(PLAY);
  await webkit.until(`return ${STATUS} === 'paused'`);
  const epoch = await webkit.evaluate(`return ${EPOCH}`);
  await host.close();
  await webkit.open(address);
  await webkit.until(`return ['ready', 'paused'].includes(${STATUS})`);
  await webkit.click(PLAY);
  await webkit.until(`return ${EPOCH} > ${epoch + 1}`);
  await webkit.click('.place-link[href="#/build"]');
  await webkit.until(`return document.querySelector('main').textContent.includes('Add layer')`);
});
