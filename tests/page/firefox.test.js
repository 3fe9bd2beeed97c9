/** @file The same page in Firefox: it loads, trains, and predicts a drawing. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { read } from './drawing.js';
import { assertNoFaults, press, startHarness, untilFigure } from './harness.js';
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
