/** @file One's own hand: drawings are kept and labelled, measure every network, and a network learns from them. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { draw } from './drawing.js';
import { drawingsOf, hands } from './hands.js';
import {
  assertNoFaults,
  eventually,
  figure,
  keptState,
  press,
  startHarness,
  trainEpochs,
  untilEqual,
  untilStatus,
  untilStored,
} from './harness.js';
import { keptSamples } from './kept-samples.js';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('./hands.js').Drawing} Drawing
 */

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

/** The hand that a network reads worst. */
const hand = /** @type {import('./hands.js').Hand} */ (hands[2]);
const drawings = drawingsOf(hand, 100, 11);
const four = /** @type {Drawing} */ (drawings[4]);
/** One stroke: the pen does not rest within it. */
const seven = /** @type {Drawing} */ (drawings[7]);

/** @param {Page} page */
const samples = (page) =>
  page
    .locator('.hand')
    .getByTestId('sample')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-label')));

/** @param {Page} page */
const count = async (page) => Number(await page.getByTestId('own-accuracy').getAttribute('data-count'));

/** @param {Page} page */
async function openHand(page) {
  await page.getByRole('link', { name: 'Data', exact: true }).click();
  await page.getByRole('button', { name: 'Fifty in a minute' }).waitFor();
}

/**
 * Draws what the page asks for, and keeps each by its key.
 *
 * @param {Page} page
 * @param {number} most
 */
async function collect(page, most) {
  await press(page, 'Fifty in a minute');
  // Between two strokes a slow machine may take as long as a pen that rests.
  await page.getByLabel('Keep by itself when the pen rests').uncheck();
  const left = [...drawings];
  for (let kept = 0; kept < most; kept += 1) {
    const label = await page.getByTestId('prompt').getAttribute('data-label');
    const at = left.findIndex(({ digit }) => String(digit) === label);
    const [drawing] = left.splice(at, 1);
    await draw(page, /** @type {Drawing} */ (drawing), 'collect-pad');
    await page.keyboard.press('n');
    if (kept < most - 1)
      await untilEqual(() => page.getByTestId('collected').getAttribute('data-value'), `${kept + 1}`);
  }
}

test('one press keeps a drawing that has an answer, and it can be taken back', async () => {
  const opened = await harness.open();
  const { page } = opened;
  await untilStatus(page, 'ready');
  const question = page.getByText('That was a …');
  assert.equal(await question.count(), 0);
  await draw(page, four);
  await question.waitFor();
  await press(page, 'That was 4');
  await page.getByText('Kept as 4.').waitFor();
  await untilEqual(() => count(page), 1);
  // What was pressed is gone, and the focus is near.
  await untilEqual(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Undo keeping');
  await press(page, 'Undo keeping');
  await question.waitFor();
  await untilEqual(() => page.getByTestId('own-accuracy').count(), 0);
  // A figure on the pad does the same; another one corrects it.
  await page.getByTestId('pad').focus();
  await page.keyboard.press('5');
  await page.getByText('Kept as 5.').waitFor();
  await page.keyboard.press('4');
  await page.getByText('Kept as 4.').waitFor();
  await untilEqual(() => count(page), 1);
  // A picture of the data set is none of one's own.
  await press(page, 'Use a sample digit');
  await page.getByText('Kept as 4.').waitFor({ state: 'hidden' });
  assert.ok(await question.isHidden());
  assertNoFaults(opened);
});

test('fifty in a minute by keys alone, and by a pen that rests', async () => {
  const opened = await harness.open('?lang=en#/data');
  const { page } = opened;
  await press(page, 'Fifty in a minute');
  const collected = () => page.getByTestId('collected').getAttribute('data-value');
  const prompt = () => page.getByTestId('prompt').getAttribute('data-label');
  await untilEqual(() => page.evaluate(() => document.activeElement?.getAttribute('data-testid')), 'collect-pad');
  const first = await prompt();
  // An empty pad is not kept.
  await page.keyboard.press('n');
  for (const key of ['Enter', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'Enter', 'n']) await page.keyboard.press(key);
  await untilEqual(collected, '1');
  const second = await prompt();
  await page.keyboard.press('Backspace');
  await untilEqual(collected, '0');
  assert.equal(await prompt(), first);
  for (const key of ['Enter', 'ArrowRight', 'Enter', 'n']) await page.keyboard.press(key);
  await untilEqual(prompt, second);
  await draw(page, seven, 'collect-pad');
  await untilEqual(collected, '2');
  await page.keyboard.press('Escape');
  await untilEqual(() => samples(page), [first, second].toSorted());
  // The focus is where it began, and what the page's own keys do was not done.
  await untilEqual(() => page.evaluate(() => document.activeElement?.textContent), 'Fifty in a minute');
  assert.notEqual(await page.getByTestId('status').getAttribute('data-state'), 'running');
  assertNoFaults(opened);
});

test('samples are listed, relabelled, deleted and restored, and are there after a reload', async () => {
  const opened = await harness.open('?lang=en#/data');
  const { page } = opened;
  await collect(page, 12);
  await press(page, 'Stop');
  await untilEqual(async () => (await samples(page)).length, 12);
  assert.deepEqual(await samples(page), (await samples(page)).toSorted());
  const nines = async () => (await samples(page)).filter((label) => label === '9').length;
  const asNine = await nines();
  const first = page.locator('.hand').getByTestId('sample').first();
  await first.click();
  await page.getByRole('combobox', { name: 'Class of the drawing' }).selectOption('9');
  await untilEqual(nines, asNine + 1);
  const before = await samples(page);
  await page.locator('.hand').getByTestId('sample').first().click();
  await press(page, 'Delete');
  await untilEqual(async () => (await samples(page)).length, 11);
  // The focus goes to the neighbour.
  await untilEqual(() => page.evaluate(() => document.activeElement?.getAttribute('data-testid')), 'sample');
  await press(page, 'Restore');
  await untilEqual(() => samples(page), before);
  const { violations } = await new AxeBuilder({ page }).include('#main').analyze();
  assert.deepEqual(
    violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
    [],
  );
  await eventually(async () => assert.equal(await keptSamples(page), 12));
  await page.reload();
  await untilEqual(() => samples(page), before);
  assertNoFaults(opened);
});

test('all that was deleted comes back, also after another place was shown, and the focus is never lost', async () => {
  const opened = await harness.open('?lang=en#/data');
  const { page } = opened;
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  await collect(page, 3);
  await press(page, 'Stop');
  await untilEqual(async () => (await samples(page)).length, 3);
  await untilEqual(focused, 'Fifty in a minute');
  const before = await samples(page);
  await page.locator('.hand').getByTestId('sample').first().focus();
  for (const left of [2, 1, 0]) {
    await page.keyboard.press('Delete');
    await untilEqual(async () => (await samples(page)).length, left);
    if (left > 0)
      await untilEqual(() => page.evaluate(() => document.activeElement?.getAttribute('data-testid')), 'sample');
  }
  await page.getByText('3 drawings deleted.').waitFor();
  await untilEqual(focused, 'Restore');
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await page.getByTestId('pad').waitFor();
  await openHand(page);
  await page.getByText('3 drawings deleted.').waitFor();
  await press(page, 'Restore');
  await untilEqual(() => samples(page), before);
  assert.equal(await page.getByText('3 drawings deleted.').count(), 0);
  await page.locator('.hand').getByRole('button', { name: 'Delete all of them' }).click();
  await untilEqual(() => samples(page), []);
  await untilEqual(focused, 'Restore');
  await page.getByText('3 drawings deleted.').waitFor();
  await press(page, 'Restore');
  await untilEqual(() => samples(page), before);
  await eventually(async () => assert.equal(await keptSamples(page), 3));
  assertNoFaults(opened);
});

test('a network learns from them, which gains more than it costs, and comes back as it was', async () => {
  const opened = await harness.open();
  const { page } = opened;
  await untilStatus(page, 'ready');
  await openHand(page);
  await collect(page, 50);
  await page.getByText('Done: 50 drawings kept.').waitFor();
  await press(page, 'Close');
  await page.getByText('learned nothing yet').waitFor();
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await trainEpochs(page, 1);
  const step = await figure(page, 'step');
  // Both accuracies stand side by side.
  let shown = 0;
  // The answer may be that of a step before the pause, and be replaced by the last: all is read at once.
  await eventually(async () => {
    const { value, low, high } = await page
      .getByTestId('own-accuracy')
      .evaluate((own) => ({ .../** @type {HTMLElement} */ (own).dataset }));
    shown = Number(value);
    assert.ok(
      Number(low) <= shown && shown <= Number(high) && Number(high) - Number(low) > 0.1,
      `${low} ${value} ${high}`,
    );
  });
  assert.ok(shown < (await figure(page, 'validation-accuracy')) - 0.2, `own hand: ${shown}`);
  await openHand(page);
  await press(page, 'Learn from them');
  const stage = page.getByTestId('hand-stage');
  await eventually(async () => assert.equal(await stage.getAttribute('data-state'), 'done'));
  const change = async (/** @type {string} */ row) => {
    const cells = page.getByTestId(`hand-${row}`);
    const [from, to] = [await cells.getAttribute('data-before'), await cells.getAttribute('data-after')];
    return Number(to) - Number(from);
  };
  assert.ok((await change('own')) > 0.4, `own: ${await change('own')}`);
  assert.ok((await change('held')) > 0.2, `held back: ${await change('held')}`);
  assert.ok((await change('validation')) > -0.05, `validation: ${await change('validation')}`);
  await page.waitForURL(/data\.hand=own-/);
  // What measures it from now on was never trained on.
  await untilEqual(async () => page.getByTestId('hand-accuracy').getAttribute('data-count'), '10');
  const result = page.getByTestId('hand-result');
  // All accuracies, bounds and changes have one digit after the point.
  const numbers = (await result.locator('td').allTextContents()).flatMap((cell) => cell.match(/\d[\d.,]*/g) ?? []);
  assert.ok(numbers.length > 20);
  for (const number of numbers) assert.match(number, /^\d+\.\d$/);
  await result.getByText('it now reads').waitFor();
  assert.equal(await page.getByTestId('hand-stands').count(), 0);
  await press(page, 'Bring back the network as it was');
  await result.getByText('It was taken back').waitFor();
  await result.getByText('it then read').waitFor();
  assert.equal(await result.getByText('it now reads').count(), 0);
  await untilEqual(() => figure(page, 'step'), step);
  await page.waitForURL((url) => !url.search.includes('data.hand'));
  await untilEqual(async () => page.getByTestId('hand-accuracy').getAttribute('data-count'), '50');
  // What it has learned from is there after a reload.
  await press(page, 'Learn from them');
  // Until it has begun, the stage is that of the time before.
  await page.waitForURL(/data\.hand=own-/);
  await eventually(async () => assert.equal(await stage.getAttribute('data-state'), 'done'));
  assert.equal(await page.getByTestId('hand-stands').count(), 0);
  // The same drawings once more: it is another run.
  let once = Number.NaN;
  await untilStored(page, async (stored) => {
    once = await figure(page, 'step');
    return stored.step === once;
  });
  // What is said of the time before goes as this begins.
  await result.evaluate((node) => node.setAttribute('data-old', ''));
  await press(page, 'Learn from them');
  await page.locator('[data-testid="hand-result"]:not([data-old])').waitFor();
  await untilEqual(() => stage.getAttribute('data-state'), 'done');
  await untilEqual(() => figure(page, 'step'), once);
  // Both runs end at the same step: it is the second that must be kept.
  await untilEqual(async () => (await keptState(page))?.position.step, once);
  await page.reload();
  await untilEqual(() => figure(page, 'step'), once);
  await untilEqual(async () => page.getByTestId('hand-accuracy').getAttribute('data-count'), '10');
  await page.waitForURL(/data\.hand=own-/);
  assertNoFaults(opened);
});
