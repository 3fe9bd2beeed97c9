/** @file Two tabs at once: each has its own network again after a reload. */

import { after, before, test } from 'node:test';
import { pngOf } from '../../www/worker/export/png.js';
import { mnist, zip } from '../www/sample-files.js';
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

test('a run of another tab is listed without a reload', async () => {
  const { page: first } = await harness.open('?lang=en&data=digits#/runs');
  await untilStatus(first, 'ready');
  const second = await first.context().newPage();
  await second.goto(`${harness.host.address}?lang=en&data=digits`);
  await untilStatus(second, 'ready');
  const trained = await train(second, 20);
  const steps = () =>
    first.getByTestId('run').evaluateAll((all) => all.map((one) => Number(one.getAttribute('data-steps'))));
  await untilEqual(steps, [trained]);
  await first.context().close();
});

test('samples, classes and data sets of one tab are there in the other, without a reload', async () => {
  const { page: first } = await harness.open('?lang=en&data=digits#/data');
  const second = await first.context().newPage();
  await second.goto(`${harness.host.address}?lang=en&data=digits#/data`);
  for (const page of [first, second]) await untilStatus(page, 'ready');
  await first.getByRole('textbox', { name: 'Names of the classes' }).fill('left, right');
  await press(first, 'Create');
  const counts = (/** @type {import('playwright-core').Page} */ page) =>
    page.getByTestId('own-class').evaluateAll((all) => all.map((one) => one.getAttribute('data-count')));
  await untilEqual(() => counts(second), ['0', '0']);
  const pictures = mnist(3);
  const folders = Object.fromEntries(
    await Promise.all(
      [0, 1, 2].map(async (at) => {
        const name = at === 0 ? 'left/0.png' : `right/${at}.png`;
        return [name, await pngOf(pictures.inputs.subarray(784 * at, 784 * (at + 1)), 28, 28)];
      }),
    ),
  );
  const { file } = await zip('sides.zip', folders);
  const [chooser] = await Promise.all([
    first.waitForEvent('filechooser'),
    first.getByRole('button', { name: 'Choose files' }).click(),
  ]);
  const buffer = Buffer.from(await file.arrayBuffer());
  await chooser.setFiles({ name: 'sides.zip', mimeType: 'application/zip', buffer });
  await press(first, 'Use as own classes');
  await untilEqual(() => counts(first), ['1', '2']);
  await untilEqual(() => counts(second), ['1', '2']);
  await press(second, 'Delete this set');
  await untilEqual(() => counts(first), []);
  await press(second, 'Restore');
  await untilEqual(() => counts(first), ['1', '2']);
  await first.context().close();
});
