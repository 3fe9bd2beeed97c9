/** @file The page trains on several cores, says so, and says why it cannot. */

import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { after, before, test } from 'node:test';
import { assertNoFaults, figure, press, startBench, untilFigure, untilStatus } from './bench.js';
import { read } from './hand.js';
import { thirty } from './strokes/styles.js';

/** @type {Awaited<ReturnType<typeof startBench>>} */
let bench;
const three = /** @type {import('./strokes/styles.js').Drawing} */ (thirty[3]);

before(async () => {
  bench = await startBench();
});
after(async () => {
  await bench.close();
});

/**
 * @param {import('playwright-core').Page} page
 * @param {number} count
 */
const untilCores = (page, count) => page.locator(`#cores[data-value="${count}"]`).waitFor();

test('the page learns on two cores, says what each does, and reads a 3 meanwhile', async () => {
  const opened = await bench.open('?lang=en&workers=2');
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

test('a network goes on where it is when the number of cores changes', async () => {
  const opened = await bench.open('?lang=en&workers=1');
  const { page } = opened;
  await press(page, 'Play');
  await untilFigure(page, 'step', 200);
  await untilCores(page, 1);
  await page.getByRole('tab', { name: 'End' }).click();
  await page.getByLabel('Cores', { exact: true }).fill('2');
  await page.getByLabel('Cores', { exact: true }).press('Enter');
  await untilCores(page, 2);
  assert.match(page.url(), /workers=2/);
  assert.ok((await figure(page, 'step')) >= 200, 'nothing is forgotten');
  await untilStatus(page, 'running');
  assertNoFaults(opened);
});

test('on a host that sends no headers the page learns on one core and says why', async () => {
  const opened = await bench.open('?lang=en&workers=4', {
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
  await page.locator('#cores').getByText('this host sends no headers for more').waitFor();
  assertNoFaults(opened);
});

const several = availableParallelism() > 1 ? /^wasm \S+, \d+ cores · [\d, ]+ samples\/s each$/ : /^wasm \S+, 1 core · /;

/**
 * What the foot says of a network that two cores pay for, where the browser tells the page of so many. @type {[number, RegExp][]}
 */
const left = [
  [2, /^wasm \S+, 1 core · the other draws the page$/],
  [4, several],
];

for (const [cores, told] of left) {
  test(`left to the page, ${cores} cores are shared with its drawing, and the foot tells how`, async () => {
    const opened = await bench.open('?lang=en&workers=0', {
      prepare: (page) =>
        page.addInitScript((count) => {
          Object.defineProperty(Object.getPrototypeOf(navigator), 'hardwareConcurrency', { get: () => count });
        }, cores),
    });
    const { page } = opened;
    await press(page, 'Play');
    await untilFigure(page, 'step', 20);
    await page.locator('#cores').getByText(told).waitFor();
    assertNoFaults(opened);
  });
}
