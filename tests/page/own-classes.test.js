/** @file One's own classes: named, drawn, learned on top of another network, and shown by their names everywhere. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { clear, draw } from './drawing.js';
import {
  assertNoFaults,
  eventually,
  figure,
  press,
  startHarness,
  trainEpochs,
  untilEqual,
  untilStatus,
} from './harness.js';
import { counts } from './own-classes.js';
import { letters } from './strokes/letters.js';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('./strokes/styles.js').Placement} Placement
 */

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

const NAMES = ['A', 'K', 'X'];

/**
 * @param {string} name
 * @param {number} at another drawing of the same letter
 */
function letter(name, at) {
  /** @type {Placement} */
  const place = {
    x: 48 + (at % 3) * 2,
    y: 51 - (at % 2) * 3,
    width: 40 + 3 * at,
    height: 60 - 2 * at,
    slant: 4 * at - 8,
    pen: 6,
  };
  return { strokes: letters[name] ?? [], place };
}

/**
 * @param {Page} page
 * @param {string} names
 */
async function create(page, names) {
  await page.getByRole('textbox', { name: 'Names of the classes' }).fill(names);
  await press(page, 'Create');
}

/** @param {Page} page */
async function collect(page) {
  await press(page, 'Draw 5 of each');
  // Between two strokes a slow machine may take as long as a pen that rests.
  await page.getByLabel('Keep by itself when the pen rests').uncheck();
  for (let kept = 0; kept < 5 * NAMES.length; kept += 1) {
    const label = await page.getByTestId('prompt').getAttribute('data-label');
    await draw(page, letter(String(label), Math.floor(kept / NAMES.length)), 'collect-pad');
    await page.keyboard.press('n');
    if (kept < 5 * NAMES.length - 1)
      await untilEqual(() => page.getByTestId('collected').getAttribute('data-value'), `${kept + 1}`);
  }
  await press(page, 'Close');
}

/** @param {import('playwright-core').Locator} cells @returns {Promise<number>} CSS pixels at least from text to text */
function roomBetween(cells) {
  return cells.evaluateAll((all) => {
    const boxes = all.map((cell) => {
      const range = document.createRange();
      // As wide as it gets.
      cell.textContent = '100';
      range.selectNodeContents(cell);
      return range.getBoundingClientRect();
    });
    return Math.min(...boxes.slice(1).map((box, at) => box.left - (boxes[at]?.right ?? 0)));
  });
}

test('what is wrong with names is said beside the field', async () => {
  const opened = await harness.open('?lang=en#/data');
  const { page } = opened;
  for (const [names, words] of [
    ['A', 'At least two names'],
    ['A, B, A', '“A” stands there twice'],
    [`A, ${'m'.repeat(20)}`, 'is too long'],
  ]) {
    await create(page, String(names));
    await page.getByText(String(words)).waitFor();
  }
  await create(page, 'A, B, 笑脸');
  await untilEqual(
    () => counts(page),
    [
      ['A', '0'],
      ['B', '0'],
      ['笑脸', '0'],
    ],
  );
  await press(page, 'New set');
  await create(page, 'A B 笑脸');
  await page.getByText('You have a set of these very classes already.').waitFor();
  await press(page, 'Cancel');
  await press(page, 'Delete this set');
  await untilEqual(() => counts(page), []);
  await page.getByText('The set “A, B, 笑脸” was deleted, with 0 samples.').waitFor();
  // Another set, and another place, change nothing about that.
  await create(page, 'C D');
  await untilEqual(async () => (await counts(page)).length, 2);
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await page.getByTestId('pad').waitFor();
  await page.getByRole('link', { name: 'Data', exact: true }).click();
  await press(page, 'Restore');
  await untilEqual(async () => (await counts(page)).length, 3);
  assertNoFaults(opened);
});

test('classes are drawn and learned on top of the digits, and go by their names', async () => {
  const opened = await harness.open();
  const { page } = opened;
  await untilStatus(page, 'ready');
  await trainEpochs(page, 1);
  await page.getByRole('link', { name: 'Data', exact: true }).click();
  await create(page, NAMES.join(', '));
  await collect(page);
  await untilEqual(
    () => counts(page),
    NAMES.map((name) => [name, '5']),
  );
  await page
    .getByRole('combobox', { name: 'The network' })
    .selectOption({ label: 'The present network, with a new last layer' });
  const { violations } = await new AxeBuilder({ page }).include('#main').analyze();
  assert.deepEqual(
    violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
    [],
  );
  await press(page, 'Train on them');
  await untilStatus(page, 'finished');
  await page.waitForURL(/data=own-.*trainable\.no/);

  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await draw(page, letter('K', 2));
  await untilEqual(() => page.getByTestId('answer').textContent(), 'K');
  await untilEqual(() => page.getByTestId('unfamiliar').getAttribute('data-state'), 'known');
  assert.equal(
    await page.getByTestId('probability-2').textContent(),
    `X${await page.locator('[data-testid="probability-2"] .bar-value').textContent()}`,
  );
  assert.equal(await page.getByTestId('probability-3').count(), 0);
  // The line asks for these classes now.
  await press(page, 'That was K');
  await page.getByText('Kept as K.').waitFor();

  await clear(page);
  const circle = Array.from(
    { length: 25 },
    (_, at) => /** @type {[number, number]} */ ([50 + 45 * Math.cos(at / 4), 50 + 45 * Math.sin(at / 4)]),
  );
  await draw(page, { strokes: [circle], place: { x: 50, y: 50, width: 60, height: 60, pen: 6 } });
  await untilEqual(() => page.getByTestId('unfamiliar').getAttribute('data-state'), 'unknown');
  await page.getByText('None of these', { exact: true }).waitFor();

  await page.getByRole('tab', { name: 'Confusion' }).click();
  await untilEqual(() => page.locator('.confusion-table thead th.confusion-class').allTextContents(), NAMES);
  // One's own classes have no test pictures: there is nothing to look at.
  assert.equal(await page.getByRole('button', { name: 'Look at the test data' }).count(), 0);
  assert.ok((await roomBetween(page.locator('.confusion-table tfoot td'))) >= 4);
  await page.getByRole('tab', { name: 'Activations' }).click();
  const units = page.getByTestId('layer-outputs').last().locator('.unit-index');
  await untilEqual(() => units.allTextContents(), NAMES);
  await page.getByTestId('layer-outputs').last().getByTestId('unit').nth(1).click();
  await page.getByTestId('layer-reading').getByText('softmax[K] = ').waitFor();
  await untilEqual(() => page.getByTestId('layer-outputs').nth(-2).locator('.unit-index').allTextContents(), NAMES);
  await page.getByRole('tab', { name: 'Mistakes' }).click();
  await untilEqual(() => page.locator('#mistakes-truth option').allTextContents(), ['any', ...NAMES]);
  await page.getByRole('tab', { name: 'Map' }).click();
  await untilEqual(() => page.locator('.map-legend strong').allTextContents(), NAMES);
  await page.getByRole('tab', { name: 'Why' }).click();
  await eventually(async () =>
    assert.match(String(await page.locator('.why-scale').textContent()), /Class [AKX] is the answer/),
  );
  await page.getByRole('link', { name: 'Build', exact: true }).click();
  await page.locator('[role=treeitem]').nth(1).click();
  await untilEqual(() => page.getByRole('checkbox', { name: 'trainable' }).isChecked(), false);
  assertNoFaults(opened);
});

test('classes and drawings are there after a reload, and a network learns them from fresh weights', async () => {
  const opened = await harness.open('?lang=en#/data');
  const { page } = opened;
  await create(page, NAMES.join(', '));
  await page.getByText('Each class needs at least 3 samples.').waitFor();
  await collect(page);
  await untilEqual(
    () => counts(page),
    NAMES.map((name) => [name, '5']),
  );
  await page.locator('.own-classes').getByRole('button', { name: 'Delete all of them' }).click();
  await untilEqual(
    () => counts(page),
    NAMES.map((name) => [name, '0']),
  );
  await page.getByText('15 drawings deleted.').waitFor();
  await press(page, 'Delete this set');
  await page.getByText(/^The set “.+” was deleted/).waitFor();
  await press(page, 'Restore');
  // Those of the set that came back are restored by the button below it.
  await page.getByText('15 drawings deleted.').getByRole('button', { name: 'Restore' }).click();
  await untilEqual(
    () => counts(page),
    NAMES.map((name) => [name, '5']),
  );
  await page.reload();
  await untilEqual(
    () => counts(page),
    NAMES.map((name) => [name, '5']),
  );
  await press(page, 'Train on them');
  await untilStatus(page, 'finished');
  assert.doesNotMatch(page.url(), /trainable/);
  assertNoFaults(opened);
});

test('classes that are learned already are learned again by the network that is chosen, in a run of its own', async () => {
  const opened = await harness.open();
  const { page } = opened;
  await untilStatus(page, 'ready');
  await trainEpochs(page, 1);
  await page.getByRole('link', { name: 'Data', exact: true }).click();
  await create(page, NAMES.join(', '));
  await collect(page);
  const network = page.getByRole('combobox', { name: 'The network' });
  const runs = () => page.getByTestId('own-classes-train').getAttribute('data-run');
  await press(page, 'Train on them');
  await untilStatus(page, 'finished');
  const [step, first] = [await figure(page, 'step'), await runs()];
  const filed = await network.locator('option').filter({ hasText: 'Filed run: MNIST' }).first().getAttribute('value');
  await network.selectOption(String(filed));
  await press(page, 'Train on them');
  await page.waitForURL(/trainable\.no/);
  await eventually(async () => assert.notEqual(await runs(), first));
  await untilStatus(page, 'finished');
  assert.equal(await figure(page, 'step'), step, 'the same epochs, from the first step on');
  const second = await runs();
  await network.selectOption('scratch');
  await press(page, 'Train on them');
  await page.waitForURL((url) => !url.search.includes('trainable'));
  await eventually(async () => assert.notEqual(await runs(), second));
  await untilStatus(page, 'finished');
  assert.equal(await figure(page, 'step'), step);
  // The very same again is another run too.
  const third = await runs();
  await press(page, 'Train on them');
  await eventually(async () => assert.notEqual(await runs(), third));
  await untilStatus(page, 'finished');
  assert.equal(await figure(page, 'step'), step);
  assertNoFaults(opened);
});
