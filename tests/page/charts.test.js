/** @file The charts on the page: scale, zoom, table, files, marks of changes, and their width after every resize. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { assertNoFaults, press, startHarness, trainEpochs, untilEqual } from './harness.js';

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;
/** @type {import('./harness.js').Opened} */
let opened;

before(async () => {
  harness = await startHarness();
  opened = await harness.open();
  const { page } = opened;
  await trainEpochs(page, 2);
});
after(() => harness.close());

test('the scale of the loss is named, and changes by a switch', async () => {
  const { page } = opened;
  const plot = page.getByLabel(/^Loss by step, in nats, log scale/);
  await plot.first().waitFor();
  await page.getByRole('checkbox', { name: 'log', exact: true }).uncheck();
  await page
    .getByLabel(/^Loss by step, in nats, linear scale/)
    .first()
    .waitFor();
  await page.getByRole('checkbox', { name: 'log', exact: true }).check();
});

test('zoom, and the whole run again', async () => {
  const { page } = opened;
  const whole = page.getByRole('button', { name: 'Whole run' });
  await untilEqual(() => whole.isDisabled(), true);
  await press(page, 'Zoom in');
  const possible = (/** @type {boolean} */ wanted) =>
    page.locator(`button[aria-label="Whole run"]${wanted ? ':not([aria-disabled="true"])' : '[aria-disabled="true"]'}`);
  await possible(true).click();
  await possible(false).waitFor();
});

test('the rows as a table and as a CSV file', async () => {
  const { page } = opened;
  await page.getByText('As a table').click();
  const rows = page.getByRole('region', { name: 'As a table' }).getByRole('row');
  await rows.nth(1).waitFor();
  const download = page.waitForEvent('download');
  await press(page, 'Download the rows of this run as a CSV file');
  const text = await readFile(await (await download).path(), 'utf8');
  const [head, first] = text.split('\n');
  assert.equal(head?.trim(), 'step,loss,accuracy,validation_loss,validation_accuracy');
  assert.ok(Number(first?.split(',')[0]) > 0);
  const picture = page.waitForEvent('download');
  await press(page, 'Loss: download the chart as a PNG picture');
  const bytes = await readFile(await (await picture).path());
  assert.deepEqual([...bytes.subarray(1, 4)], [...Buffer.from('PNG')]);
  await page.getByText('As a table').click();
});

test('the charts are as wide as their place, after every resize', async () => {
  const { page } = opened;
  for (const width of [1440, 700, 390, 1000, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await page.waitForFunction(() => {
      const place = document.querySelector('[data-testid="loss-chart"]');
      const canvas = place?.querySelector('canvas');
      if (!place || !canvas) return false;
      const [outer, inner] = [place, canvas].map((node) => node.getBoundingClientRect().width);
      return Math.abs(Number(outer) - Number(inner)) < 12 && document.documentElement.scrollWidth <= innerWidth;
    });
  }
  assertNoFaults(opened);
});
