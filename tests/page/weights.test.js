/** @file The tab "Weights": every layer's weights, one weight read by pointer and keys, changed, and brought back. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { lastAnswer, recordAnswers } from './answers.js';
import {
  assertNoFaults,
  eventually,
  figure,
  press,
  startHarness,
  trainEpochs,
  untilDrawn,
  untilStatus,
} from './harness.js';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;
before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

/** @param {Page} page */
const reading = (page) => page.getByTestId('weight-value');

/** @param {Page} page */
async function shownValue(page) {
  await page.locator('[data-testid="weight-value"][data-value]').waitFor();
  return Number(await reading(page).getAttribute('data-value'));
}

/** @param {Page} page @param {number} value */
async function untilValue(page, value) {
  await page.waitForFunction(
    (wanted) => {
      const shown = document.querySelector('[data-testid="weight-value"]')?.getAttribute('data-value');
      return shown !== null && shown !== undefined && Math.abs(Number(shown) - wanted) < 1e-6;
    },
    value,
    { polling: 50 },
  );
}

test('a weight is read by keys, is the package’s, is changed, marked in the charts, and brought back', async () => {
  const opened = await harness.open('?lang=en&data=digits', { prepare: recordAnswers });
  const { page } = opened;
  await trainEpochs(page);
  await page.getByRole('button', { name: 'unit 0: enlarge' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const sheet = page.getByTestId('weight-sheet');
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-testid') === 'weight-sheet');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.locator('[data-testid="weight-value"][data-name="layers.1.weight[1, 9]"][data-value]').waitFor();
  const step = await figure(page, 'step');
  let former = Number.NaN;
  // The answer of a step before the pause may be there first.
  await eventually(async () => {
    const answer = await lastAnswer(page, 'rootMeanSquare');
    former = await shownValue(page);
    assert.deepEqual([answer.name, answer.step], ['layers.1.weight', step]);
    assert.equal(former, answer.values[64 + 9 - answer.from]);
  });
  assert.match(String(await sheet.getAttribute('aria-valuetext')), /^layers\.1\.weight\[1, 9\] = /);

  await page.keyboard.press('Enter');
  await page.keyboard.type('a lot');
  await page.keyboard.press('Enter');
  await page.getByText('A number is needed').waitFor();
  await page.getByRole('textbox', { name: 'New value' }).fill('-1.5');
  await page.keyboard.press('Enter');
  await untilValue(page, -1.5);
  await page.getByTestId('undo-notice').getByText('A weight was changed').waitFor();
  await page.getByText('As a table').click();
  await page.getByText('layers.1.weight[1, 9]', { exact: false }).nth(1).waitFor();
  await press(page, 'Undo change');
  await untilValue(page, former);
  await untilStatus(page, 'paused');
  assertNoFaults(opened);
});

test('a weight of an untrained network is changed and brought back; the answer follows it', async () => {
  const opened = await harness.open('?lang=en&data=digits', { prepare: recordAnswers });
  const { page } = opened;
  await untilStatus(page, 'ready');
  await press(page, 'Use a sample digit');
  // The bars have values before anything is answered.
  await page.getByTestId('answer').filter({ hasText: /^\d$/ }).waitFor();
  await page.getByRole('combobox', { name: 'Layer' }).selectOption('layers.2');
  // The parameters are those of the layer before until then.
  await untilDrawn(page);
  await page.getByRole('combobox', { name: 'Parameter' }).selectOption('bias');
  await page.getByText('One number for each unit').waitFor();
  await page.getByTestId('weight-sheet').focus();
  await page.keyboard.press('ArrowRight');
  await untilValue(page, 0);
  await page.getByRole('textbox', { name: 'New value' }).fill('40');
  await press(page, 'Set');
  await untilValue(page, 40);
  await page.waitForFunction(() => document.querySelector('[data-testid="answer"]')?.textContent === '0');
  await page.waitForFunction(
    () => Number(document.querySelector('[data-testid="answer"]')?.getAttribute('data-confidence')) > 0.99,
  );
  await press(page, 'Undo change');
  await untilValue(page, 0);
  await page.waitForFunction(
    () => Number(document.querySelector('[data-testid="answer"]')?.getAttribute('data-confidence')) < 0.9,
  );
  await untilStatus(page, 'ready');
  assertNoFaults(opened);
});

test('filters, gates, heads and matrices', async () => {
  const opened = await harness.open('?lang=en');
  const { page } = opened;
  const network = page.getByRole('combobox', { name: 'Network to begin with' });
  const layer = page.getByRole('combobox', { name: 'Layer' });
  const parameter = page.getByRole('combobox', { name: 'Parameter' });
  await network.selectOption('convolutional');
  await page.getByRole('button', { name: 'filter 7: enlarge' }).waitFor();
  await layer.selectOption('layers.2');
  await page.getByText('a square of weights for each of the 8 channels').waitFor();
  await page.getByRole('button', { name: 'filter 15: enlarge' }).click();
  await page.getByTestId('weight-sheet').waitFor();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement?.classList.contains('weight-picture'));
  await network.selectOption('recurrent');
  await page.getByRole('button', { name: 'gate o: enlarge' }).waitFor();
  await parameter.selectOption('weight_hh');
  await page.getByText('the state of each unit after the step before').waitFor();
  await network.selectOption('transformer');
  await page.getByRole('button', { name: 'unit 0: enlarge' }).waitFor();
  await parameter.selectOption('position');
  await page.getByText('Rows: patches').waitFor();
  await layer.selectOption('layers.1');
  await parameter.selectOption('attention.in_proj.weight');
  await page.getByRole('button', { name: 'query, head 1: enlarge' }).waitFor();
  assertNoFaults(opened);
});
