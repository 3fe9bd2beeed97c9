/** @file The tab "One step": its numbers are the package's, steps go forward and back, the article's examples are right. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { load } from 'inkgrad';
import { DataSource } from '../../www/worker/data-source.js';
import { assertNoFaults, figure, keptState, press, startHarness, trainEpochs, untilStored } from './harness.js';

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;
/** @type {import('./harness.js').Opened} */
let opened;

before(async () => {
  harness = await startHarness();
  opened = await harness.open();
  const { page } = opened;
  await trainEpochs(page);
  await page.getByRole('tab', { name: 'One step' }).click();
  await idle();
});
after(() => harness.close());

/** Waits until the copy has answered, and the page shows it. */
async function idle() {
  // What was pressed shows at the next frame.
  await opened.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await opened.page.locator('.one-step[aria-busy="false"] .micro-body').waitFor();
}

/** @param {string} name */
const value = (name) => figure(opened.page, `one-step-${name}`);

/** @param {'Forward' | 'Loss' | 'Backward' | 'Update'} name */
async function stage(name) {
  const tab = opened.page.getByRole('tab', { name, exact: true });
  await tab.click();
  await opened.page.locator(`.micro-body[aria-labelledby="${await tab.getAttribute('id')}"]`).waitFor();
}

/** @param {string} label @param {string} option */
async function select(label, option) {
  await opened.page.getByRole('combobox', { name: label, exact: true }).selectOption(option);
  await idle();
}

/** @param {string} label @param {number} number */
async function fill(label, number) {
  const field = opened.page.getByRole('spinbutton', { name: label, exact: true });
  await field.fill(String(number));
  await field.press('Tab');
  await idle();
}

/** @param {number} found @param {number} expected @param {string} what */
function near(found, expected, what) {
  const limit = 1e-4 * Math.max(Math.abs(expected), 1e-3);
  assert.ok(Math.abs(found - expected) <= limit, `${what}: ${found} instead of ${expected}`);
}

test('the numbers are those of the package, for the session that the page keeps', async () => {
  const { page } = opened;
  const step = await figure(page, 'step');
  await untilStored(page, (stored) => stored.step === step);
  const { bytes } = await keptState(page);
  const { Session, readIdx } = await load({ build: 'simd128' });
  const session = await Session.load(bytes);
  const folder = new URL('../../dist/build/data/', import.meta.url);
  const fetcher = async (/** @type {URL} */ address) => new Response(await readFile(address));
  const { inputs, labels } = await new DataSource('mnist', readIdx, folder, fetcher).part('train');
  const index = Number(await page.getByTestId('one-step-at').getAttribute('data-picture'));
  const input = inputs.slice(index * 784, (index + 1) * 784);
  const unit = Number(await page.getByRole('spinbutton', { name: 'unit' }).inputValue()) - 1;
  const scale = { scale: 1 / 255 };
  const activations = await session.activations(input, scale);
  const { loss, parameters } = await session.gradients(input, labels.slice(index, index + 1), scale);
  await stage('Forward');
  near(await value('a'), activations[1]?.data[unit] ?? Number.NaN, 'activation');
  const chosen = page.locator('.micro-product[aria-pressed="true"] sub');
  const [row = 0, column = 0] = ((await chosen.textContent()) ?? '').split(',').map(Number);
  await stage('Loss');
  near(await value('loss'), loss, 'loss');
  await stage('Backward');
  const weight = unit * 784 + (row - 1) * 28 + column - 1;
  near(await value('gradient'), parameters[0]?.data[weight] ?? Number.NaN, 'gradient');
  await stage('Update');
  const before = (await session.parameters())[0]?.data[weight];
  assert.equal(await value('weight-before'), before);
  session.free();
});

test('one unit from its inputs to its new weight', async () => {
  const { page } = opened;
  await stage('Forward');
  assert.equal(await page.getByTestId('one-step-at').getAttribute('data-step'), String(await figure(page, 'step')));
  const z = await value('z');
  near(await value('a'), Math.max(0, z), 'a = ReLU(z)');
  const shown = await page.locator('.micro-product').count();
  assert.equal(shown, 12);
  await stage('Loss');
  const loss = await value('loss');
  near(loss, Number(await page.getByTestId('one-step-at').getAttribute('data-loss')), 'loss');
  await stage('Backward');
  near(await value('delta'), (await value('output-gradient')) * (await value('slope')), 'δ');
  const gradient = await value('gradient');
  await stage('Update');
  assert.equal(await value('mean-gradient'), gradient);
  near(await value('losses-before'), loss, 'loss before');
});

test('a step forward, and back, leaves the run as it is', async () => {
  const { page } = opened;
  const before = await figure(page, 'step');
  await stage('Update');
  const weight = await value('weight-after');
  const loss = await value('losses-after');
  await press(page, 'Step forward');
  await page.locator(`[data-testid="one-step-at"][data-step="${before + 1}"]`).waitFor();
  assert.equal(await value('weight-before'), weight);
  near(await value('losses-before'), loss, 'loss after the step');
  await press(page, 'Step back');
  await page.locator(`[data-testid="one-step-at"][data-step="${before}"]`).waitFor();
  assert.equal(await value('weight-after'), weight);
  assert.equal(await figure(page, 'step'), before);
});

test('the next batch has as many pictures as a step takes', async () => {
  const { page } = opened;
  await select('Samples', 'batch');
  const number = page.getByRole('spinbutton', { name: 'picture of 128' });
  await number.waitFor();
  await stage('Loss');
  await page.locator('[data-testid="one-step-mean-loss"]').waitFor();
  const first = await value('loss');
  await fill('picture of 128', 2);
  await page.waitForFunction(
    (before) => document.querySelector('[data-testid="one-step-loss"]')?.getAttribute('data-value') !== before,
    String(first),
  );
});

test('a press on a unit of the diagram opens it, and so do the fields', async () => {
  const { page } = opened;
  await select('Samples', 'picture');
  await page.getByRole('tab', { name: 'Weights' }).click();
  await press(page, 'Use a sample digit');
  await page.locator('[data-testid="answer"]:not(:empty)').waitFor();
  const box = await page.locator('.column.of-output .stage').boundingBox();
  if (!box) return assert.fail('there is no output');
  await page.mouse.click(box.x + 16, box.y + box.height - 4);
  await page.getByRole('tab', { name: 'One step', selected: true }).waitFor();
  await page.getByRole('spinbutton', { name: 'class' }).waitFor();
  assert.equal(await page.getByRole('spinbutton', { name: 'class' }).inputValue(), '9');
  await idle();
  assert.equal(await page.getByRole('combobox', { name: 'Layer', exact: true }).inputValue(), '2');
  // The picture on the pad has a label: it is the one that is looked at.
  assert.equal(await page.getByRole('combobox', { name: 'Samples', exact: true }).inputValue(), 'pad');
  await fill('class', 4);
  assert.equal(await page.getByRole('spinbutton', { name: 'class' }).inputValue(), '4');
});

test('the article’s examples have the golden numbers', async () => {
  const { page } = opened;
  const { examples } = JSON.parse(await readFile(new URL('../golden/article.json', import.meta.url), 'utf8'));
  for (const [at, name] of ['relu', 'binary', 'softmax'].entries()) {
    const example = examples[at];
    const factor = name === 'binary' ? 3 : 1;
    await select('Samples', `example.${name}`);
    await page.getByTestId('one-step-note').waitFor();
    for (const layer of [0, 2]) {
      await select('Layer', String(layer));
      await fill('unit', 1);
      await stage('Forward');
      await page.locator('.micro-product').first().click();
      await idle();
      near(await value('z'), example.pre_activations[layer][0], `${name}: z`);
      await stage('Loss');
      near((await value('loss')) * factor, example.loss, `${name}: loss`);
      const column = layer === 0 ? 2 : 0;
      await stage('Update');
      near((await value('mean-gradient')) * factor, example.grad_weights[layer][0][column], `${name}: gradient`);
      near(await value('weight-after'), example.weights_after[layer][0][column], `${name}: after`);
      near((await value('losses-after')) * factor, example.loss_after, `${name}: loss after`);
    }
    const note = await page.getByTestId('one-step-note').textContent();
    assert.match(note ?? '', /do not follow from its own formulas/);
    if (name === 'relu') assert.match(note ?? '', /dead/);
  }
});

test('axe finds nothing in any part', async () => {
  const { page } = opened;
  for (const name of /** @type {const} */ (['Forward', 'Loss', 'Backward', 'Update'])) {
    await stage(name);
    const { violations } = await new AxeBuilder({ page }).include('.one-step').analyze();
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes.map((node) => node.target).join(' ')}`),
      [],
    );
  }
});

test('by keyboard: parts by the arrows, a product by Enter', async () => {
  const { page } = opened;
  await select('Samples', 'picture');
  await select('Layer', '1');
  await page.getByRole('tab', { name: 'Update', exact: true }).press('Home');
  await page.getByRole('tab', { name: 'Forward', exact: true, selected: true }).waitFor();
  const third = page.locator('.micro-product').nth(2);
  const name = await third.locator('sub').textContent();
  await third.press('Enter');
  await idle();
  await page.locator('.micro-product[aria-pressed="true"]', { hasText: name ?? '' }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-pressed')), 'true');
});

test('enlarged, the four parts stand together', async () => {
  const { page } = opened;
  await press(page, 'Larger');
  for (const name of ['Forward', 'Loss', 'Backward', 'Update'])
    await page.getByRole('region', { name, exact: true }).waitFor();
  await press(page, 'Larger');
  assertNoFaults(opened);
});

test('a convolutional network on the way: pooling, convolution and another network', async () => {
  const { page } = opened;
  await page.getByRole('combobox', { name: 'Network to begin with' }).selectOption('convolutional');
  await page.getByRole('spinbutton', { name: 'channel' }).waitFor();
  await idle();
  await select('Layer', '1');
  await stage('Forward');
  const rows = page.locator('.micro-table tbody tr');
  await rows.nth(3).waitFor();
  const strong = Number(await page.locator('.micro-table .is-strong td').textContent());
  assert.ok(Math.abs(strong - (await value('a'))) < 1e-2 * Math.abs(strong) + 1e-6);
  await stage('Update');
  await page.getByText('This layer has no parameters').waitFor();
  assertNoFaults(opened);
});
