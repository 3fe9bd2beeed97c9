/** @file The line above the panels: hints follow the state, faults of training are named, and one press mends them. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { draw } from './drawing.js';
import { assertNoFaults, figure, press, startHarness, untilEqual, untilFigure, untilStatus } from './harness.js';
import { drawings } from './strokes/styles.js';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

const three = /** @type {import('./strokes/styles.js').Drawing} */ (drawings[3]);

/** @param {Page} page @param {string} hint */
const untilHint = (page, hint) => page.locator(`[data-testid="try-next"][data-hint="${hint}"]`).waitFor();

/** @param {Page} page @param {string[]} diagnoses */
const untilDiagnosis = (page, ...diagnoses) =>
  page
    .locator(diagnoses.map((one) => `[data-testid="doctor"][data-diagnosis="${one}"]`).join(','))
    .waitFor({ state: 'attached' });

/** @param {Page} page @param {string} name @param {string} value */
async function type(page, name, value) {
  const field = page.getByLabel(name, { exact: true });
  await field.fill(value);
  await field.press('Enter');
}

/** @param {Page} page @param {string} id @param {number} maximum */
const untilBelow = (page, id, maximum) =>
  page.waitForFunction(
    ([name, value]) => {
      const shown = document.querySelector(`[data-testid="${name}"]`)?.getAttribute('data-value');
      return shown !== '' && Number(shown ?? Number.NaN) < Number(value);
    },
    /** @type {const} */ ([id, maximum]),
    { polling: 50 },
  );

/** @param {Page} page */
const cure = (page) => page.getByTestId('doctor').getByRole('button').first();

test('hints follow the state, and one that is dismissed does not come back', async () => {
  const opened = await harness.open();
  const { page } = opened;
  await untilHint(page, 'begin');
  await page.getByText('Draw a digit, then press Play.').waitFor();
  const place = await page.getByTestId('pad').boundingBox();
  await draw(page, three);
  await untilHint(page, 'play');
  await press(page, 'Play');
  await untilFigure(page, 'validation-accuracy', 0.96);
  await untilFigure(page, 'epoch', 1);
  // It would go on to learn by heart, and the line would say so.
  await press(page, 'Pause');
  await untilHint(page, 'fool');
  await untilDiagnosis(page, 'none');
  await press(page, 'Dismiss');
  await untilHint(page, 'mistakes');
  assert.deepEqual(await page.getByTestId('pad').boundingBox(), place, 'nothing moved');
  await page.reload();
  await untilHint(page, 'mistakes');
  // All of them are off and on by a preference; on again, those that were dismissed come back.
  await press(page, 'Menu');
  const hints = page.getByRole('checkbox', { name: 'Hints: what to try next' });
  await hints.uncheck();
  await page.getByTestId('try-next').waitFor({ state: 'detached' });
  await hints.check();
  await untilHint(page, 'fool');
  assertNoFaults(opened);
  await page.context().close();
});

test('a rate that ruins a trained network is named; one press brings its weights back, and Undo change the ruin', async () => {
  const opened = await harness.open();
  const { page } = opened;
  await press(page, 'Play');
  await untilFigure(page, 'validation-accuracy', 0.95);
  await type(page, 'Learning rate', '1000000');
  await untilDiagnosis(page, 'rate_high', 'dead');
  const ruined = await figure(page, 'loss');
  assert.ok(ruined > 2.3, `the loss is ${ruined}`);
  const step = await figure(page, 'step');
  await page.getByRole('button', { name: 'Evidence' }).click();
  await page.getByText(/The loss was [\d.]+, and is|Loss [\d.]+ → /).waitFor();
  await cure(page).click();
  await untilBelow(page, 'loss', 0.5);
  await untilStatus(page, 'running');
  assert.equal(await page.getByLabel('Learning rate', { exact: true }).inputValue(), '0.001');
  // Undo is offered for a while.
  await page.getByTestId('undo-notice').getByText('Training went back.').waitFor();
  await press(page, 'Pause');
  await untilStatus(page, 'paused');
  await press(page, 'Undo change');
  await untilStatus(page, 'paused');
  await untilFigure(page, 'loss', 2.3);
  await untilFigure(page, 'step', step);
  assert.equal(await page.getByLabel('Learning rate', { exact: true }).inputValue(), '1000000');
  await untilDiagnosis(page, 'rate_high', 'dead');
  await cure(page).click();
  await untilEqual(() => page.getByLabel('Learning rate', { exact: true }).inputValue(), '0.001');
  // It goes on from there by itself.
  await untilStatus(page, 'running');
  await untilFigure(page, 'step', (await figure(page, 'step')) + 50);
  await untilFigure(page, 'validation-accuracy', 0.95);
  await untilDiagnosis(page, 'none');
  assertNoFaults(opened);
  await page.context().close();
});

test('a rate that is too high from the start: the network begins anew at one that works', async () => {
  const opened = await harness.open('?lang=en#/train?v=2&learning_rate=1000000');
  const { page } = opened;
  await press(page, 'Play');
  await untilDiagnosis(page, 'rate_high', 'dead');
  await page.getByRole('button', { name: 'Begin anew at a rate of 0.001' }).click();
  await untilBelow(page, 'loss', 0.5);
  await untilDiagnosis(page, 'none');
  assertNoFaults(opened);
  await page.context().close();
});

test('divergence: the notice and the doctor mend it, and the run before comes back', async () => {
  const layers = 'dense-64-linear,dense-64-linear,dense-64-linear';
  const opened = await harness.open(`?lang=en#v=1&optimizer=sgd&learning_rate=0.1&layers=${layers}`);
  const { page } = opened;
  await press(page, 'Play');
  await untilFigure(page, 'validation-accuracy', 0.85);
  await type(page, 'Learning rate', '1000000');
  await untilStatus(page, 'diverged');
  await untilDiagnosis(page, 'diverged');
  await untilHint(page, 'diverged');
  const step = await figure(page, 'step');
  await cure(page).click();
  await untilStatus(page, 'running');
  await untilFigure(page, 'validation-accuracy', 0.85);
  assert.equal(await page.getByRole('alert').locator('.notice').count(), 0);
  await press(page, 'Pause');
  await untilStatus(page, 'paused');
  await press(page, 'Undo change');
  await untilDiagnosis(page, 'diverged');
  assert.equal(await figure(page, 'step'), step);
  assertNoFaults(opened);
  await page.context().close();
});

test('a network that begins at zero is dead: other units and weights mend it, by keyboard', async () => {
  const opened = await harness.open(
    '?lang=en&data=digits#/train?v=2&data=digits&layers=flatten,dense-16-relu-init.zeros,dense-10',
  );
  const { page } = opened;
  await press(page, 'Play');
  await untilDiagnosis(page, 'dead');
  await untilHint(page, 'dead');
  await page.getByRole('button', { name: 'Evidence' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText(/100.0 % of the units of layer 2 gave 0/).waitFor();
  await page.keyboard.press('Escape');
  await page.getByText(/100.0 % of the units of layer 2 gave 0/).waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Leaky ReLU and another initialisation' }).focus();
  await page.keyboard.press('Enter');
  await untilFigure(page, 'validation-accuracy', 0.8);
  await untilDiagnosis(page, 'none');
  assert.notEqual(await page.evaluate(() => document.activeElement?.tagName), 'BODY');
  await press(page, 'Undo change');
  await untilDiagnosis(page, 'dead');
  assertNoFaults(opened);
  await page.context().close();
});

test('a rate that is far too low is named and raised; a dismissed diagnosis stays away', async () => {
  const opened = await harness.open('?lang=en&data=digits#/train?v=2&data=digits&learning_rate=0.0000001');
  const { page } = opened;
  await press(page, 'Play');
  await untilDiagnosis(page, 'rate_low');
  await untilHint(page, 'rate_low');
  await press(page, 'Dismiss');
  await untilHint(page, 'draw');
  await untilFigure(page, 'step', (await figure(page, 'step')) + 200);
  assert.equal(await page.getByTestId('doctor').getAttribute('data-diagnosis'), 'rate_low');
  assert.equal(await page.getByTestId('try-next').getAttribute('data-hint'), 'draw');
  await press(page, 'Reset');
  await untilStatus(page, 'ready');
  await press(page, 'Play');
  await untilHint(page, 'rate_low');
  // The notice has a button of the same name.
  await press(page, 'Close message');
  await press(page, 'The usual rate: 0.001');
  // The default is not written.
  await page.waitForFunction(() => !location.hash.includes('learning_rate'));
  await untilHint(page, 'applied');
  await press(page, 'Undo change');
  await page.waitForFunction(() => location.hash.includes('learning_rate=0.0000001'));
  await press(page, 'Pause');
  assertNoFaults(opened);
  await page.context().close();
});

test('learning by heart is named; dropout comes by one press, and goes again by Undo change', async () => {
  const opened = await harness.open('?lang=en&data=digits#/train?v=2&data=digits&learning_rate=0.01');
  const { page } = opened;
  await press(page, 'Play');
  await untilDiagnosis(page, 'overfitting');
  const [validation, least] = await page.evaluate(() => {
    const said = document.querySelector('.evidence-panel p')?.textContent ?? '';
    return [...said.matchAll(/[\d.]+/g)].slice(0, 2).map(Number).reverse();
  });
  assert.ok(Number(validation) >= 1.09 * Number(least), `${validation} and ${least}`);
  await page.getByRole('button', { name: 'Dropout 0.3' }).click();
  await page.waitForFunction(() => location.hash.includes('dropout'));
  await untilFigure(page, 'validation-accuracy', 0.85);
  await press(page, 'Pause');
  await press(page, 'Undo change');
  await page.waitForFunction(() => !location.hash.includes('dropout'));
  assertNoFaults(opened);
  await page.context().close();
});
