/** @file The same page in Firefox: it loads, trains, predicts a drawing, keeps its run, and reads files. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { read } from './drawing.js';
import { dropScript, pictures, table } from './files-to-drop.js';
import { assertNoFaults, figure, pause, press, startHarness, untilEqual, untilFigure, untilStatus } from './harness.js';
import { drawings } from './strokes/styles.js';

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;

before(async () => {
  harness = await startHarness('firefox');
});
after(() => harness.close());

test('Firefox reaches 93 %, predicts a 3, opens each place, and reports no error', async () => {
  const opened = await harness.open();
  await press(opened.page, 'Play');
  await untilFigure(opened.page, 'validation-accuracy', 0.93);
  assert.equal((await read(opened.page, /** @type {any} */ (drawings[3]))).digit, '3');
  await opened.page.getByRole('link', { name: 'Build', exact: true }).click();
  await opened.page.getByRole('button', { name: 'Add layer', exact: true }).waitFor();
  await opened.page.getByRole('link', { name: 'Train', exact: true }).click();
  await opened.page.getByTestId('pad').waitFor();
  assertNoFaults(opened);
});

test('Firefox keeps a run over a reload', async () => {
  const opened = await harness.open('?lang=en&data=digits');
  const { page } = opened;
  await untilStatus(page, 'ready');
  await press(page, 'Play');
  await untilFigure(page, 'step', 100);
  await pause(page);
  const step = await figure(page, 'step');
  await page.locator(`[data-testid="saved"][data-step="${step}"]`).waitFor({ state: 'attached' });
  await page.reload();
  await untilStatus(page, 'paused');
  await untilEqual(() => figure(page, 'step'), step);
  assertNoFaults(opened);
});

test('Firefox reads a table and pictures that are dropped', async () => {
  const opened = await harness.open('?lang=en&data=digits');
  const { page } = opened;
  await untilStatus(page, 'ready');
  await page.evaluate(`(() => { ${dropScript([table])} })()`);
  await page.getByText('24 rows, 3 columns').waitFor();
  await page.evaluate(`(() => { ${dropScript(await pictures())} })()`);
  await page.getByText('4 pictures of 28 × 28 in 2 classes.').waitFor();
  await untilEqual(() => page.getByRole('region', { name: 'Import' }).getByTestId('sample').count(), 4);
  assertNoFaults(opened);
});
