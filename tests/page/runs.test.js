/** @file The place Runs: what was trained stands there with its differences, and any kept step can be looked at and gone on from. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { draw } from './drawing.js';
import {
  assertNoFaults,
  eventually,
  pause,
  press,
  startHarness,
  untilEqual,
  untilFigure,
  untilStatus,
} from './harness.js';
import { drawings } from './strokes/styles.js';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;
before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

/** @param {Page} page */
const runs = (page) => page.getByTestId('run');

/** @param {Page} page */
const titles = (page) => page.locator('.runs-name').allTextContents();

/** @param {Page} page @returns {Promise<Record<string, string>>} the colour of each run in the charts, by its title */
const colours = (page) =>
  page
    .locator('.runs-legend li:has(.runs-swatch)')
    .evaluateAll((all) =>
      Object.fromEntries(
        all.map((one) => [
          one.querySelector('.runs-legend-name')?.textContent,
          getComputedStyle(/** @type {Element} */ (one.querySelector('.runs-swatch'))).backgroundColor,
        ]),
      ),
    );

/** @param {Page} page */
async function openRuns(page) {
  await page.getByRole('link', { name: 'Runs', exact: true }).click();
}

/** @param {Page} page that has stopped once the last state is kept */
async function trainAnEpoch(page) {
  await press(page, 'Play');
  await untilFigure(page, 'epoch', 1);
  await pause(page);
}

/**
 * Two runs of the 8×8 digits: the second has another seed.
 *
 * @returns {Promise<import('./harness.js').Opened>}
 */
async function openWithTwo() {
  const opened = await harness.open('?lang=en&data=digits#/train?v=2&epochs=0');
  const { page } = opened;
  await untilStatus(page, 'ready');
  await trainAnEpoch(page);
  await page.evaluate(() => {
    location.hash = '#/train?v=2&seed=7';
  });
  await untilStatus(page, 'ready');
  await trainAnEpoch(page);
  return opened;
}

test('runs are listed with what differs, are named, and stay after a reload', async () => {
  const opened = await openWithTwo();
  const { page } = opened;
  await page
    .getByRole('button', { name: 'Runs', exact: true })
    .or(page.getByRole('link', { name: 'Runs' }))
    .click();
  await untilEqual(() => runs(page).count(), 2);
  const [second, first] = [runs(page).nth(0), runs(page).nth(1)];
  assert.match((await second.textContent()) ?? '', /Seed 42 → 7/);
  assert.match((await first.textContent()) ?? '', /The first run/);
  assert.equal(await second.getAttribute('data-current'), '');
  assert.ok(Number(await first.getAttribute('data-steps')) > 0);
  await page.getByLabel('Name').fill('seven');
  await page.getByLabel('Name').press('Tab');
  await eventually(async () => assert.match((await second.textContent()) ?? '', /seven/));
  await page.reload();
  await untilEqual(() => runs(page).count(), 2);
  await eventually(async () => assert.match((await page.locator('.runs-table').textContent()) ?? '', /seven/));
  assertNoFaults(opened);
  await page.context().close();
});

test('the curves of a run that stands still are drawn, and all columns of the table are in sight', async () => {
  const opened = await harness.open('?lang=en&data=digits#/train?v=2&epochs=0');
  const { page } = opened;
  await untilStatus(page, 'ready');
  await trainAnEpoch(page);
  await openRuns(page);
  await untilEqual(() => page.locator('.runs-plot canvas').count(), 2);
  await untilEqual(
    () => page.locator('.runs-chart figcaption').allTextContents(),
    ['accuracy in %, spaced by error rate (log)', 'loss, log scale'],
  );
  await page.getByText('Rows: the true class; columns: the answer').waitFor();
  const table = page.locator('.runs-table-frame');
  const hidden = () => table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
  await untilEqual(hidden, 0);
  const name = 'w'.repeat(80);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Name').press('Tab');
  await eventually(async () => assert.match((await runs(page).textContent()) ?? '', new RegExp(name)));
  await untilEqual(hidden, 0, 'a long name takes more lines');
  assertNoFaults(opened);
  await page.context().close();
});

test('a duplicate says what it was made from, and every run keeps its colour as others come', async () => {
  const opened = await openWithTwo();
  const { page } = opened;
  await openRuns(page);
  await untilEqual(async () => Object.keys(await colours(page)).length, 2);
  const [second = '', first = ''] = await titles(page);
  const before = await colours(page);
  await page.getByRole('button', { name: `Open “${first}”` }).click();
  await press(page, 'Pin');
  for (const count of [3, 4, 5]) {
    await press(page, 'Duplicate');
    await untilEqual(() => runs(page).count(), count);
  }
  const copies = page.locator('.runs-differs', { hasText: `Branched from “${first}” at step` });
  await untilEqual(() => copies.count(), 3);
  // Pinned and opened, the first one stays; the second has gone for a newer one.
  await untilEqual(async () => Object.keys(await colours(page)).length, 4);
  const now = await colours(page);
  assert.equal(now[first], before[first]);
  assert.equal(now[second], undefined);
  assert.equal(new Set(Object.values(now)).size, 4);
  // Back from another place they are the same.
  await page.getByRole('link', { name: 'Data', exact: true }).click();
  await openRuns(page);
  await untilEqual(() => colours(page), now);
  assertNoFaults(opened);
  await page.context().close();
});

test('a kept step answers as it did then, and a branch begins there', async () => {
  const opened = await openWithTwo();
  const { page } = opened;
  const [drawing] = drawings;
  if (drawing) await draw(page, drawing);
  await openRuns(page);
  await untilEqual(() => runs(page).count(), 2);
  const slider = page.locator('.runs-details').getByRole('slider');
  await eventually(async () => assert.ok((await page.locator('.runs-details .kept-bars li').count()) === 10));
  await press(page, 'Play');
  await eventually(async () => assert.ok(Number(await slider.getAttribute('max')) > 0));
  await pause(page);
  await slider.fill('0');
  const kept = page.locator('.runs-details .kept[aria-busy="false"]');
  const newest = Number(await runs(page).first().getAttribute('data-steps'));
  // What is shown has its own step, also while another is read.
  await eventually(async () => assert.ok(Number(await kept.getAttribute('data-step')) < newest));
  const step = Number(await kept.getAttribute('data-step'));
  await page.getByRole('button', { name: /^Branch at step/ }).click();
  await untilStatus(page, 'paused');
  await untilEqual(async () => Number(await page.getByTestId('step').getAttribute('data-value')), step);
  // It is listed before it has trained.
  await untilEqual(() => runs(page).count(), 3);
  await untilEqual(
    () => page.locator('[data-testid="run"][data-current]').getAttribute('data-steps').then(Number),
    step,
  );
  await press(page, 'Play');
  await untilFigure(page, 'step', step + 1);
  await pause(page);
  await untilEqual(() => runs(page).count(), 3);
  await eventually(async () =>
    assert.match((await page.locator('.runs-details').textContent()) ?? '', /branched from/),
  );
  assertNoFaults(opened);
  await page.context().close();
});

test('runs are compared, deleted and brought back, and go out as records', async () => {
  const opened = await openWithTwo();
  const { page } = opened;
  await openRuns(page);
  await untilEqual(() => runs(page).count(), 2);
  await page.getByLabel('Compare with').selectOption({ index: 1 });
  await untilEqual(() => page.locator('.runs-pair .kept').count(), 2);
  const downloads = /** @type {const} */ ([
    ['CSV', /^step,train\/loss/],
    ['JSON lines', /^\{"step":/],
    ['Report', /<svg/],
  ]);
  for (const [name, content] of downloads) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('.runs-records').getByRole('button', { name, exact: true }).click(),
    ]);
    assert.match(await readFile(await download.path(), 'utf8'), content);
  }
  const [newest] = await titles(page);
  await page
    .getByRole('button', { name: /^Open “/ })
    .nth(1)
    .click();
  await press(page, 'Delete');
  await untilEqual(() => titles(page), [newest], 'it keeps its number');
  await press(page, 'Bring it back');
  await untilEqual(() => runs(page).count(), 2);
  assertNoFaults(opened);
  await page.context().close();
});
