/** @file Export by the keyboard: a format that is passed is not made, one on which the choice rests is. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertNoFaults, press, startHarness, untilEqual, untilStatus } from './harness.js';

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

/** In the page, before its scripts: what the workers are asked to make, and timers of the rest, which wait to be let go. */
function record() {
  const log = { asked: /** @type {string[]} */ ([]), timers: /** @type {TimerHandler[]} */ ([]), let: () => {} };
  Object.assign(globalThis, { log });
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (/** @type {any[]} */ ...args) {
    const [message] = args;
    if (JSON.stringify(message?.name ?? message) === '"model-export"') log.asked.push(message.params.format);
    return Reflect.apply(postMessage, this, args);
  };
  const start = globalThis.setTimeout;
  log.let = () => {
    for (const timer of log.timers.splice(0)) start(timer);
  };
  // Milliseconds that a format rests.
  const hold = (/** @type {TimerHandler} */ timer, /** @type {number} */ delay, /** @type {any[]} */ ...args) =>
    delay === 400 ? -log.timers.push(timer) : start(timer, delay, ...args);
  Object.assign(globalThis, { setTimeout: hold });
}

test('arrows pass formats without making them; the one on which they rest is made, and what is clicked at once', async () => {
  const opened = await harness.open('?lang=en&data=digits#/train', { prepare: (page) => page.addInitScript(record) });
  const { page } = opened;
  await untilStatus(page, 'ready');
  await press(page, 'Step');
  await untilStatus(page, 'paused');
  await press(page, 'Export');
  const dialog = page.getByTestId('export-dialog');
  const asked = () => page.evaluate(() => /** @type {any} */ (globalThis).log.asked);
  const radios = dialog.getByRole('radio');
  const first = await radios.first().getAttribute('value');
  await radios.first().click();
  await dialog.getByRole('button', { name: 'Download', exact: true }).waitFor();
  assert.deepEqual(await asked(), [first], 'at once: no timer has ended');
  await Promise.all(Array.from({ length: 5 }, () => page.keyboard.press('ArrowDown')));
  await untilEqual(() => radios.nth(5).isChecked(), true);
  const held = () => page.evaluate(() => /** @type {any} */ (globalThis).log.timers.length >= 5);
  await untilEqual(held, true);
  assert.deepEqual(await asked(), [first], 'nothing while no choice has rested');
  await page.evaluate(() => /** @type {any} */ (globalThis).log.let());
  await untilEqual(async () => (await asked()).length, 2);
  await dialog.getByRole('button', { name: 'Download', exact: true }).waitFor();
  assert.deepEqual(await asked(), [first, await radios.nth(5).getAttribute('value')]);
  assertNoFaults(opened);
  await page.context().close();
});
