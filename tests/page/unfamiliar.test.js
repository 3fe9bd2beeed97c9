/** @file Drawings like nothing known: digits are known, dots, scribbles and letters are not, nor anything untrained. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { clear, draw } from './drawing.js';
import { assertNoFaults, eventually, press, startHarness, untilFigure, untilStatus } from './harness.js';
import { dotDrawings, letterDrawings, scribbleDrawings } from './strokes/strange.js';
import { drawings } from './strokes/styles.js';

/** @typedef {Pick<import('./strokes/styles.js').Drawing, 'strokes' | 'place'>} Drawing */

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;
/** @type {import('./harness.js').Opened} */
let opened;

before(async () => {
  harness = await startHarness();
  opened = await harness.open();
});
after(() => harness.close());

/** @param {string} state */
async function untilFamiliarity(state) {
  await opened.page.locator(`[data-testid="unfamiliar"][data-state="${state}"]`).waitFor();
}

/** @param {Drawing} drawing */
async function drawAlone(drawing) {
  const { page } = opened;
  await clear(page);
  await page.locator('[data-testid="unfamiliar"]:not([data-state])').waitFor();
  await draw(page, drawing);
}

/** @param {string} name */
function letter(name) {
  return /** @type {Drawing} */ (letterDrawings.find((one) => one.name === `${name} 1`));
}

test('an untrained network knows nothing', async () => {
  const { page } = opened;
  await untilStatus(page, 'ready');
  assert.equal(await page.getByTestId('unfamiliar').getAttribute('data-state'), null, 'nothing is drawn');
  await draw(page, /** @type {Drawing} */ (drawings[3]));
  await untilFamiliarity('unknown');
  assert.equal(await page.getByTestId('unfamiliar').getAttribute('data-value'), '1');
  await page.getByText('Not trained yet: a guess').waitFor();
});

test('what it has learned becomes known while it trains, without a stroke', async () => {
  const { page } = opened;
  await press(page, 'Play');
  await untilFigure(page, 'epoch', 2);
  await untilFamiliarity('known');
  await press(page, 'Pause');
  await untilStatus(page, 'paused');
});

test('digits in three handwritings are known', async () => {
  for (const at of [0, 4, 12, 17, 21, 28]) {
    await drawAlone(/** @type {Drawing} */ (drawings[at]));
    await untilFamiliarity('known');
  }
});

test('a dot, a scribble and letters are unknown, and do not look sure; the answer keeps its class', async () => {
  const { page } = opened;
  for (const drawing of [dotDrawings[0], scribbleDrawings[9], ...['X', 'A', 'K', 'W', 'M'].map(letter)]) {
    await drawAlone(/** @type {Drawing} */ (drawing));
    await untilFamiliarity('unknown');
    await page.getByText('Not like any digit I know').first().waitFor();
    await page.locator('.unreliable [data-testid="answer"]').waitFor();
    assert.match((await page.getByTestId('answer').textContent()) ?? '', /^\d$/);
    // What was said of a part of the drawing goes before what is said of all of it comes.
    await eventually(async () => {
      assert.ok(Number(await page.getByTestId('unfamiliar').getAttribute('data-value')) >= 0.5);
      assert.equal(await page.locator('.bar.best').count(), 0, 'no bar stands out');
    });
  }
});

test('the live region says it', async () => {
  await opened.page.locator('[aria-live="polite"]', { hasText: 'Not like any digit I know; the nearest' }).waitFor({
    state: 'attached',
  });
});

test('by keyboard: why, and what it does not say', async () => {
  const { page } = opened;
  const why = page.getByRole('button', { name: 'Why?', exact: true });
  await why.focus();
  await page.keyboard.press('Enter');
  await page.getByText('That does not say that the answer is wrong').waitFor();
  assert.equal(await why.getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('Enter');
  await page.getByText('That does not say that the answer is wrong').waitFor({ state: 'hidden' });
});

test('a picture of the data set is known, and an empty pad is neither', async () => {
  const { page } = opened;
  await press(page, 'Use a sample digit');
  await untilFamiliarity('known');
  await press(page, 'Clear');
  await page.locator('[data-testid="unfamiliar"]:not([data-state])').waitFor();
  assert.equal(await page.getByTestId('unfamiliar').getAttribute('data-value'), null);
  assertNoFaults(opened);
});

test('a network of convolutions', async () => {
  const { page } = opened;
  await page.getByLabel('Network to begin with').selectOption('convolutional');
  await draw(page, letter('X'));
  await untilStatus(page, 'ready');
  await press(page, 'Play');
  await untilFigure(page, 'validation-accuracy', 0.9);
  await press(page, 'Pause');
  await untilStatus(page, 'paused');
  await untilFamiliarity('unknown');
  await page.getByText('Not like any digit I know').first().waitFor();
  await drawAlone(/** @type {Drawing} */ (drawings[3]));
  await untilFamiliarity('known');
  assertNoFaults(opened);
});
