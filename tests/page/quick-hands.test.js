/** @file Sequences that are quicker than the workers: whatever is pressed, each run comes back as it was. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  assertNoFaults,
  figure,
  pause,
  press,
  startHarness,
  untilEqual,
  untilFigure,
  untilStatus,
  untilStored,
} from './harness.js';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

/** @param {Page} page @param {number} steps */
async function train(page, steps) {
  await press(page, 'Play');
  await untilFigure(page, 'step', steps);
  await pause(page);
  return figures(page);
}

/** @param {Page} page */
async function figures(page) {
  const values = await Promise.all(['step', 'loss', 'validation-loss'].map((name) => figure(page, name)));
  return { values, points: await page.getByTestId('loss-chart').getAttribute('data-points') };
}

/**
 * Presses a button of Build several times within one task.
 *
 * @param {Page} page
 * @param {...string} names
 */
const atOnce = (page, ...names) =>
  page.evaluate((wanted) => {
    for (const name of wanted)
      [...document.querySelectorAll('button')].find((one) => one.textContent === name)?.click();
  }, names);

test('two changes taken back at once give the first run, and not the second', async () => {
  const opened = await harness.open();
  const { page } = opened;
  const first = await train(page, 300);
  await press(page, 'Reset');
  await untilStatus(page, 'ready');
  await press(page, 'Play');
  await untilFigure(page, 'step', 20);
  await page.getByLabel('Network to begin with').selectOption('convolutional');
  await page.getByRole('link', { name: 'Build', exact: true }).click();
  await page.getByRole('treeitem').first().waitFor();
  await atOnce(page, 'Undo change', 'Undo change');
  // It is shown at the next frame: the second run has not come as far.
  const step = await page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    return Number(document.querySelector('[data-testid=step]')?.getAttribute('data-value'));
  });
  assert.ok(step >= Number(first.values[0]), `step ${step}`);
  await untilStatus(page, 'running');
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await page.getByText('784 → 128 → 10').waitFor();
  // Once more, a step at a time: the runs are those of their networks.
  await page.getByRole('link', { name: 'Build', exact: true }).click();
  for (let time = 0; time < 6; time += 1) await atOnce(page, 'Redo change', 'Undo change', 'Redo change');
  // The network of the last change is there and learns.
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await untilStatus(page, 'running');
  const now = await figure(page, 'step');
  await untilFigure(page, 'step', now + 20);
  assert.equal(await page.locator('.notice').count(), 0);
  assertNoFaults(opened);
  await page.context().close();
});

test('a run that came back by undo is there after a reload, with its curves', async () => {
  const { page } = await harness.open();
  const before = await train(page, 400);
  await press(page, 'Reset');
  await untilStatus(page, 'ready');
  await press(page, 'Undo change');
  await untilStatus(page, 'paused');
  await untilStored(page, ({ step }) => step === before.values[0]);
  await page.reload();
  await untilStatus(page, 'paused');
  await untilEqual(() => figures(page), before);
  await page.context().close();
});

test('edits that follow each other quickly do not end training', async () => {
  const opened = await harness.open('?lang=en#/build');
  const { page } = opened;
  const units = page.getByLabel('units of layer 2', { exact: true });
  await units.focus();
  await press(page, 'Play');
  await untilStatus(page, 'running');
  await units.focus();
  for (let time = 0; time < 30; time += 1) {
    await page.keyboard.press('ArrowUp');
    await page.waitForTimeout(50);
  }
  await untilFigure(page, 'step', 50);
  await untilStatus(page, 'running');
  await untilEqual(() => units.inputValue(), '158');
  assertNoFaults(opened);
  await page.context().close();
});

test('an edit a moment before a reload is there after it', async () => {
  const { page } = await harness.open();
  await untilStatus(page, 'ready');
  await page.getByLabel('Learning rate', { exact: true }).fill('0.0125');
  await page.keyboard.press('Enter');
  await page.reload();
  await untilEqual(() => page.getByLabel('Learning rate', { exact: true }).inputValue(), '0.0125');
  await page.context().close();
});

test('a data set that was left comes back without a connection', async () => {
  const { page } = await harness.open();
  await train(page, 100);
  // The whole set is here once a step has been made on it.
  await press(page, 'Play');
  await page.getByText('55,000 pictures', { exact: true }).waitFor();
  await pause(page);
  const data = page.getByLabel('Data', { exact: true });
  await data.selectOption('digits');
  await untilStatus(page, 'ready');
  await page.context().setOffline(true);
  await press(page, 'Undo change');
  await untilStatus(page, 'paused');
  await page.context().close();
});

for (const [what, refuse] of /** @type {[string, () => void][]} */ ([
  [
    'throws',
    () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('refused', 'SecurityError');
      };
      Storage.prototype.setItem = () => {
        throw new DOMException('refused', 'SecurityError');
      };
    },
  ],
  [
    'never answers',
    () => {
      IDBFactory.prototype.open = () => /** @type {IDBOpenDBRequest} */ ({});
    },
  ],
])) {
  test(`a database that ${what} costs what is kept, and no more`, async () => {
    const opened = await harness.open('?lang=en', { prepare: (page) => page.addInitScript(refuse) });
    await press(opened.page, 'Play');
    await untilFigure(opened.page, 'validation-loss', 0);
    await press(opened.page, 'Pause');
    await untilStatus(opened.page, 'paused');
    assertNoFaults(opened);
    await opened.page.context().close();
  });
}
