/** @file The tab "Distributions": every number on the page is the session's. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { lastAnswer, recordAnswers } from './answers.js';
import { assertNoFaults, press, startHarness, untilFigure, untilStatus } from './harness.js';

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;
/** @type {import('./harness.js').Opened} */
let opened;

before(async () => {
  harness = await startHarness();
  opened = await harness.open('?lang=en&data=digits', { prepare: recordAnswers });
  const { page } = opened;
  await untilStatus(page, 'ready');
  await press(page, 'Step');
  await untilStatus(page, 'paused');
  await page.getByRole('tab', { name: 'Distributions' }).click();
});
after(() => harness.close());

/** Until what is shown is of the paused step, then the worker's own statistics of it. */
async function statistics() {
  const { page } = opened;
  await page.waitForFunction(() => {
    const step = document.querySelector('[data-testid="step"]')?.getAttribute('data-value');
    const last = Object(window).answers.findLast((/** @type {any} */ one) => 'statistics' in one);
    const shown = document.querySelector('#distributions-panel')?.getAttribute('data-step');
    return step === shown && String(last?.step) === shown;
  });
  return (await lastAnswer(page, 'statistics')).statistics;
}

/** @param {number} value */
const written = (value) =>
  new Intl.NumberFormat('en', { maximumSignificantDigits: 3, useGrouping: false }).format(value).replace('-', '−');

test('the update comes with the step after the first question, and is said to', async () => {
  const { page } = opened;
  const update = page.locator('[data-testid="histogram"][data-name="layers.1.weight"][data-kind="update"]');
  await update.getByText('comes with the next step').waitFor();
  await press(page, 'Step');
  await update.getByRole('slider').waitFor();
});

test('histograms: edges, counts of every bin, norms and ratios are those of the session', async () => {
  const { page } = opened;
  const { parameters } = await statistics();
  for (const { name, gradientNorm, updateRatio, ...kinds } of parameters) {
    for (const kind of ['weight', 'gradient', 'update']) {
      const shown = page.locator(`[data-testid="histogram"][data-name="${name}"][data-kind="${kind}"]`);
      const { edges, counts } = kinds[kind];
      assert.equal(await shown.locator('[data-edge="least"]').textContent(), written(edges[0]));
      assert.equal(await shown.locator('[data-edge="greatest"]').textContent(), written(edges[32]));
      const most = Math.max(...counts).toLocaleString('en');
      assert.ok((await shown.textContent())?.includes(`tallest bin ${most}`));
    }
    const row = page.locator(`[data-testid="parameter-statistics"][data-name="${name}"]`);
    assert.equal(Number(await row.getByTestId('gradient-norm').getAttribute('data-value')), gradientNorm);
    assert.equal(Number(await row.getByTestId('update-ratio').getAttribute('data-value')), updateRatio);
  }
  const weight = page.locator('[data-testid="histogram"][data-name="layers.2.bias"][data-kind="gradient"]');
  await weight.getByRole('slider').focus();
  const { counts } = parameters.find((/** @type {any} */ one) => one.name === 'layers.2.bias').gradient;
  for (let bin = 0; bin < 5; bin += 1) {
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(([at]) => document.activeElement?.getAttribute('aria-valuenow') === String(at), [bin]);
    const told = await weight.getByTestId('histogram-bin').textContent();
    assert.equal(told?.split(': ')[1], counts[bin].toLocaleString('en'));
  }
});

test('dead units are those of the session', async () => {
  const { page } = opened;
  await page.getByRole('tab', { name: 'Dead and saturated units' }).click();
  const { layers } = await statistics();
  const row = page.getByTestId('unit-fractions');
  await row.first().waitFor();
  assert.equal(await row.count(), layers.length);
  const dead = await row.first().locator('[data-kind="dead"]').getAttribute('data-value');
  assert.equal(Number(dead), layers[0].dead);
  await page.getByText('only sigmoid and tanh saturate').waitFor();
});

test('sizes of layers over time: collected while the tab is open, and equal to the last statistics', async () => {
  const { page } = opened;
  await page.getByRole('tab', { name: 'Over time' }).click();
  await press(page, 'Play');
  await page.waitForFunction(
    () => Number(document.querySelector('[data-testid="time-updateRatio"]')?.getAttribute('data-points')) > 4,
  );
  await untilFigure(page, 'epoch', 1);
  await press(page, 'Pause');
  await untilStatus(page, 'paused');
  const { parameters } = await statistics();
  const own = parameters.filter((/** @type {any} */ { name }) => name.startsWith('layers.2.'));
  const norm = Math.hypot(...own.map((/** @type {any} */ { gradientNorm }) => gradientNorm));
  const row = page.locator('[data-testid="layer-sizes"][data-name="layers.2"]');
  await page.waitForFunction((wanted) => {
    const cell = document.querySelector('[data-name="layers.2"] [data-measure="gradientNorm"]');
    return Math.abs(Number(cell?.getAttribute('data-value')) - wanted) < 1e-9 * wanted;
  }, norm);
  assert.ok(Number(await row.locator('[data-measure="updateRatio"]').getAttribute('data-value')) > 0);
  assertNoFaults(opened);
});
