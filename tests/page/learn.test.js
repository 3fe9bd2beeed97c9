/**
 * @file The page trains on real digits and predicts drawn ones. It pauses, steps, resets, and continues after a reload.
 */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { clear, read } from './drawing.js';
import {
  assertNoFaults,
  eventually,
  figure,
  pause,
  press,
  startHarness,
  untilEqual,
  untilFigure,
  untilStatus,
  untilStored,
} from './harness.js';
import { drawings } from './strokes/styles.js';

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;
/** @type {import('./harness.js').Opened} */
let opened;
const three = /** @type {import('./strokes/styles.js').Drawing} */ (drawings[3]);

before(async () => {
  harness = await startHarness();
  opened = await harness.open();
});
after(() => harness.close());

test('an empty pad predicts nothing', async () => {
  const { page } = opened;
  await untilStatus(page, 'ready');
  assert.equal(await page.getByTestId('answer').textContent(), '');
  assert.equal(await figure(page, 'probability-3'), 0);
  assert.equal(await figure(page, 'step'), 0);
});

test('a drawing is predicted before training, and the ten probabilities sum to one', async () => {
  const { page } = opened;
  const { confidence } = await read(page, three);
  await eventually(async () => {
    const values = await Promise.all(Array.from({ length: 10 }, (_, digit) => figure(page, `probability-${digit}`)));
    assert.ok(Math.abs(values.reduce((sum, value) => sum + value) - 1) < 1e-3, String(values));
    assert.equal(Math.max(...values), confidence);
  });
  await clear(page);
});

test('it reaches 96 % validation accuracy on MNIST', async () => {
  const { page } = opened;
  await press(page, 'Play');
  await untilStatus(page, 'running');
  await untilFigure(page, 'validation-accuracy', 0.96);
  await untilFigure(page, 'epoch', 1);
  await eventually(async () => {
    assert.ok((await figure(page, 'loss')) < 1);
    assert.ok((await figure(page, 'samples-per-second')) > 0);
    assert.ok(Number(await page.getByTestId('loss-chart').getAttribute('data-points')) > 5);
  });
});

test('a drawn 3 is predicted as 3 during training, and clearing removes the prediction', async () => {
  const { page } = opened;
  assert.equal((await read(page, three)).digit, '3');
  await clear(page);
  await page.waitForFunction(() => document.querySelector('[data-testid="answer"]')?.textContent === '');
});

test('a stroke is predicted within its event, before any message or frame', async () => {
  const { page } = opened;
  const box = await page.getByTestId('pad').boundingBox();
  if (!box) throw new Error('the pad is not on the page');
  await page.mouse.move(box.x + 0.4 * box.width, box.y + 0.2 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.45 * box.width, box.y + 0.5 * box.height);
  await page.waitForFunction(() => document.querySelector('[data-testid="answer"]')?.textContent !== '');
  const found = await page.evaluate(async () => {
    const [pad, answer] = ['pad', 'answer'].map((id) => document.querySelector(`[data-testid="${id}"]`));
    if (!(pad instanceof HTMLElement && answer instanceof HTMLElement)) return [];
    const { left, top, width, height } = pad.getBoundingClientRect();
    for (let point = 0; ; point += 1) {
      // The previous prediction is some time ago; one that took long asks for a longer time.
      await new Promise((resolve) => setTimeout(resolve, 100 * (1 + point)));
      const where = { pointerId: 1, clientX: left + 0.5 * width, clientY: top + (0.8 - 0.03 * point) * height };
      const before = answer.dataset.confidence;
      pad.dispatchEvent(new PointerEvent('pointermove', { ...where, buttons: 1, bubbles: true }));
      for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      if (before !== answer.dataset.confidence || point === 9) return [before, answer.dataset.confidence];
    }
  });
  await page.mouse.up();
  assert.equal(found.length, 2);
  assert.notEqual(found[0], found[1]);
  await clear(page);
});

test('pause stops training, and Step runs one step', async () => {
  const { page } = opened;
  const step = await pause(page);
  await press(page, 'Step');
  await untilEqual(() => figure(page, 'step'), step + 1);
  // It is validated and stored at this very step.
  await untilStored(page, (stored) => stored.step === step + 1);
  assert.equal(await figure(page, 'step'), step + 1);
});

test('all thirty drawings in three handwritings are predicted correctly', async () => {
  const { page } = opened;
  const wrong = [];
  for (const drawing of drawings) {
    const { digit } = await read(page, drawing);
    if (digit !== String(drawing.digit)) wrong.push(`${drawing.digit} (${drawing.note}) read as ${digit}`);
  }
  assert.deepEqual(wrong, []);
});

test('after a reload the network and the drawing are restored, and training continues', async () => {
  const { page } = opened;
  await clear(page);
  await untilStored(page, ({ strokes }) => strokes === 0);
  assert.equal((await read(page, three)).digit, '3');
  const trained = await figure(page, 'step');
  await untilStored(page, ({ strokes, step }) => strokes === 1 && step === trained);
  const before = await Promise.all(
    ['step', 'loss', 'validation-accuracy', 'probability-3'].map((id) => figure(page, id)),
  );
  const points = await page.getByTestId('loss-chart').getAttribute('data-points');
  assert.ok(Number(points) > 5);
  await page.reload();
  await untilStatus(page, 'paused');
  await page.waitForFunction(() => document.querySelector('[data-testid="answer"]')?.textContent === '3');
  await untilEqual(
    () => Promise.all(['step', 'loss', 'validation-accuracy', 'probability-3'].map((id) => figure(page, id))),
    before,
  );
  await untilEqual(() => page.getByTestId('loss-chart').getAttribute('data-points'), points);
  await press(page, 'Play');
  await untilFigure(page, 'step', trained + 10);
});

test('reset restarts training, also after a reload', async () => {
  const { page } = opened;
  await press(page, 'Reset');
  await untilStatus(page, 'ready');
  await untilEqual(() => figure(page, 'step'), 0);
  await untilEqual(() => figure(page, 'epoch'), 0);
  await untilEqual(() => page.getByTestId('loss-chart').getAttribute('data-points'), '0');
  await untilStored(page, ({ step }) => step === 0);
  await page.reload();
  await untilStatus(page, 'ready');
  await untilEqual(() => figure(page, 'step'), 0);
});

test('no errors occurred', () => assertNoFaults(opened));

test('all requests stayed within the origin', () => {
  const { origin } = new URL(harness.host.address);
  assert.ok(opened.requests.length > 5);
  assert.deepEqual(
    opened.requests.filter((address) => new URL(address).origin !== origin),
    [],
  );
});
