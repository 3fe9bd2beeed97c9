/** @file Settings of the training: presets, changes during training, stopping, divergence. Build has its own tests. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { presets } from '../../www/shared/presets/index.js';
import { draw, read } from './drawing.js';
import {
  assertNoFaults,
  eventually,
  figure,
  press,
  startHarness,
  untilEqual,
  untilFigure,
  untilStatus,
  untilStored,
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

/**
 * @param {Page} page
 * @param {string} label
 * @param {string} value
 */
async function type(page, label, value) {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(value);
  await field.press('Enter');
}

/**
 * @param {Page} page
 * @param {string} name
 */
function tab(page, name) {
  return page.getByRole('tab', { name, exact: true }).click();
}

test('every preset is built, described, trained, and predicts a drawing', async () => {
  const opened = await harness.open();
  const { page } = opened;
  const menu = page.getByLabel('Network to begin with');
  for (const { name } of presets) {
    await menu.selectOption(name);
    await untilStatus(page, 'ready');
    assert.notEqual(await page.locator('.about').textContent(), '');
    await press(page, 'Step');
    await untilFigure(page, 'validation-loss', 0);
    assert.notEqual((await read(page, three)).digit, '', name);
    await untilEqual(() => menu.inputValue(), name);
  }
  assertNoFaults(opened);
  await page.context().close();
});

test('changes during training are applied, and the weights are kept', async () => {
  const { page } = await harness.open();
  await press(page, 'Play');
  await untilFigure(page, 'epoch', 1);
  await type(page, 'Learning rate', '0.0005');
  await type(page, 'Batch size', '64');
  await page.getByLabel('Schedule', { exact: true }).selectOption('exponential');
  await type(page, 'Factor', '1');
  await tab(page, 'Regularization');
  await type(page, 'L1 penalty', '0.00001');
  await type(page, 'L2 penalty', '0.00001');
  await type(page, 'Clip gradient norm', '5');
  await tab(page, 'Augmentation');
  await type(page, 'Shift, pixels', '1');
  await page.waitForFunction(() => document.querySelector('.figures-details')?.textContent?.includes('0.0005'));
  const step = await figure(page, 'step');
  await untilFigure(page, 'step', step + 100);
  await eventually(async () => assert.ok((await figure(page, 'accuracy')) > 0.8, 'what was learned is still there'));
  await tab(page, 'Optimizer');
  await page.getByRole('combobox', { name: 'Optimizer', exact: true }).selectOption('adamw');
  const later = await figure(page, 'step');
  await untilFigure(page, 'step', later + 100);
  await eventually(async () => assert.ok((await figure(page, 'accuracy')) > 0.8, 'and under another optimiser'));
  await eventually(async () => {
    assert.ok(Number(await page.getByTestId('loss-chart').getAttribute('data-points')) > 5);
  });
  await page.waitForFunction(() => location.hash.includes('optimizer=adamw'));
  const link = new URLSearchParams(new URL(page.url()).hash.replace('#/train?', ''));
  assert.deepEqual(Object.fromEntries(link), {
    v: '2',
    optimizer: 'adamw',
    learning_rate: '0.0005',
    batch_size: '64',
    schedule: 'exponential',
    'schedule.factor': '1',
    l1: '0.00001',
    l2: '0.00001',
    clip_norm: '5',
    augment: 'yes',
    'augment.shift': '1',
  });
  assert.equal(await page.getByRole('alert').locator('.notice').count(), 0);
  await page.context().close();
});

test('training stops after the requested epochs, and continues on request', async () => {
  const { page } = await harness.open('?lang=en&data=digits#v=1&epochs=2');
  await press(page, 'Play');
  await untilStatus(page, 'finished');
  await untilEqual(() => figure(page, 'epoch'), 2);
  const end = await figure(page, 'step');
  await untilStored(page, ({ step }) => step === end);
  await page.reload();
  await untilStatus(page, 'finished');
  await untilEqual(() => figure(page, 'epoch'), 2, 'it is still finished after a reload');
  await press(page, 'Play');
  await untilFigure(page, 'epoch', 4);
  await untilStatus(page, 'finished');
  await untilEqual(() => figure(page, 'epoch'), 4, 'Play goes on for as many epochs again');
  await page.context().close();
});

test('early stopping ends training with a message, and training continues without it', async () => {
  const { page } = await harness.open('?lang=en&data=digits#v=1&patience=1&learning_rate=0.02');
  await press(page, 'Play');
  await untilStatus(page, 'finished');
  await page.getByRole('alert').getByText('1 epoch without improvement').waitFor();
  const epoch = await figure(page, 'epoch');
  await page.getByRole('button', { name: 'Go on without early stopping' }).click();
  await untilFigure(page, 'epoch', epoch + 3);
  await page.context().close();
});

/** Linear layers: no unit dies or saturates, so a too high learning rate overflows. */
const UNBOUNDED = 'dense-64-linear,dense-64-linear,dense-64-linear';

test('a learning rate of a million diverges with a remedy, and one click restarts at a rate that works', async () => {
  const { page } = await harness.open(`?lang=en#v=1&optimizer=sgd&learning_rate=1000000&layers=${UNBOUNDED}`);
  await press(page, 'Play');
  await untilStatus(page, 'diverged');
  const told = page.getByRole('alert');
  await told.getByText('Training has diverged').waitFor();
  await told.getByText('weights are those of the last finite step').waitFor();
  await draw(page, three);
  await page.getByText('the weights are no longer numbers').waitFor();
  await untilEqual(() => page.getByTestId('answer').textContent(), '');
  await page.getByRole('button', { name: 'Begin anew at 0.1' }).click();
  await untilStatus(page, 'running');
  await untilFigure(page, 'validation-accuracy', 0.8);
  assert.equal(await page.getByRole('alert').locator('.notice').count(), 0);
  await page.context().close();
});

test('a trained network that diverges continues from its last finite weights at a lower rate', async () => {
  const { page } = await harness.open(`?lang=en#v=1&optimizer=sgd&learning_rate=0.1&layers=${UNBOUNDED}`);
  await press(page, 'Play');
  await untilFigure(page, 'validation-accuracy', 0.85);
  // Enough for states and curves from before the fault, however fast training is.
  await untilFigure(page, 'step', 400);
  const step = await figure(page, 'step');
  await type(page, 'Learning rate', '1000000');
  await untilStatus(page, 'diverged');
  await page.getByRole('button', { name: 'Go back and go on at 0.1' }).click();
  await page.getByTestId('undo-notice').getByText('Training went back.').waitFor();
  await page.waitForFunction(() => location.hash.includes('optimizer=sgd') && !location.hash.includes('1000000'));
  await untilEqual(() => page.getByLabel('Learning rate', { exact: true }).inputValue(), '0.1');
  // It is back at a sound state from before the fault, and not at the beginning.
  await untilFigure(page, 'step', step / 4);
  await untilFigure(page, 'validation-accuracy', 0.5);
  await untilFigure(page, 'step', step);
  await page.context().close();
});

test('a network whose units are all 0 does not look sure', async () => {
  const { page } = await harness.open('?lang=en#/train?v=2&layers=flatten,dense-16-relu-init.zeros,dense-10');
  await untilStatus(page, 'ready');
  await press(page, 'Step');
  await untilFigure(page, 'step', 1);
  await draw(page, three);
  await page.getByText('the network is dead').waitFor();
  await page.context().close();
});
