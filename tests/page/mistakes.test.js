/**
 * @file Confusion, Mistakes and Map on the page: what they show agrees with the package's numbers, and everything is done
 * by keyboard too.
 */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { assertNoFaults, figure, pause, press, startHarness, untilFigure, untilStatus } from './harness.js';

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;
/** @type {import('./harness.js').Opened} */
let opened;

before(async () => {
  harness = await startHarness();
  opened = await harness.open();
  const { page } = opened;
  await press(page, 'Play');
  // The whole set has mistakes for more than one page of the list.
  await page.getByText('55,000 pictures').waitFor();
  await untilFigure(page, 'epoch', 1);
  await pause(page);
});
after(() => harness.close());

/** @param {string} name */
const openTab = (name) => opened.page.getByRole('tab', { name, exact: true }).click();

/** @returns {Promise<{ truth: number, answer: number, count: number }[]>} of the table */
const cells = () =>
  opened.page.locator('[data-testid^="confusion-"][data-value]').evaluateAll((nodes) =>
    nodes.map((node) => {
      const [, truth, answer] = String(node.getAttribute('data-testid')).split('-').map(Number);
      return { truth: Number(truth), answer: Number(answer), count: Number(node.getAttribute('data-value')) };
    }),
  );

/** @returns {Promise<{ index: number, truth: number, answer: number, confidence: number, name: string }[]>} */
const mistakes = () =>
  opened.page.getByTestId('mistake').evaluateAll((nodes) =>
    nodes.map((node) => ({
      index: Number(node.getAttribute('data-index')),
      truth: Number(node.getAttribute('data-truth')),
      answer: Number(node.getAttribute('data-answer')),
      confidence: Number(node.getAttribute('data-confidence')),
      name: String(node.getAttribute('aria-label')),
    })),
  );

/** @param {{ count: number }[]} list */
const total = (list) => list.reduce((sum, { count }) => sum + count, 0);

test('the confusion table has every cell, and its diagonal is the validation accuracy', async () => {
  const { page } = opened;
  await openTab('Confusion');
  await page.getByTestId('confusion-9-9').waitFor();
  const all = await cells();
  assert.equal(all.length, 100);
  assert.ok([500, 5000].includes(total(all)), `${total(all)} pictures`);
  const right = total(all.filter(({ truth, answer }) => truth === answer));
  assert.ok(Math.abs(right / total(all) - (await figure(page, 'validation-accuracy'))) < 1e-6);
  await press(page, '% of row');
  await page.getByRole('button', { name: /^3, answered 3: \d+ %$/ }).waitFor();
  await press(page, 'Counts');
});

test('the table is one tab stop, and arrow keys lead through it', async () => {
  const { page } = opened;
  assert.equal(await page.locator('.confusion-table button[tabindex="0"]').count(), 1);
  const step = await figure(page, 'step');
  await page.getByTestId('confusion-0-0').focus();
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowRight', 'End', 'Home', 'ArrowRight'])
    await page.keyboard.press(key);
  await page.locator('[data-testid="confusion-1-1"]:focus').waitFor();
  assert.equal(await figure(page, 'step'), step, 'the page did not take the key for “one step”');
});

test('a cell opens its pictures, and the list is those of the filter, the worst first', async () => {
  const { page } = opened;
  const wrong = (await cells()).filter(({ truth, answer, count }) => truth !== answer && count > 0);
  const most = wrong.reduce((one, other) => (other.count > one.count ? other : one));
  await page.getByTestId(`confusion-${most.truth}-${most.answer}`).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'Mistakes', selected: true }).waitFor();
  await page.getByTestId('mistake').first().waitFor();
  assert.equal(await page.getByRole('combobox', { name: 'Truth' }).inputValue(), String(most.truth));
  const shown = await mistakes();
  assert.ok(shown.every(({ truth, answer }) => truth === most.truth && answer === most.answer));
  assert.ok(await page.evaluate(() => document.activeElement !== document.body), 'the focus is not lost');
  const [first] = shown;
  assert.match(String(first?.name), new RegExp(`^${most.truth}, answered ${most.answer}, [\\d.]+ % sure$`));
});

test('all mistakes: at most sixty at once, and the next ones by a press', async () => {
  const { page } = opened;
  await page.getByRole('combobox', { name: 'Truth' }).selectOption('');
  await page.getByRole('combobox', { name: 'Answered' }).selectOption('');
  const more = page.getByRole('button', { name: /^The next \d+$/ });
  await more.waitFor();
  const first = await mistakes();
  assert.equal(first.length, 60);
  assert.ok(first.every(({ truth, answer, confidence }) => truth !== answer && confidence > 0 && confidence <= 1));
  await more.click();
  await page.locator(`[data-testid="mistake"][data-index="${first[0]?.index}"]`).waitFor({ state: 'detached' });
  const next = await mistakes();
  assert.ok(
    next.length > 0 && next.length <= 60 && next.every(({ index }) => first.every((one) => one.index !== index)),
  );
  await press(page, 'Back to the worst');
  await page.locator(`[data-testid="mistake"][data-index="${first[0]?.index}"]`).waitFor();
});

test('a mistake goes to the pad: the same picture, the same answer, as sure', async () => {
  const { page } = opened;
  const [worst] = await mistakes();
  assert.ok(worst);
  await page.getByTestId('mistake').first().focus();
  await page.keyboard.press('Enter');
  await page.locator(`[data-testid="mistake"][data-index="${worst.index}"][aria-current="true"]`).waitFor();
  await page.waitForFunction(({ answer, confidence }) => {
    const node = document.querySelector('[data-testid="answer"]');
    return (
      node?.textContent === String(answer) && Math.abs(Number(node.getAttribute('data-confidence')) - confidence) < 1e-4
    );
  }, worst);
});

test('a cell of the diagonal lists the right ones too', async () => {
  const { page } = opened;
  await openTab('Confusion');
  await page.getByTestId('confusion-7-7').click();
  await page.getByRole('checkbox', { name: 'right ones too', checked: true }).waitFor();
  await page.locator('[data-testid="mistake"][data-truth="7"][data-answer="7"]').first().waitFor();
});

test('the test data are looked at by a press alone, and the looks are counted', async () => {
  const { page, requests } = opened;
  assert.ok(
    requests.every((address) => !address.includes('/test-')),
    'nothing was fetched before',
  );
  await openTab('Confusion');
  assert.equal(await page.getByTestId('test-accuracy').count(), 0);
  for (const times of [1, 2]) {
    await press(page, 'Look at the test data');
    await page.locator(`[data-testid="test-looks"][data-value="${times}"]`).waitFor();
  }
  const result = page.getByTestId('test-accuracy');
  assert.equal(await result.getAttribute('data-count'), '10000');
  assert.equal(Number(await result.getAttribute('data-step')), await figure(page, 'step'));
  const [tested, validated] = [await figure(page, 'test-accuracy'), await figure(page, 'validation-accuracy')];
  assert.ok(Math.abs(tested - validated) < 0.05, `${tested}, validation ${validated}`);
});

test('the map: every picture, the drawing among them, by keyboard and on the pad', async () => {
  const { page } = opened;
  await openTab('Map');
  const map = page.getByTestId('map');
  await page.locator('[data-testid="map"][data-points="500"]').waitFor();
  const share = await figure(page, 'map-share');
  assert.ok(share > 0.1 && share < 1);
  await map.focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('[data-testid="map"][data-chosen="0"]').waitFor();
  for (let times = 0; times < 40; times += 1) await page.keyboard.press('ArrowLeft');
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const left = await map.getAttribute('data-chosen');
  for (let times = 0; times < 40; times += 1) await page.keyboard.press('ArrowRight');
  await page.locator(`[data-testid="map"]:not([data-chosen="${left}"])`).waitFor();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const name = String(await map.getAttribute('aria-label'));
  const answer = /answered (\d)/.exec(name)?.[1];
  assert.ok(answer !== undefined, name);
  await page.keyboard.press('Enter');
  await page.waitForFunction(
    (expected) => document.querySelector('[data-testid="answer"]')?.textContent === expected,
    answer,
  );
});

test('UMAP on request, and again to PCA', async () => {
  const { page } = opened;
  await press(page, 'UMAP');
  await press(page, 'Compute UMAP');
  const umap = page.getByTestId('umap');
  await umap.waitFor();
  assert.equal(Number(await umap.getAttribute('data-step')), await figure(page, 'step'));
  await press(page, 'PCA, live');
  await page.getByTestId('map-share').waitFor();
  assertNoFaults(opened);
});

test('axe finds nothing in the three tabs, light and dark', async () => {
  const { page } = opened;
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await page.emulateMedia({ colorScheme });
    for (const [name, ready] of [
      ['Confusion', 'confusion-0-0'],
      ['Mistakes', 'mistake'],
      ['Map', 'map-share'],
    ]) {
      await openTab(String(name));
      await page.getByTestId(String(ready)).first().waitFor();
      const { violations } = await new AxeBuilder({ page }).include('.insight').analyze();
      assert.deepEqual(
        violations.map(
          ({ id, nodes }) => `${name}, ${colorScheme}, ${id}: ${nodes.map(({ target }) => target).join(' ')}`,
        ),
        [],
      );
    }
  }
});

test('after divergence, the tabs say that the answers mean nothing', async () => {
  const { page } = await harness.open('?lang=en&data=digits#/train?v=2&learning_rate=1e30');
  await press(page, 'Play');
  await untilStatus(page, 'diverged');
  await page.getByRole('tab', { name: 'Mistakes' }).click();
  await page.getByText('The weights are no longer numbers.').first().waitFor();
  await page.getByRole('tab', { name: 'Map' }).click();
  await page.getByText('there is no map').waitFor();
  await page.getByRole('tab', { name: 'Confusion' }).click();
  await page.getByText('The weights are no longer numbers.').first().waitFor();
  await page.context().close();
});

test('a network without a hidden layer, and data without test pictures, are said to be so', async () => {
  const { page, faults } = await harness.open('?lang=en&data=digits#/train?v=2&layers=flatten,dense-10');
  await press(page, 'Play');
  await untilFigure(page, 'epoch', 1);
  await page.getByRole('tab', { name: 'Map' }).click();
  await page.getByText('no hidden layer: the 64 pixels themselves').waitFor();
  await page.getByRole('tab', { name: 'Confusion' }).click();
  await press(page, 'Look at the test data');
  await page.getByText('This data set has no test pictures').waitFor();
  assert.equal(await page.getByTestId('test-accuracy').count(), 0);
  assert.deepEqual(faults, []);
  await page.context().close();
});

test('test pictures that did not come are said, and asked for again', async () => {
  const { page } = await harness.open();
  let lost = 0;
  await page.context().route('**/test-0-inputs*', (route) => {
    lost += 1;
    return lost === 1 ? route.abort() : route.continue();
  });
  await press(page, 'Play');
  await untilFigure(page, 'validation-accuracy', 0.2);
  await press(page, 'Pause');
  await page.getByRole('tab', { name: 'Confusion' }).click();
  await press(page, 'Look at the test data');
  await page.getByRole('alert').filter({ hasText: 'test-0-inputs' }).waitFor();
  await press(page, 'Try again');
  await page.locator('[data-testid="test-looks"][data-value="1"]').waitFor();
  assert.equal(lost, 2);
  await page.context().close();
});
