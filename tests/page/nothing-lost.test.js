/** @file Nothing that was trained is lost by one press: presets, data, Reset, edits. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertNoFaults, figure, pause, press, startHarness, untilEqual, untilFigure, untilStatus } from './harness.js';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

/** @param {Page} page */
async function train(page) {
  await press(page, 'Play');
  await untilFigure(page, 'step', 150);
  // On the whole set, so that every validation is over the same pictures.
  await page.getByText('55,000 pictures', { exact: true }).waitFor();
  await pause(page);
  return figures(page);
}

/** @param {Page} page */
async function figures(page) {
  const names = ['step', 'epoch', 'loss', 'validation-loss', 'validation-accuracy'];
  const values = await Promise.all(names.map((name) => figure(page, name)));
  return { values, points: await page.getByTestId('loss-chart').getAttribute('data-points') };
}

/** @type {[string, (page: Page) => Promise<unknown>][]} */
const presses = [
  ['another preset', (page) => page.getByLabel('Network to begin with').selectOption('convolutional')],
  ['another data set', (page) => page.getByLabel('Data', { exact: true }).selectOption('digits')],
  ['Reset', (page) => press(page, 'Reset')],
  [
    'a new random start',
    async (page) => {
      await page.getByRole('tab', { name: 'Stopping' }).click();
      await press(page, 'New random start');
    },
  ],
];
for (const [what, act] of presses) {
  test(`${what}: Undo change brings the run back, with weights, curves and place`, async () => {
    const opened = await harness.open();
    const { page } = opened;
    const before = await train(page);
    await act(page);
    await untilStatus(page, 'ready');
    await untilEqual(() => figure(page, 'step'), 0);
    await page.getByTestId('undo-notice').waitFor();
    await press(page, 'Undo change');
    await untilStatus(page, 'paused');
    await untilEqual(() => figures(page), before);
    // The weights are the same: one more step validates as it would have.
    await press(page, 'Step');
    await untilFigure(page, 'step', Number(before.values[0]) + 1);
    await page.waitForFunction(
      (loss) => Number(document.querySelector('[data-testid="validation-loss"]')?.getAttribute('data-value')) !== loss,
      before.values[3],
    );
    assert.ok(Math.abs((await figure(page, 'validation-loss')) - Number(before.values[3])) < 0.1);
    assertNoFaults(opened);
    await page.context().close();
  });
}

test('an edit keeps the weights of layers that still fit', async () => {
  const { page } = await harness.open('?lang=en#/train?v=2&layers=flatten,dense-64-relu,dense-32-relu,dense-10');
  await press(page, 'Play');
  await untilFigure(page, 'validation-accuracy', 0.93);
  await pause(page);
  const accuracy = await figure(page, 'validation-accuracy');
  // The last two layers begin anew; the first keeps what it has learned.
  await page.getByRole('button', { name: /^Layer 3/ }).click();
  await page.getByLabel('units of layer 3', { exact: true }).fill('24');
  await page.keyboard.press('Enter');
  await untilStatus(page, 'ready');
  await page.getByRole('button', { name: 'Undo change' }).click();
  await untilStatus(page, 'paused');
  await untilEqual(() => figure(page, 'validation-accuracy'), accuracy);
  await page.getByRole('button', { name: 'Redo change' }).click();
  await untilStatus(page, 'ready');
  await untilEqual(() => figure(page, 'step'), 0);
  await page.context().close();
});
