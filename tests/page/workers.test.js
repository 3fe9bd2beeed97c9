/** @file The page trains on several cores, or gives the reason why it cannot. */

import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { after, before, test } from 'node:test';
import { read } from './drawing.js';
import { assertNoFaults, figure, press, startHarness, untilFigure, untilStatus } from './harness.js';
import { drawings } from './strokes/styles.js';

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;
const three = /** @type {import('./strokes/styles.js').Drawing} */ (drawings[3]);

before(async () => {
  harness = await startHarness();
});
after(async () => {
  await harness.close();
});

/**
 * @param {import('playwright-core').Page} page
 * @param {number} count
 */
const untilCores = (page, count) => page.locator(`#cores[data-value="${count}"]`).waitFor();

test('the page trains on two cores, shows the rate of each, and predicts a 3 meanwhile', async () => {
  const opened = await harness.open('?lang=en&workers=2');
  const { page } = opened;
  await press(page, 'Play');
  await untilFigure(page, 'validation-accuracy', 0.9);
  await untilCores(page, 2);
  await page
    .locator('#cores')
    .getByText(/2 cores · [\d, ]+ samples\/s each/)
    .waitFor();
  assert.equal((await read(page, three)).digit, '3');
  await press(page, 'Pause');
  await untilStatus(page, 'paused');
  assertNoFaults(opened);
});

test('training continues from its position when the number of cores changes', async () => {
  const opened = await harness.open('?lang=en&workers=1');
  const { page } = opened;
  await press(page, 'Play');
  await untilFigure(page, 'step', 200);
  await untilCores(page, 1);
  await page.getByRole('tab', { name: 'Stopping' }).click();
  await page.getByLabel('Cores', { exact: true }).fill('2');
  await page.getByLabel('Cores', { exact: true }).press('Enter');
  await untilCores(page, 2);
  await page.waitForURL(/workers=2/);
  assert.ok((await figure(page, 'step')) >= 200, 'nothing is forgotten');
  await untilStatus(page, 'running');
  assertNoFaults(opened);
});

test('without isolation headers the page trains on one core and gives the reason', async () => {
  const opened = await harness.open('?lang=en&workers=4', {
    prepare: (page) =>
      page.route('**', async (route) => {
        const response = await route.fetch();
        const headers = Object.entries(response.headers()).filter(([name]) => !name.startsWith('cross-origin-'));
        await route.fulfill({ response, headers: Object.fromEntries(headers) });
      }),
  });
  const { page } = opened;
  await press(page, 'Play');
  await untilFigure(page, 'step', 50);
  await untilCores(page, 1);
  await page.locator('#cores').getByText('more from the next visit on').waitFor();
  assertNoFaults(opened);
  // Data may still be on their way.
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

const several = availableParallelism() > 1 ? /^wasm \S+, \d+ cores · [\d, ]+ samples\/s each$/ : /^wasm \S+, 1 core · /;

/** Reported cores, and the text of the footer. @type {[number, RegExp][]} */
const footers = [
  [2, /^wasm \S+, 1 core · the other draws the page$/],
  [4, several],
];

for (const [cores, footer] of footers) {
  test(`by default, ${cores} cores are shared with rendering, and the footer says how`, async () => {
    const opened = await harness.open('?lang=en&workers=0', {
      prepare: (page) =>
        page.addInitScript((count) => {
          Object.defineProperty(Object.getPrototypeOf(navigator), 'hardwareConcurrency', { get: () => count });
        }, cores),
    });
    const { page } = opened;
    await press(page, 'Play');
    await untilFigure(page, 'step', 20);
    await page.locator('#cores').getByText(footer).waitFor();
    assertNoFaults(opened);
  });
}
