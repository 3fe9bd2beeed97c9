/** @file The whole laboratory as a file: saved in one browser, looked into and added in another, where nothing is lost. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { assertNoFaults, figure, press, startHarness, untilFigure, untilStatus } from './harness.js';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;
/** @type {Buffer} */
let archive;

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

/** @param {Page} page */
async function saveAll(page) {
  await press(page, 'Menu');
  await press(page, 'Save everything …');
  const begins = page.waitForEvent('download');
  await press(page, 'Save it');
  const download = await begins;
  await page.getByText(/^Saved as inkgrad-laboratory-/).waitFor();
  await press(page, 'Close');
  assert.match(download.suggestedFilename(), /^inkgrad-laboratory-\d{4}-\d\d-\d\d\.zip$/);
  return readFile(await download.path());
}

/** @param {Page} page @param {Buffer} buffer */
async function choose(page, buffer) {
  const asked = page.waitForEvent('filechooser');
  await press(page, 'Open');
  await (await asked).setFiles({ name: 'mine.zip', mimeType: 'application/zip', buffer });
  await page.getByTestId('laboratory-open').waitFor();
}

/** @param {Page} page @param {string} said */
async function add(page, said) {
  await press(page, 'Add it');
  await page.getByText(said, { exact: false }).waitFor();
}

test('everything is saved while training goes on, and is added elsewhere without changing what is there', async () => {
  const opened = await harness.open('?lang=en&data=digits#/train?v=2&layers=flatten,dense-24-relu,dense-10');
  const { page } = opened;
  await untilStatus(page, 'ready');
  await press(page, 'Play');
  await untilFigure(page, 'epoch', 1);
  await page.locator('[data-testid="saved"][data-state="saved"]:not([data-step="0"])').waitFor({ state: 'attached' });
  const step = await figure(page, 'step');
  archive = await saveAll(page);
  await untilFigure(page, 'step', step + 1);
  assert.ok(archive.length > 10_000);
  assertNoFaults(opened);
  await page.context().close();

  const other = await harness.open('?lang=en&data=digits');
  await untilStatus(other.page, 'ready');
  const address = other.page.url();
  await choose(other.page, archive);
  const dialog = other.page.getByTestId('laboratory-open');
  await dialog.getByText('1 run', { exact: true }).waitFor();
  await dialog.getByText(/step \d/).waitFor();
  const { violations } = await new AxeBuilder({ page: other.page }).analyze();
  assert.deepEqual(
    violations.map(({ id }) => id),
    [],
  );
  await add(other.page, 'Added: 1 run, 0 samples and 0 data sets.');
  await press(other.page, 'Close');
  assert.equal(other.page.url(), address);
  await choose(other.page, archive);
  await add(other.page, '1 thing was here already.');
  await press(other.page, 'Close');
  assertNoFaults(other);
  await other.page.context().close();
});

test('a damaged laboratory is refused with the reason, and another zip goes to the data', async () => {
  const opened = await harness.open('?lang=en&data=digits');
  const { page } = opened;
  await untilStatus(page, 'ready');
  const changed = Buffer.from(archive);
  const at = changed.indexOf('laboratory.json') + 'laboratory.json'.length + 20;
  changed[at] = (changed[at] ?? 0) ^ 0xff;
  await choose(page, changed);
  await page.getByText(/^The file is (incomplete or )?damaged/).waitFor();
  await page.getByText('Nothing has changed.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Add it' }).count(), 0);
  await press(page, 'Close');
  const asked = page.waitForEvent('filechooser');
  await press(page, 'Open');
  const csv = Buffer.from(
    'UEsDBBQAAAAAAAAAIVwAAAAAAAAAAAAAAAAFAAAAYS5jc3ZQSwECFAAUAAAAAAAAACFcAAAAAAAAAAAAAAAABQAAAAAAAAAAAAAAAAAAAAAAYS5jc3ZQSwUGAAAAAAEAAQAzAAAAIwAAAAAA',
    'base64',
  );
  await (await asked).setFiles({ name: 'table.zip', mimeType: 'application/zip', buffer: csv });
  await page.waitForURL(/#\/data/);
  await page.context().close();
});
