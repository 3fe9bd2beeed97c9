/** @file By keyboard alone: Play is near, keys do what the focused part says, and the focus is never lost. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertNoFaults, eventually, startHarness, untilEqual, untilFigure, untilStatus } from './harness.js';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

/** @param {Page} page */
const focused = (page) =>
  page.evaluate(() => {
    const { activeElement } = document;
    return activeElement?.getAttribute('aria-label') ?? activeElement?.id ?? activeElement?.textContent ?? '';
  });

/** @param {Page} page @param {string} name */
async function pressByKey(page, name) {
  await page.getByRole('button', { name, exact: true }).focus();
  await page.keyboard.press('Enter');
}

for (const place of ['train', 'build']) {
  test(`in ${place}, Play is within three Tab stops`, async () => {
    const { page } = await harness.open(`?lang=en#/${place}`);
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const text = () => page.evaluate(() => document.activeElement?.textContent);
    await untilEqual(text, 'Play');
    await page.keyboard.press('Enter');
    await untilStatus(page, 'running');
    await untilEqual(text, 'Pause');
    await page.context().close();
  });
}

test('a notice that goes gives the focus back', async () => {
  const opened = await harness.open();
  const { page } = opened;
  await untilStatus(page, 'ready');
  await pressByKey(page, 'Play');
  await untilFigure(page, 'step', 50);
  for (const button of ['Undo change', 'Close message']) {
    await pressByKey(page, 'Reset');
    await page.getByTestId('undo-notice').waitFor();
    await pressByKey(page, button);
    await page.getByTestId('undo-notice').waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.textContent === 'Reset');
    if (button === 'Undo change') await untilFigure(page, 'step', 50);
  }
  assertNoFaults(opened);
  await page.context().close();
});

/** In the page: notes which commands go to the workers. */
function noteCommands() {
  const commands = /** @type {string[]} */ ([]);
  Object.assign(globalThis, { commands });
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (/** @type {[any, any]} */ ...given) {
    commands.push(given[0].type);
    return postMessage.apply(this, given);
  };
}

test('an arrow key in the list of layers does not train', async () => {
  const { page } = await harness.open('?lang=en#/build', { prepare: (opening) => opening.addInitScript(noteCommands) });
  await page.getByRole('treeitem', { name: /^Layer 2/ }).focus();
  await untilStatus(page, 'ready');
  for (const key of ['ArrowRight', 'c', 'z']) await page.keyboard.press(key);
  await eventually(async () => assert.match(await focused(page), /^Layer 2/));
  // Space plays here as elsewhere.
  await page.keyboard.press('Space');
  await untilStatus(page, 'running');
  const commands = await page.evaluate(() => Object(globalThis).commands);
  assert.ok(commands.includes('play'));
  assert.ok(!commands.includes('step'), String(commands));
  await page.context().close();
});

test('what is said twice is spoken twice', async () => {
  const { page } = await harness.open();
  await untilStatus(page, 'ready');
  await page.evaluate(() => {
    const region = document.querySelector('[aria-live=polite].visually-hidden');
    const said = /** @type {string[]} */ ([]);
    Object.assign(globalThis, { said });
    new MutationObserver((records) => {
      for (const { addedNodes } of records) for (const node of addedNodes) said.push(node.textContent ?? '');
    }).observe(/** @type {Element} */ (region), { childList: true, subtree: true });
  });
  for (let time = 0; time < 2; time += 1) {
    await pressByKey(page, 'Play');
    await untilStatus(page, 'running');
    await pressByKey(page, 'Pause');
    await untilStatus(page, 'paused');
  }
  await page.waitForFunction(
    () => Object(globalThis).said.filter((/** @type {string} */ one) => one === 'Paused').length === 2,
  );
  await page.context().close();
});
