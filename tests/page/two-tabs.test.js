/** @file Two tabs at once: each has its own network again after a reload. */

import { after, before, test } from 'node:test';
import { figure, pause, press, startHarness, untilEqual, untilFigure, untilStatus, untilStored } from './harness.js';

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

/** @param {import('playwright-core').Page} page @param {number} steps */
async function train(page, steps) {
  await press(page, 'Play');
  await untilFigure(page, 'step', steps);
  return pause(page);
}

test('each of two tabs has its own network again after a reload', async () => {
  const { page: first } = await harness.open();
  await untilStatus(first, 'ready');
  const trained = await train(first, 200);
  const second = await first.context().newPage();
  await second.goto(`${harness.host.address}?lang=en`);
  // A new tab begins with what is there.
  await untilStatus(second, 'paused');
  await untilEqual(() => figure(second, 'step'), trained);
  const further = await train(second, trained + 200);
  await first.reload();
  await untilStatus(first, 'paused');
  await untilEqual(() => figure(first, 'step'), trained);
  await press(second, 'Reset');
  await untilStatus(second, 'ready');
  await press(second, 'Undo change');
  await untilStatus(second, 'paused');
  await untilStored(second, ({ step }) => step === further);
  await second.reload();
  await untilStatus(second, 'paused');
  await untilEqual(() => figure(second, 'step'), further);
  await first.context().close();
});
