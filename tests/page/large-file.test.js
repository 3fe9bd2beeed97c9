/** @file A large file is read by a worker of its own: the page answers drawings meanwhile, and Cancel ends the worker. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { draw } from './drawing.js';
import { assertNoFaults, eventually, startHarness, untilEqual, untilStatus } from './harness.js';
import { drawings } from './strokes/styles.js';

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

const three = /** @type {import('./strokes/styles.js').Drawing} */ (drawings[3]);

/** Megabytes of a table that takes some seconds to read. */
const LARGE = 60;

test('while a large table is read, drawings are answered by another worker; Cancel ends the one that reads', async () => {
  const opened = await harness.open('?lang=en#/data');
  const { page } = opened;
  const importing = page.getByRole('region', { name: 'Import' });
  await untilStatus(page, 'ready');
  const workers = () =>
    page
      .workers()
      .map((worker) => worker.url().split('/').at(-1))
      .filter((name) => name?.startsWith('prediction')).length;
  assert.equal(workers(), 1);
  await page.evaluate((megabytes) => {
    const line = `${Array.from({ length: 40 }, (_, at) => (at * 0.12345 + 1).toFixed(5)).join()}\n`;
    const million = line.repeat(Math.ceil(1e6 / line.length));
    const transfer = new DataTransfer();
    transfer.items.add(new File(Array(megabytes).fill(million), 'large.csv'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, LARGE);
  await importing.getByRole('progressbar', { name: 'Reading …' }).waitFor();
  await untilEqual(workers, 2);
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await draw(page, three);
  await eventually(async () => assert.match(String(await page.getByTestId('answer').textContent()), /^\d$/));
  await page.getByRole('link', { name: 'Data', exact: true }).click();
  assert.equal(workers(), 2, 'it goes on while another place is shown');
  await importing.getByRole('button', { name: 'Cancel' }).click();
  await untilEqual(workers, 1);
  await untilEqual(() => importing.getByRole('progressbar').count(), 0);
  assertNoFaults(opened);
});
