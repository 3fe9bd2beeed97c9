/** @file The page without a connection: kept after the first epoch, whole, on any host; broken and newer versions. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { build } from 'esbuild';
import { read } from './drawing.js';
import {
  assertNoFaults,
  eventually,
  figure,
  PATIENCE,
  press,
  startHarness,
  trainEpochs,
  untilEqual,
  untilFigure,
  untilStatus,
} from './harness.js';
import { DIST, serve } from './server.js';

import { siteVariant } from './site-variants.js';
import { drawings } from './strokes/styles.js';

/** @typedef {import('playwright-core').Page} Page */

/** A static host that cannot set headers. */
const plain = { isolates: false, serviceWorker: true };

const three = /** @type {import('./strokes/styles.js').Drawing} */ (drawings[3]);

/** @param {Page} page @param {string} state */
const untilConnection = (page, state) =>
  page.locator(`[data-testid="connection"][data-state="${state}"]`).waitFor({ state: 'attached' });

/** @param {Page} page */
const isolated = (page) => page.evaluate(() => crossOriginIsolated);

/** @param {Page} page */
const registered = (page) => page.evaluate(async () => (await navigator.serviceWorker.getRegistration()) !== undefined);

/** @param {import('playwright-core').BrowserContextOptions} [options] */
async function newContext(options) {
  const context = await harness.browser.newContext(options);
  context.setDefaultTimeout(PATIENCE);
  return context;
}

/** @param {Page} page @returns {Promise<string[]>} versions of every script of the page and its workers */
async function versions(page) {
  const read = () => /** @type {any} */ (globalThis).versions;
  const lists = await Promise.all([page.evaluate(read), ...page.workers().map((worker) => worker.evaluate(read))]);
  assert.ok(lists.length > 2, 'the page has its workers');
  return [...new Set(lists.flat())];
}

/** @param {Page} page */
async function savedFile(page) {
  const begins = page.waitForEvent('download');
  await press(page, 'Save');
  return readFile(await (await begins).path());
}

/** @type {(() => Promise<unknown>)[]} */
const ends = [];

/** @param {string} [folder] @param {import('./server.js').Options} [options] */
async function serveUntilEnd(folder = DIST, options = {}) {
  const host = await serve(folder, {}, { ...plain, ...options });
  ends.push(host.close);
  return host;
}

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;
before(async () => {
  harness = await startHarness('chromium', serve(DIST, {}, plain));
});
after(() => Promise.all([harness.close(), ...ends.map((end) => end())]));

test('after the first epoch the page is kept; then all of it works without a host', async () => {
  const opened = await harness.open();
  const { page } = opened;
  await untilStatus(page, 'ready');
  assert.equal(await isolated(page), false);
  assert.equal(await registered(page), false, 'not before the first epoch has ended');
  await press(page, 'Play');
  await untilConnection(page, 'kept');
  assert.ok((await figure(page, 'epoch')) >= 1);
  assert.equal(await isolated(page), false, 'the page in use is not loaded anew');
  await press(page, 'Pause');
  await untilStatus(page, 'paused');

  await page.context().setOffline(true);
  await harness.host.close();
  opened.requests.length = 0;
  await page.reload();
  await page.getByTestId('offline').getByText('Everything on this page goes on working').waitFor();
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(
    violations.map(({ id }) => id),
    [],
  );
  assert.equal(await isolated(page), true);
  await untilStatus(page, 'paused');
  await page.getByLabel('Network to begin with').selectOption('lenet');
  await untilStatus(page, 'ready');
  await press(page, 'Play');
  await page.getByText('55,000 pictures', { exact: true }).waitFor();
  await untilFigure(page, 'validation-accuracy', 0.9);
  assert.equal((await read(page, three)).digit, '3');
  for (const tab of ['Weights', 'Activations', 'Mistakes', 'Confusion', 'Distributions', 'Why', 'One step', 'Map']) {
    await page.getByRole('tab', { name: tab, exact: true }).click();
    await untilEqual(() => page.locator('.feature-loading').count(), 0);
  }
  await page.getByRole('link', { name: 'Build', exact: true }).click();
  await page.getByRole('button', { name: 'Add layer', exact: true }).waitFor();
  assert.equal(await page.locator('.feature-error, .failure').count(), 0);
  const versioned = opened.requests.filter((url) => url.includes('/build'));
  assert.ok(versioned.length > 30 && versioned.every((url) => /\/build@[0-9a-f]+\//.test(url)), `${versioned}`);
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await press(page, 'Pause');
  await untilStatus(page, 'paused');
  await page.getByLabel('Network to begin with').selectOption('mlp');
  await page.getByLabel('Data', { exact: true }).selectOption('digits');
  await untilStatus(page, 'ready');
  await page.goto(`${harness.host.address}bench.html?rounds=1`);
  await page.getByRole('button', { name: /^Start/ }).click();
  await untilEqual(() => page.locator('tbody tr').first().locator('td').nth(1).textContent().then(Boolean), true);
  await page.goto(`${harness.host.address}?lang=zh`);
  await page.getByText('没有网络连接。本页面的一切照常可用。').waitFor();
  assertNoFaults(opened);
  await page.context().close();
});

test('workers share memory on a host that sends no headers, from the second visit on', async () => {
  const host = await serveUntilEnd();
  const context = await newContext();
  const page = await context.newPage();
  const address = `${host.address}?lang=en&workers=2&data=digits`;
  await page.goto(address);
  await untilEqual(
    () => page.locator('#cores').textContent(),
    'wasm relaxed-simd, 1 core · more from the next visit on',
  );
  await trainEpochs(page);
  await untilConnection(page, 'kept');
  await page.goto('about:blank');
  await page.goto(address);
  await untilStatus(page, 'paused');
  await untilEqual(() => page.locator('#cores').getAttribute('data-value'), '2');
  await press(page, 'Step');
  await untilStatus(page, 'paused');
  await context.close();
});

test('a host that sends the headers itself and hides “.html”', async () => {
  const host = await serveUntilEnd(DIST, { isolates: true, hidesExtension: true });
  const context = await newContext();
  const page = await context.newPage();
  await page.goto(`${host.address}?lang=en&data=digits`);
  await untilStatus(page, 'ready');
  assert.equal(await isolated(page), true);
  await trainEpochs(page);
  await untilConnection(page, 'kept');
  await host.close();
  for (const address of ['bench', 'bench.html']) {
    await page.goto(host.address + address);
    await page.getByRole('button', { name: /^Start/ }).waitFor();
    assert.equal(await isolated(page), true);
  }
  await context.close();
});

test('a version that is not there as a whole changes nothing, and is tried again', async () => {
  const broken = new Set();
  let refused = 0;
  const status = (/** @type {string} */ path) => {
    if (!broken.has(path)) return undefined;
    refused += 1;
    return refused % 2 === 1 ? 500 : 404;
  };
  const host = await serveUntilEnd(DIST, { status });
  const context = await newContext();
  const page = await context.newPage();
  /** @type {string[]} */
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(`${host.address}?lang=en`);
  await untilStatus(page, 'ready');
  broken.add('build/bench/page.js');
  await press(page, 'Play');
  await untilFigure(page, 'epoch', 1);
  await untilEqual(() => refused >= 2, true);
  await untilEqual(() => registered(page), false);
  await untilFigure(page, 'step', (await figure(page, 'step')) + 50);
  assert.equal(await page.getByTestId('newer').count(), 0);
  broken.clear();
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await untilConnection(page, 'kept');
  assert.deepEqual(errors, []);
  await context.close();
});

test('a newer version waits until it is asked for, keeps the session, and is never mixed', async () => {
  // One after the other: a server tells two files apart by their times.
  const one = await siteVariant('one');
  const two = await siteVariant('two');
  ends.push(one.remove, two.remove);
  let host = await serveUntilEnd(one.folder);
  const port = Number(new URL(host.address).port);
  const context = await newContext({ viewport: { width: 1440, height: 900 } });
  const [page, other] = [await context.newPage(), await context.newPage()];
  await page.goto(`${host.address}?lang=en`);
  await trainEpochs(page);
  await untilConnection(page, 'kept');
  await page.reload();
  await untilStatus(page, 'paused');
  await other.goto(`${host.address}?lang=en`);
  await untilStatus(other, 'paused');

  await host.close();
  host = await serveUntilEnd(two.folder, { port });
  await page.reload();
  await untilStatus(page, 'paused');
  await trainEpochs(page, Math.floor(await figure(page, 'epoch')) + 1);
  await page.getByTestId('newer').waitFor();
  assert.deepEqual(await versions(page), ['one'], 'nothing is loaded anew before it is asked for');
  const bytes = await savedFile(page);
  const step = await figure(page, 'step');
  await press(page, 'Use it now');
  await eventually(async () => assert.deepEqual(await versions(page), ['two']));
  await untilStatus(page, 'paused');
  assert.equal(await figure(page, 'step'), step);
  assert.ok((await savedFile(page)).equals(bytes), 'the session is the same to the byte');

  await other.getByRole('tab', { name: 'Mistakes' }).click();
  await other.getByTestId('mistake').first().waitFor();
  await other.getByRole('link', { name: 'Build', exact: true }).click();
  await other.getByRole('button', { name: 'Add layer', exact: true }).waitFor();
  assert.deepEqual(await versions(other), ['one'], 'an open page gets all of it from its own version');
  await other.getByRole('link', { name: 'Train', exact: true }).click();
  await press(other, 'Play');
  await other.getByTestId('newer').waitFor();
  const before = await figure(other, 'step');
  await press(other, 'Use it now');
  await eventually(async () => assert.deepEqual(await versions(other), ['two']));
  await untilStatus(other, 'running');
  await untilFigure(other, 'step', before + 1);

  const [worker] = context.serviceWorkers().slice(-1);
  await worker?.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() + 120_000;
  });
  await page.reload();
  await untilEqual(() => page.evaluate(async () => (await caches.keys()).length), 2, 'the old version is removed');
  await context.close();
});

test('the service worker of a site in development takes back what a release has kept', async () => {
  let host = await serveUntilEnd();
  const port = Number(new URL(host.address).port);
  const context = await newContext();
  const page = await context.newPage();
  await page.goto(`${host.address}?lang=en&data=digits`);
  await trainEpochs(page);
  await untilConnection(page, 'kept');
  await host.close();
  const { outputFiles } = await build({ entryPoints: ['www/service-worker/removal.js'], bundle: true, write: false });
  host = await serveUntilEnd(DIST, { port, serviceWorker: outputFiles[0]?.text ?? '' });
  await page.reload();
  await untilStatus(page, 'paused');
  // It may have taken itself back while it is asked.
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update().catch(() => {}));
  await untilEqual(() => registered(page), false);
  await untilEqual(() => page.evaluate(async () => (await caches.keys()).length), 0);
  await page.reload();
  await untilStatus(page, 'paused');
  assert.equal(await page.locator('script[src="build/main.js"]').count(), 1, 'the page of the host');
  await context.close();
});
