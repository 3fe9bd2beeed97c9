/** @file The tab "Why" on the page: what it shows is what the package gives at the same weights, and all by keyboard too. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { load } from 'inkgrad';
import { DataSource } from '../../www/worker/data-source.js';
import {
  assertNoFaults,
  figure,
  keptState,
  press,
  startHarness,
  trainEpochs,
  untilStatus,
  untilStored,
} from './harness.js';

const SIDE = 28;
const METHODS = /** @type {const} */ ({
  gradient: 'Gradient',
  gradient_x_input: 'Gradient × input',
  integrated_gradients: 'Integrated gradients',
  occlusion: 'Occlusion',
});

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;
/** @type {import('./harness.js').Opened} */
let opened;
/** @type {import('inkgrad').Inkgrad} */
let inkgrad;
/** @type {import('inkgrad').Session} with the weights of the page */
let session;
/** @type {Float32Array} the picture on the pad */
let input;
/** @type {number} */
let step;

before(async () => {
  inkgrad = await load({ build: 'simd128' });
  harness = await startHarness();
  opened = await harness.open();
  const { page } = opened;
  await trainEpochs(page);
  await page.getByRole('tab', { name: 'Why', exact: true }).click();
});
after(() => harness.close());

test('an empty pad asks for a drawing, and offers a sample digit', async () => {
  const { page } = opened;
  const panel = page.getByRole('tabpanel', { name: 'Explanation' });
  await panel.getByText('Draw a digit, and see').waitFor();
  await panel.getByRole('button', { name: 'Sample digit' }).click();
  await page.locator('[data-testid="explanation"][data-target]').waitFor();
  await page.locator('#why-tab-explanation:focus').waitFor();
});

test('every method and class: the values of the package', async () => {
  const { page } = opened;
  await takeWeights();
  const answer = argmax(await session.predict(input, { scale: 1 }));
  for (const [method, name] of Object.entries(METHODS)) {
    for (const chosen of [null, (answer + 3) % 10]) {
      await page.getByRole('combobox', { name: 'Method' }).selectOption({ label: name });
      await page.getByRole('combobox', { name: 'Class' }).selectOption(chosen === null ? '' : String(chosen));
      const target = chosen ?? answer;
      const canvas = page.locator(
        `[data-testid="explanation"][data-method="${method}"][data-target="${target}"][data-step="${step}"]`,
      );
      await canvas.waitFor();
      const options = { method: /** @type {keyof typeof METHODS} */ (method), target, scale: 1 };
      await assertValues(canvas, await session.explain(input, options));
    }
  }
});

/**
 * @param {import('playwright-core').Locator} canvas
 * @param {Float32Array} expected
 */
async function assertValues(canvas, expected) {
  const limit = Math.max(...expected.map(Math.abs));
  const near = (/** @type {number} */ found, /** @type {number} */ value) => Math.abs(found - value) <= 1e-4 * limit;
  assert.ok(near(Number(await canvas.getAttribute('data-limit')), limit));
  assert.ok(limit > 0);
  await canvas.focus();
  // The first key begins in the middle.
  for (const [key, row, column] of /** @type {const} */ ([
    ['ArrowLeft', 15, 15],
    ['ArrowLeft', 15, 14],
    ['ArrowUp', 14, 14],
    ['ArrowUp', 13, 14],
    ['ArrowRight', 13, 15],
    ['ArrowDown', 14, 15],
    ['ArrowRight', 14, 16],
  ])) {
    await canvas.press(key);
    const there = opened.page.locator(`[data-testid="explanation"][data-row="${row}"][data-column="${column}"]`);
    const value = await there.getAttribute('data-value');
    const pixel = (row - 1) * SIDE + column - 1;
    assert.ok(near(Number(value), expected[pixel] ?? Number.NaN), `row ${row}, column ${column}: ${value}`);
  }
  await canvas.blur();
}

test('the pointer reads a pixel too', async () => {
  const { page } = opened;
  const canvas = page.getByTestId('explanation');
  const box = await canvas.boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + (box.width * 20.5) / SIDE, box.y + (box.height * 9.5) / SIDE);
  await page.locator('[data-testid="explanation"][data-row="10"][data-column="21"][data-value]').waitFor();
  await page.getByText(/^Row 10, column 21:/).waitFor();
});

test('arrow keys in the picture and in the tabs take no training step', async () => {
  const { page } = opened;
  await page.getByRole('tab', { name: 'Explanation' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('#why-tab-change[aria-selected="true"]:focus').waitFor();
  await page.locator('[data-testid="ink-change"][data-target]').press('ArrowRight');
  await page.locator('[data-testid="ink-change"][data-row]').waitFor();
  assert.equal(await figure(page, 'step'), step);
});

test('another class by ink: it is reached, and answered so on the pad', async () => {
  const { page } = opened;
  const answer = argmax(await session.predict(input, { scale: 1 }));
  const target = (answer + 1) % 10;
  await page.getByRole('combobox', { name: 'What would make it a …' }).selectOption(String(target));
  await page.locator(`[data-testid="ink-change"][data-target="${target}"][data-reached="true"]`).waitFor();
  await page.getByText(new RegExp(`^${target}, \\d+\\.\\d %$`)).waitFor();
  await press(page, 'Show the result');
  await page.getByRole('img', { name: /^The changed drawing/ }).waitFor();
  await press(page, 'Put on the pad');
  await page.locator('button:focus', { hasText: 'Put on the pad' }).waitFor();
  await page.getByText('A changed picture').first().waitFor();
  await page.getByTestId('answer').getByText(String(target), { exact: true }).waitFor();
  await page.getByText(`The network answers ${target} already`).waitFor();
  const confidence = Number(await page.getByTestId('answer').getAttribute('data-confidence'));
  assert.ok(confidence >= 0.6, `${confidence}`);
});

test('the five nearest training pictures are those of the package', async () => {
  const { page } = opened;
  await press(page, 'Use a sample digit');
  await page
    .getByText(/^Validation picture/)
    .first()
    .waitFor();
  await takeWeights();
  const train = await source().part('train');
  await session.setData('train', { ...train, scale: 1 / 255 });
  const expected = await session.nearest(input, { scale: 1 });
  await page.getByRole('tab', { name: 'Nearest' }).click();
  await page.locator(`[data-testid="neighbour"][data-index="${expected[4]?.index}"]`).waitFor();
  await page.getByText(/Compared with 55,000 training pictures/).waitFor();
  const found = await page
    .getByTestId('neighbour')
    .evaluateAll((nodes) => nodes.map((node) => ({ .../** @type {HTMLElement} */ (node).dataset })));
  assert.equal(found.length, 5);
  for (const [at, { index, label, distance }] of expected.entries()) {
    assert.deepEqual([found[at]?.index, found[at]?.label], [String(index), String(label)]);
    assert.ok(Math.abs(Number(found[at]?.distance) - distance) <= 1e-4 * distance);
  }
});

test('axe finds nothing in any of the three views', async () => {
  const { page } = opened;
  for (const view of ['Explanation', 'What would change it', 'Nearest']) {
    await page.getByRole('tab', { name: view }).click();
    await page.locator('.why canvas').first().waitFor();
    const { violations } = await new AxeBuilder({ page }).include('.why').analyze();
    assert.deepEqual(
      violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]),
      [],
    );
  }
});

test('an empty pad again, and no faults', async () => {
  const { page } = opened;
  await press(page, 'Clear');
  await page.getByText('Draw a digit, and see').waitFor();
  assertNoFaults(opened);
});

test('training pictures that do not come are said so, and tried again', async () => {
  let broken = false;
  const { page } = await harness.open('?lang=en', {
    prepare: (opening) => opening.route('**/train-6-inputs*', (route) => (broken ? route.abort() : route.continue())),
  });
  await press(page, 'Play');
  await page.getByText('55,000 pictures').waitFor({ timeout: 120_000 });
  await press(page, 'Pause');
  await untilStatus(page, 'paused');
  await press(page, 'Use a sample digit');
  broken = true;
  await page.getByRole('tab', { name: 'Why', exact: true }).click();
  await page.getByRole('tab', { name: 'Nearest' }).click();
  await page.getByRole('alert').getByText('This could not be computed').waitFor();
  broken = false;
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
  await page.locator('#why-tab-nearest:focus').waitFor();
  await page.getByTestId('neighbour').nth(4).waitFor();
  assert.equal(await page.locator('.why').getByRole('alert').count(), 0);
  await page.context().close();
});

/** The page's weights, and the picture on its pad. */
async function takeWeights() {
  const { page } = opened;
  step = await figure(page, 'step');
  await untilStored(page, (stored) => stored.step === step);
  session = await inkgrad.Session.load((await keptState(page)).bytes);
  const shown =
    (await page
      .getByText(/^Validation picture [\d,]+, labelled/)
      .first()
      .textContent()) ?? '';
  const index = Number(/picture ([\d,]+)/.exec(shown)?.[1]?.replace(/,/g, ''));
  assert.ok(Number.isInteger(index), shown);
  const { inputs } = await source().part('validation');
  const picture = inputs.subarray(index * SIDE ** 2, (index + 1) * SIDE ** 2);
  input = Float32Array.from(picture, (value) => value * Math.fround(1 / 255));
}

function source() {
  const folder = new URL('../../dist/build/data/', import.meta.url);
  return new DataSource('mnist', inkgrad.readIdx, folder, async (address) => new Response(await readFile(address)));
}

/** @param {Float32Array} values */
function argmax(values) {
  return values.indexOf(Math.max(...values));
}
