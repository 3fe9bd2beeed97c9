/** @file The documentation as a person reads it: opened from the page's menu, searched, on a phone, by keys, offline. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { assertNoFaults, press, startHarness, untilEqual } from './harness.js';
import { serve } from './server.js';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

/** @param {import('./harness.js').Opened} opened */
function assertOwnOrigin(opened) {
  assertNoFaults(opened);
  for (const url of opened.requests) assert.ok(url.startsWith(harness.host.address), url);
}

/** @param {Page} page */
async function assertAccessible(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    [],
  );
}

test('the menu opens it beside the page, in both languages, and it leads back', async () => {
  for (const [language, menu, name] of [
    ['en', 'Menu', 'Documentation'],
    ['zh', '菜单', '文档（英文）'],
  ]) {
    const { page } = await harness.open(`?lang=${language}`);
    await press(page, String(menu));
    const [docs] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: String(name) }).click(),
    ]);
    await docs.getByRole('heading', { level: 1, name: 'Documentation' }).waitFor();
    await docs.getByRole('link', { name: 'Open the page' }).click();
    await docs.getByTestId('pad').waitFor();
    await page.context().close();
  }
});

test('the search finds batch normalisation, by keys alone', async () => {
  const opened = await harness.open('docs/guide/five-minutes.html');
  const { page } = opened;
  await page.getByRole('heading', { level: 1, name: 'Five minutes' }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('batch normalisation');
  await page.getByRole('status').waitFor();
  await page.keyboard.press('ArrowDown');
  await untilEqual(() => page.locator('#found a:focus strong').textContent(), 'batch_norm');
  await page.keyboard.press('Enter');
  await page.waitForURL(/spec\/layers\.html#batch_norm$/);
  await page.getByRole('heading', { name: 'batch_norm' }).waitFor();

  const field = page.getByRole('searchbox', { name: 'Search' });
  await field.fill('zzzzzz');
  await page.getByText('Nothing found for').waitFor();
  await page.keyboard.press('Escape');
  await untilEqual(() => page.locator('#found').isVisible(), false);
  assertOwnOrigin(opened);
  await page.context().close();
});

test('pages have no finding of axe, light and dark, and nothing wider than a phone', async () => {
  for (const path of ['index', 'recipes/csv', 'api/inkgrad', 'spec/activations', 'spec/losses'])
    for (const [colorScheme, width] of /** @type {const} */ ([
      ['light', 1440],
      ['dark', 390],
    ])) {
      const viewport = { width, height: 844 };
      const opened = await harness.open(`docs/${path}.html`, { colorScheme, viewport });
      const { page } = opened;
      await page.getByRole('searchbox').waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, path);
      await assertAccessible(page);
      assertOwnOrigin(opened);
      await page.context().close();
    }
});

test('code is copied as it stands, and is a file too', async () => {
  const { page } = await harness.open('docs/recipes/save.html', { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.getByRole('button', { name: 'Copy' }).first().click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const begins = page.waitForEvent('download');
  await page.getByRole('link', { name: 'save.js' }).click();
  const stream = await (await begins).createReadStream();
  assert.equal(Buffer.concat(await stream.toArray()).toString(), copied);
  await page.context().close();
});

/** @param {Page} page of the documentation */
async function installServiceWorker(page) {
  const state = await page.evaluate(async () => {
    const { installing } = await navigator.serviceWorker.register('../service-worker.js');
    return new Promise((resolve) => {
      installing?.addEventListener('statechange', () => {
        if (['activated', 'redundant'].includes(installing.state)) resolve(installing.state);
      });
    });
  });
  assert.equal(state, 'activated');
}

test('what was read is there without a connection, and a first visit fetches none of it', async (context) => {
  const offline = await startHarness('chromium', serve(undefined, {}, { serviceWorker: true }));
  context.after(() => offline.close());
  const { page } = await offline.open('icon.svg');
  await page.goto(`${offline.host.address}docs/index.html`);
  await installServiceWorker(page);
  const beforehand = offline.host.sent.filter(({ path }) => path.startsWith('docs/spec/'));
  assert.deepEqual(beforehand, []);
  await page.goto(`${offline.host.address}docs/spec/losses.html`);
  await page.getByRole('searchbox').fill('lion');
  await page.getByRole('status').waitFor();
  await page.context().setOffline(true);
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Losses' }).waitFor();
  await page.getByRole('searchbox').fill('cosine');
  await page
    .getByRole('link', { name: /warmup_cosine/ })
    .first()
    .waitFor();
});
