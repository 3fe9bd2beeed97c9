/** @file The page learns real digits and reads drawn ones; pauses, steps, resets, and goes on after a reload. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertNoFaults, figure, press, startBench, untilFigure, untilKept, untilStatus } from './bench.js';
import { clear, draw, read } from './hand.js';
import { thirty } from './strokes/styles.js';

/** @type {Awaited<ReturnType<typeof startBench>>} */
let bench;
/** @type {import('./bench.js').Opened} */
let opened;
const three = /** @type {import('./strokes/styles.js').Drawing} */ (thirty[3]);

before(async () => {
  bench = await startBench();
  opened = await bench.open();
});
after(() => bench.close());

test('an empty pad predicts nothing', async () => {
  const { page } = opened;
  await untilStatus(page, 'ready');
  assert.equal(await page.getByTestId('answer').textContent(), '');
  assert.equal(await figure(page, 'probability-3'), 0);
  assert.equal(await figure(page, 'step'), 0);
});

test('a drawing is answered before anything is learned, and the ten probabilities are a whole', async () => {
  const { page } = opened;
  const { confidence } = await read(page, three);
  const values = await Promise.all(Array.from({ length: 10 }, (_, digit) => figure(page, `probability-${digit}`)));
  assert.ok(Math.abs(values.reduce((sum, value) => sum + value) - 1) < 1e-3, String(values));
  assert.equal(Math.max(...values), confidence);
  await clear(page);
});

test('it learns MNIST to 96 % and more of the validation pictures', async () => {
  const { page } = opened;
  await press(page, 'Play');
  await untilStatus(page, 'running');
  await untilFigure(page, 'validation-accuracy', 0.96);
  await untilFigure(page, 'epoch', 1);
  assert.ok((await figure(page, 'loss')) < 1);
  assert.ok((await figure(page, 'samples-per-second')) > 0);
  assert.ok(Number(await page.getByTestId('loss-chart').getAttribute('data-points')) > 5);
});

test('a drawn 3 is read as 3 while it learns, and clearing takes the answer back', async () => {
  const { page } = opened;
  assert.equal((await read(page, three)).digit, '3');
  await clear(page);
  await page.waitForFunction(() => document.querySelector('[data-testid="answer"]')?.textContent === '');
});

test('a stroke is answered within the event that tells of it, before any message or picture', async () => {
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
    // The answer before this one lies some time back.
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { left, top, width, height } = pad.getBoundingClientRect();
    const where = { pointerId: 1, clientX: left + 0.5 * width, clientY: top + 0.8 * height };
    const before = answer.dataset.confidence;
    pad.dispatchEvent(new PointerEvent('pointermove', { ...where, buttons: 1, bubbles: true }));
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    return [before, answer.dataset.confidence];
  });
  await page.mouse.up();
  assert.equal(found.length, 2);
  assert.notEqual(found[0], found[1]);
  await clear(page);
});

test('pause stops the steps, one step is one', async () => {
  const { page } = opened;
  await press(page, 'Pause');
  await untilStatus(page, 'paused');
  const step = await figure(page, 'step');
  await press(page, 'Step');
  await untilFigure(page, 'step', step + 1);
  assert.equal(await figure(page, 'step'), step + 1);
});

test('all thirty drawings in three hands are read right', async () => {
  const { page } = opened;
  const wrong = [];
  for (const drawing of thirty) {
    const { digit } = await read(page, drawing);
    if (digit !== String(drawing.digit)) wrong.push(`${drawing.digit} (${drawing.note}) read as ${digit}`);
  }
  assert.deepEqual(wrong, []);
});

test('after a reload the same network and the same drawing are there, and it goes on to learn', async () => {
  const { page } = opened;
  await clear(page);
  await untilKept(page, ({ strokes }) => strokes === 0);
  await draw(page, three);
  await page.waitForFunction(() => document.querySelector('[data-testid="answer"]')?.textContent === '3');
  await untilKept(page, ({ strokes, step }) => strokes === 1 && step > 0);
  const before = await Promise.all(
    ['step', 'loss', 'validation-accuracy', 'probability-3'].map((id) => figure(page, id)),
  );
  const points = await page.getByTestId('loss-chart').getAttribute('data-points');
  await page.reload();
  await untilStatus(page, 'paused');
  await page.waitForFunction(() => document.querySelector('[data-testid="answer"]')?.textContent === '3');
  const again = await Promise.all(
    ['step', 'loss', 'validation-accuracy', 'probability-3'].map((id) => figure(page, id)),
  );
  assert.deepEqual(again, before);
  assert.equal(await page.getByTestId('loss-chart').getAttribute('data-points'), points);
  await press(page, 'Play');
  await untilFigure(page, 'step', /** @type {number} */ (again[0]) + 10);
});

test('reset begins anew, and stays so after a reload', async () => {
  const { page } = opened;
  await press(page, 'Reset');
  await untilStatus(page, 'ready');
  assert.equal(await figure(page, 'step'), 0);
  assert.equal(await figure(page, 'epoch'), 0);
  assert.equal(await page.getByTestId('loss-chart').getAttribute('data-points'), '0');
  await page.reload();
  await untilStatus(page, 'ready');
  assert.equal(await figure(page, 'step'), 0);
});

test('nothing of it was a fault', () => assertNoFaults(opened));

test('no request has left the origin', () => {
  const { origin } = new URL(bench.host.address);
  assert.ok(opened.requests.length > 5);
  assert.deepEqual(
    opened.requests.filter((address) => new URL(address).origin !== origin),
    [],
  );
});
