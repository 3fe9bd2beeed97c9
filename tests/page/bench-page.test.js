/**
 * @file The benchmark's page, on the real build: one round of every network, the table, the chart, and the text export.
 */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startHarness, untilEqual } from './harness.js';

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

test('every network is timed and trains, and the table and the chart show it', async () => {
  const { page } = await harness.open('?lang=en', { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  await page.getByRole('link', { name: 'Speed test' }).click();
  await page.goto(`${page.url()}?rounds=1`);
  await page.getByRole('button', { name: /^Start/ }).click();
  await page.getByText('Done.').waitFor({ timeout: 120_000 });
  const rows = await page
    .locator('tbody tr')
    .evaluateAll((lines) => lines.map((line) => [...line.children].map(({ textContent }) => textContent ?? '')));
  assert.equal(rows.length, 6);
  for (const [name, ...cells] of rows) {
    assert.equal(cells.length, 6, name);
    assert.ok(Number(cells[0]?.replaceAll(',', '')) > 0, `${name}: ${cells[0]}`);
    assert.ok(Number.parseFloat(cells[5] ?? '') > 60, `${name}: accuracy ${cells[5]}`);
  }
  await untilEqual(() => page.locator('#chart .bar').count(), 6);
  await page.getByRole('button', { name: 'Copy as Markdown' }).click();
  await eventually(async () => {
    const text = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(text.split('\n').filter((line) => line.startsWith('| mlp')).length, 4);
  });
  await page.context().close();
});
