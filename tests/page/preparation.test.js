/** @file What the network gets from a hand: the stages with their answers, and steps left out for the pad. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { draw } from './drawing.js';
import { assertNoFaults, eventually, figure, press, startHarness, trainEpochs } from './harness.js';
import { drawings } from './strokes/styles.js';

/** @typedef {import('./strokes/styles.js').Drawing} Drawing */

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;
/** @type {import('./harness.js').Opened} */
let opened;

/** A seven in the upper right corner. */
const seven = /** @type {Drawing} */ ({
  digit: 7,
  note: 'in a corner',
  strokes: [
    [
      [0, 0],
      [100, 0],
      [100, 0],
      [35, 100],
    ],
  ],
  place: { x: 76, y: 26, width: 26, height: 34, pen: 6 },
});

before(async () => {
  harness = await startHarness();
  opened = await harness.open();
  const { page } = opened;
  await trainEpochs(page, 2);
  await draw(page, seven);
  await page.waitForFunction(() => document.querySelector('[data-testid="answer"]')?.textContent === '7');
});
after(() => harness.close());

/** @returns {Promise<string>} as the rows write it: `7 · 98 %` */
function answerOfPad() {
  return opened.page.evaluate(() => {
    const answer = /** @type {HTMLElement} */ (document.querySelector('[data-testid="answer"]'));
    return `${answer.textContent} · ${Math.round(100 * Number(answer.dataset.confidence))} %`;
  });
}

/** @returns {Promise<string>} the pixels that the network gets */
function seen() {
  return opened.page
    .getByTestId('model-input')
    .evaluate((canvas) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL());
}

/** @param {string} name of a step */
function stepSwitch(name) {
  return opened.page.getByRole('checkbox', { name, exact: true });
}

/**
 * Waits until a row shows an answer.
 *
 * @param {string} id
 */
async function promised(id) {
  const row = opened.page.locator(`#preparation-${id}`);
  await row.filter({ hasText: /\d · \d+ %/ }).waitFor();
  return (await row.textContent()) ?? '';
}

test('the stages and the answer at each; the last is that of the pad', async () => {
  const { page } = opened;
  await press(page, 'what it sees');
  const stages = page.getByRole('list', { name: 'How the drawing is prepared' }).getByRole('listitem');
  await eventually(async () => assert.ok((await stages.nth(3).textContent())?.includes(await answerOfPad())));
  assert.equal(await stages.count(), 4);
  for (const [at, name] of ['drawn', 'cropped', 'scaled', 'centred'].entries()) {
    assert.match((await stages.nth(at).textContent()) ?? '', new RegExp(`${name}\\d · \\d+ %`));
  }
  await page.getByRole('img', { name: 'centred, 28 × 28' }).waitFor();
});

test('by keyboard a step is left out: the pad gives the answer that its row has promised', async () => {
  const { page } = opened;
  const [whole, before, step] = [await answerOfPad(), await seen(), await figure(page, 'step')];
  const told = await promised('centre');
  await stepSwitch('Centre by mass').focus();
  await page.keyboard.press('Space');
  await page.getByText('Preparation changed').waitFor();
  await page.waitForFunction((expected) => {
    const answer = /** @type {HTMLElement} */ (document.querySelector('[data-testid="answer"]'));
    return `${answer.textContent} · ${Math.round(100 * Number(answer.dataset.confidence))} %` === expected;
  }, told);
  await page.getByRole('img', { name: 'centred: left out, 28 × 28' }).waitFor();
  assert.notEqual(await seen(), before);
  await page.locator('#preparation-centre').filter({ hasText: whole }).waitFor();
  assert.equal(await figure(page, 'step'), step, 'training is as it was');
  assert.ok(await stepSwitch('Centre by mass').evaluate((node) => node === document.activeElement));
});

test('folded up, the change is still said, and one press restores all', async () => {
  const { page } = opened;
  await stepSwitch('Light ink on dark').uncheck();
  await press(page, 'what it sees');
  await page.getByText('Preparation changed').waitFor();
  await press(page, 'Restore all');
  await page.getByText('Preparation changed').waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.querySelector('[data-testid="answer"]')?.textContent === '7');
  assert.ok(await page.evaluate(() => document.activeElement !== document.body), 'the focus is not lost');
  await press(page, 'what it sees');
  for (const name of [
    'Crop to the ink',
    'Keep proportions, 20 px',
    'Average areas',
    'Centre by mass',
    'Light ink on dark',
  ]) {
    assert.ok(await stepSwitch(name).isChecked(), name);
  }
});

test('a drawing that changes while a step is left out is answered by what the network gets', async () => {
  const { page } = opened;
  await stepSwitch('Crop to the ink').uncheck();
  await press(page, 'Clear');
  await page.waitForFunction(() => document.querySelector('[data-testid="answer"]')?.textContent === '');
  await page.getByText('Draw something').waitFor();
  await draw(page, /** @type {Drawing} */ (drawings[10]));
  const last = page.getByRole('list', { name: 'How the drawing is prepared' }).getByRole('listitem').nth(3);
  await last.filter({ hasText: /\d · \d+ %/ }).waitFor();
  await page.waitForFunction(() => {
    const answer = /** @type {HTMLElement} */ (document.querySelector('[data-testid="answer"]'));
    const written = `${answer.textContent} · ${Math.round(100 * Number(answer.dataset.confidence))} %`;
    return document.querySelectorAll('.step-answer')[3]?.textContent === written;
  });
  await press(page, 'Restore all');
});

test('a picture of the data set needs no preparation', async () => {
  const { page } = opened;
  await press(page, 'Use a sample digit');
  await page.getByText('nothing has to be done to it').waitFor();
  assertNoFaults(opened);
});
