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

/** Milliseconds that the choice rests; timers of a browser may be a little early. */
const REST = 390;

/** @typedef {{ format: string, at: number }} Moment */

/** In the page, before its scripts: what is chosen, and what the workers are asked to make. */
function record() {
  const log = { chosen: /** @type {Moment[]} */ ([]), asked: /** @type {Moment[]} */ ([]) };
  Object.assign(globalThis, { log });
  document.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement && target.name === 'export-format')
      log.chosen.push({ format: target.value, at: performance.now() });
  });
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (/** @type {any[]} */ ...args) {
    const [message] = args;
    if (JSON.stringify(message?.name ?? message) === '"model-export"')
      log.asked.push({ format: message.params.format, at: performance.now() });
    return Reflect.apply(postMessage, this, args);
  };
}

test('arrows pass formats without making them; the one on which they rest is made, and what is clicked at once', async () => {
  const opened = await harness.open('?lang=en&data=digits#/train', { prepare: (page) => page.addInitScript(record) });
  const { page } = opened;
  await untilStatus(page, 'ready');
  await press(page, 'Step');
  await untilStatus(page, 'paused');
  await press(page, 'Export');
  const dialog = page.getByTestId('export-dialog');
  const log = () => page.evaluate(() => /** @type {any} */ (globalThis).log);
  const radios = dialog.getByRole('radio');
  await radios.first().click();
  await dialog.getByRole('button', { name: 'Download', exact: true }).waitFor();
  const before = await log();
  assert.equal(before.asked.length, 1);
  assert.ok(before.asked[0].at - before.chosen[0].at < REST, 'at once');
  // Sent together, so that they follow each other as fast as a key that repeats.
  await Promise.all(Array.from({ length: 5 }, () => page.keyboard.press('ArrowDown')));
  const last = await radios.nth(5).getAttribute('value');
  await untilEqual(async () => (await log()).asked.at(-1).format, last);
  await untilEqual(() => radios.nth(5).isChecked(), true);
  await dialog.getByRole('button', { name: 'Download', exact: true }).waitFor();
  /** @type {{ chosen: Moment[], asked: Moment[] }} */
  const { chosen, asked } = await log();
  assert.equal(chosen.length, 6);
  const rested = chosen
    .slice(1)
    .filter(({ at }, index) => (chosen[index + 2]?.at ?? Number.POSITIVE_INFINITY) - at > REST);
  assert.deepEqual(
    asked.slice(1).filter(({ format }) => !rested.some((one) => one.format === format)),
    [],
  );
  assertNoFaults(opened);
  await page.context().close();
});
