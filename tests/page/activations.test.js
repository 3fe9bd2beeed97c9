/** @file The tab "Activations": values are the package's, attention lies over the picture, states over the rows. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { lastAnswer, recordAnswers } from './answers.js';
import { assertNoFaults, eventually, press, startHarness, untilStatus } from './harness.js';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;
before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

/** @param {string} network @param {string} [address] */
async function openTab(network, address = '?lang=en&data=digits') {
  const opened = await harness.open(address, { prepare: recordAnswers });
  const { page } = opened;
  await untilStatus(page, 'ready');
  if (network !== '') {
    await page.getByRole('combobox', { name: 'Network to begin with' }).selectOption(network);
    const first = network === 'transformer' ? '1 · Patch embedding' : '2 · LSTM';
    await page.getByRole('combobox', { name: 'Layer' }).getByText(first).waitFor({ state: 'attached' });
    await untilStatus(page, 'ready');
  }
  await press(page, 'Step');
  await page.locator('[data-testid="status"][data-state="paused"]').waitFor({ state: 'attached' });
  await page.getByRole('tab', { name: 'Activations' }).click();
  return opened;
}

test('with nothing drawn it says so; a sample goes through every layer, and its numbers are the package’s', async () => {
  const opened = await openTab('');
  const { page } = opened;
  await page.getByText('Draw a digit, and see').waitFor();
  await press(page, 'Sample digit');
  const rows = page.getByTestId('layer-outputs');
  await rows.nth(4).waitFor();
  assert.equal(await rows.count(), 5, 'the input, three layers and the probabilities');
  const units = async (/** @type {number} */ row) =>
    rows
      .nth(row)
      .getByTestId('unit')
      .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('data-value'))));
  await eventually(async () => {
    const { layers, probabilities } = await lastAnswer(page, 'probabilities');
    assert.deepEqual(await units(3), layers[2].values);
    assert.deepEqual(await units(4), probabilities);
    const shown = await page.getByTestId('probability-3').getAttribute('data-value');
    assert.ok(Math.abs(Number(shown) - probabilities[3]) < 1e-6);
  });

  const field = rows.nth(2).getByTestId('layer-field');
  await field.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page
    .getByTestId('layer-reading')
    .getByText(/^dense_1\[1\] = /)
    .waitFor();
  await page.getByRole('button', { name: 'Show unit 1 in One step' }).waitFor();
  await rows.nth(3).getByTestId('unit').nth(7).click();
  await page
    .getByTestId('layer-reading')
    .getByText(/^dense_2\[7\] = /)
    .waitFor();
  assertNoFaults(opened);
});

test('data of another size come and go while the layers are looked at', async () => {
  const opened = await openTab('');
  const { page } = opened;
  await press(page, 'Sample digit');
  const input = page.getByTestId('layer-field').first();
  await input.waitFor();
  const data = page.getByRole('combobox', { name: 'Data', exact: true });
  for (const [name, label] of /** @type {const} */ ([
    ['mnist', /^Input, 1\s×\s28\s×\s28/],
    ['digits', /^Input, 1\s×\s8\s×\s8/],
  ])) {
    await data.selectOption(name);
    // The sample went with its data.
    await untilStatus(page, 'ready');
    await page.locator('#insight-panel').getByRole('button', { name: 'Sample digit' }).click();
    await page.getByRole('slider', { name: label }).waitFor();
    await page.waitForFunction(() => document.activeElement?.id === 'insight-tab-activations');
  }
  assertNoFaults(opened);
});

test('attention of every head over the picture; a press shows what one patch looks at', async () => {
  const opened = await openTab('transformer', '?lang=en');
  const { page } = opened;
  await press(page, 'Sample digit');
  const maps = page.getByTestId('attention-map');
  await maps.nth(7).waitFor();
  assert.equal(await maps.count(), 8, 'two layers of four heads');
  await maps.first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.getByText('What patch 4 looks at.').waitFor();
  await eventually(async () => {
    const { layers } = await lastAnswer(page, 'probabilities');
    const { tokens, weights } = layers[1].attention;
    const told = String(await maps.first().getAttribute('aria-valuetext'));
    assert.ok(Math.abs(Number(told.split(': ')[1]?.replace('−', '-')) - weights[4 * tokens + 4]) < 1e-3, told);
  });
  await press(page, 'All patches');
  await page.getByText('What patch 4 looks at.').waitFor({ state: 'detached' });
  assertNoFaults(opened);
});

test('the states of a recurrent layer, row by row', async () => {
  const opened = await openTab('recurrent', '?lang=en');
  const { page } = opened;
  await press(page, 'Sample digit');
  const states = page.getByTestId('layer-states');
  await states.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page
    .getByTestId('layer-reading')
    .getByText(/^lstm_1\[1, 0\] = /)
    .waitFor();
  await eventually(async () => {
    const { layers } = await lastAnswer(page, 'probabilities');
    assert.equal(layers[1].states.values.length, 28 * 64);
    const told = String(await states.getAttribute('aria-valuetext'));
    assert.ok(Math.abs(Number(told.split(' = ')[1]?.replace('−', '-')) - layers[1].states.values[64]) < 1e-4, told);
  });
  assertNoFaults(opened);
});
