/** @file "Break it": a copy of the network is broken and mended; the answer is the same again, and training is untouched. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { draw, read } from './drawing.js';
import {
  assertNoFaults,
  eventually,
  figure,
  keptState,
  pause,
  press,
  startHarness,
  untilEqual,
  untilFigure,
} from './harness.js';
import { drawings } from './strokes/styles.js';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;
const three = /** @type {import('./strokes/styles.js').Drawing} */ (drawings[3]);

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

/** @param {Page} page */
const fold = (page) => page.getByRole('button', { name: 'Break it', exact: true });

/** @param {Page} page @param {string} name */
const slider = (page, name) => page.getByRole('slider', { name, exact: true });

/** @param {Page} page */
const mark = (page) => page.getByText('broken copy', { exact: true });

/** @param {Page} page @returns {Promise<string[]>} of each class, bit for bit */
const probabilities = (page) =>
  page
    .locator('[data-testid^="probability-"]')
    .evaluateAll((bars) => bars.map((bar) => /** @type {HTMLElement} */ (bar).dataset.value ?? ''));

/**
 * @param {Page} page
 * @returns {Promise<string>} of the kept state, which holds the training session's parameters
 */
async function storedHash(page) {
  const { bytes } = await keptState(page);
  return createHash('sha256').update(bytes).digest('hex');
}

/** @param {Page} page @param {number} steps */
async function train(page, steps) {
  await press(page, 'Play');
  await page.getByText('55,000 pictures', { exact: true }).waitFor();
  await untilFigure(page, 'step', steps);
  return pause(page);
}

/** @param {Page} page */
async function untilCounted(page) {
  await eventually(async () => {
    const values = [await figure(page, 'intact-accuracy'), await figure(page, 'broken-accuracy')];
    assert.ok(
      values.every((value) => value >= 0 && value <= 1),
      String(values),
    );
  });
  return figure(page, 'broken-accuracy');
}

test('a broken copy answers otherwise and knows less; mended it answers as before, bit for bit', async () => {
  const opened = await harness.open();
  const { page } = opened;
  const step = await train(page, 400);
  await read(page, three);
  /** @type {string[]} */
  let before = [];
  // What is on its way is answered first.
  await eventually(async () => {
    const earlier = await probabilities(page);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    before = await probabilities(page);
    assert.deepEqual(before, earlier);
  });
  const accuracy = await figure(page, 'validation-accuracy');
  const network = await storedHash(page);
  await fold(page).click();
  assert.equal(await mark(page).count(), 0);
  await slider(page, 'Weight noise').fill('2');
  await mark(page).waitFor();
  await eventually(async () => assert.notDeepEqual(await probabilities(page), before));
  const noisy = await untilCounted(page);
  assert.ok(noisy < accuracy - 0.1, `${noisy} of ${accuracy}`);
  // The same weights and pictures as those of the last validation.
  assert.ok(Math.abs((await figure(page, 'intact-accuracy')) - accuracy) < 1e-6);
  const broken = await probabilities(page);
  await slider(page, 'Weight noise').fill('0');
  await mark(page).waitFor({ state: 'hidden' });
  await untilEqual(() => probabilities(page), before);
  await slider(page, 'Weight noise').fill('2');
  await untilEqual(() => probabilities(page), broken, 'the noise is the same again');
  await slider(page, 'Shift to the right').fill('6');
  await eventually(async () => assert.notDeepEqual(await probabilities(page), broken));
  await press(page, 'Mend');
  await mark(page).waitFor({ state: 'hidden' });
  await untilEqual(() => probabilities(page), before);
  await untilEqual(() => slider(page, 'Weight noise').inputValue(), '0');
  // The page's own predictor answers again, with intact weights.
  await read(page, three);
  await untilEqual(() => probabilities(page), before);
  // One more step: the session is the one that was trained, and is stored as such.
  assert.equal(await storedHash(page), network);
  assert.equal(await figure(page, 'step'), step);
  assertNoFaults(opened);
  await page.context().close();
});

test('a zeroed output layer leaves all classes alike, also for what is drawn meanwhile and while training goes on', async () => {
  const opened = await harness.open();
  const { page } = opened;
  await train(page, 300);
  await fold(page).click();
  await page.getByRole('combobox', { name: 'Zeroed layer', exact: true }).selectOption({ label: '3: Dense' });
  const alike = async () => {
    const values = (await probabilities(page)).map(Number);
    assert.ok(values.length === 10 && values.every((value) => Math.abs(value - 0.1) < 1e-6), String(values));
  };
  await draw(page, three);
  await eventually(alike);
  await press(page, 'Play');
  const step = await figure(page, 'step');
  await untilFigure(page, 'step', step + 100);
  await alike();
  await untilFigure(page, 'validation-accuracy', 0.9);
  await eventually(async () => assert.ok((await figure(page, 'broken-accuracy')) < 0.2));
  await press(page, 'Mend');
  await untilEqual(async () => (await probabilities(page)).map(Number).filter((value) => value > 0.5).length, 1);
  await page.context().close();
});

test('another network is whole, and the fold offers its layers', async () => {
  const { page } = await harness.open();
  await page.locator('[data-testid="status"][data-state="ready"]').waitFor();
  await fold(page).click();
  await slider(page, 'Dropped units').fill('1');
  await draw(page, three);
  await mark(page).waitFor();
  await page.getByLabel('Network to begin with').selectOption('convolutional');
  await mark(page).waitFor({ state: 'hidden' });
  await untilEqual(() => slider(page, 'Dropped units').inputValue(), '0');
  const layers = page.getByRole('combobox', { name: 'Zeroed layer', exact: true });
  await untilEqual(
    () => layers.getByRole('option').allTextContents(),
    ['none', '1: Convolution 2D', '3: Convolution 2D', '6: Dense'],
  );
  await page.context().close();
});

for (const [what, options] of /** @type {[string, import('playwright-core').BrowserContextOptions][]} */ ([
  ['a laptop', {}],
  ['a phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
])) {
  test(`by keyboard, on ${what}: nothing is too wide, and axe finds nothing`, async () => {
    const opened = await harness.open('?lang=en', options);
    const { page } = opened;
    await page.locator('[data-testid="status"][data-state="ready"]').waitFor();
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await fold(page).focus();
    await page.keyboard.press('Enter');
    await slider(page, 'Pixel noise').focus();
    await page.keyboard.press('ArrowRight');
    await mark(page).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
    if (what === 'a laptop')
      assert.equal(await page.evaluate(() => document.documentElement.scrollHeight), height, 'nothing else moves');
    const { violations } = await new AxeBuilder({ page }).analyze();
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(' ')}`),
      [],
    );
    await page.getByRole('button', { name: 'Mend', exact: true }).focus();
    await page.keyboard.press('Enter');
    await mark(page).waitFor({ state: 'hidden' });
    await untilEqual(() => page.evaluate(() => document.activeElement?.textContent), 'Mend');
    assertNoFaults(opened);
    await page.context().close();
  });
}
