/** @file Links and values that cannot be trained: the cause is said where it is, Build mends it, nothing is lost. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertNoFaults, figure, press, startHarness, untilEqual, untilFigure, untilStatus } from './harness.js';

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

for (const [layers, said] of [
  ['flatten,dense-16-relu,dense-7', 'The last layer gives 7 outputs, but the data have 10 classes.'],
  ['flatten,dense-100000-relu,dense-10', 'The network has 79.5 million parameters; at most 20 million'],
  ['dense-16-relu,dense-10', 'Put a flatten layer before it.'],
]) {
  test(`a link to ${layers}: the reason is said, and Build mends it`, async () => {
    const opened = await harness.open(`?lang=en#/train?v=2&layers=${layers}`);
    const { page } = opened;
    await page
      .getByRole('alert')
      .getByText(said ?? '')
      .waitFor();
    await page.getByRole('link', { name: 'Build', exact: true }).click();
    // The core is there: it says why at the layer, and Add layer offers what may stand there.
    await page
      .getByRole('tree')
      .getByText(said ?? '')
      .waitFor();
    await page.getByRole('button', { name: /One hidden layer/ }).click();
    await untilStatus(page, 'ready');
    await press(page, 'Undo change');
    await untilStatus(page, 'error');
    assertNoFaults(opened);
    await page.context().close();
  });
}

test('a layer that is too large is refused in its field, and training goes on', async () => {
  const opened = await harness.open('?lang=en#/build');
  const { page } = opened;
  await page
    .getByRole('treeitem', { name: /output \d/ })
    .first()
    .waitFor();
  await press(page, 'Play');
  await untilFigure(page, 'step', 50);
  const units = page.getByLabel('units of layer 2', { exact: true });
  await units.fill('100000');
  await page.keyboard.press('Enter');
  await page
    .getByRole('region', { name: /^Layer 2/ })
    .getByText('at most 20 million')
    .waitFor();
  const step = await figure(page, 'step');
  await untilFigure(page, 'step', step + 50);
  assert.equal(await page.locator('.notice').count(), 0);
  await page.keyboard.press('Escape');
  await untilEqual(() => units.inputValue(), '128');
  assertNoFaults(opened);
  await page.context().close();
});
