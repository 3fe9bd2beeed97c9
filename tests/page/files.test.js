/** @file A model's file: saved, looked into, opened, refused; and the former run comes back. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { assertNoFaults, figure, pause, press, startHarness, untilEqual, untilFigure, untilStatus } from './harness.js';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

/** @param {Page} page */
async function train(page) {
  await press(page, 'Play');
  await untilFigure(page, 'step', 150);
  await page.getByText('55,000 pictures', { exact: true }).waitFor();
  return pause(page);
}

/** @param {Page} page */
async function save(page) {
  const begins = page.waitForEvent('download');
  await press(page, 'Save');
  const download = await begins;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/**
 * @param {Page} page
 * @param {Buffer} buffer
 * @param {string} [name]
 */
async function choose(page, buffer, name = 'model.safetensors') {
  const asked = page.waitForEvent('filechooser');
  await press(page, 'Open');
  await (await asked).setFiles({ name, mimeType: 'application/octet-stream', buffer });
  await page.getByRole('dialog').waitFor();
}

/**
 * @param {Page} page
 * @param {'drop' | 'paste'} kind
 * @param {Buffer} buffer
 * @param {string} name
 */
async function give(page, kind, buffer, name) {
  await page.evaluate(
    ([type, base64, name]) => {
      const bytes = Uint8Array.from(atob(String(base64)), (letter) => letter.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], String(name)));
      const event =
        type === 'drop'
          ? new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true })
          : new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
    },
    [kind, buffer.toString('base64'), name],
  );
  await page.getByRole('dialog').waitFor();
}

/** @param {Page} page */
function dialogText(page) {
  return page.getByRole('dialog').innerText();
}

/** @param {Page} page */
async function untilClosed(page) {
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

test('what was saved opens at its step, goes on from its very bits, and the former run comes back', async () => {
  const opened = await harness.open('?lang=en#/train?v=2&layers=flatten,dense-24-relu,dense-10&learning_rate=0.002');
  const { page } = opened;
  const step = await train(page);
  const epoch = await figure(page, 'epoch');
  const first = await save(page);
  assert.equal(first.name, `inkgrad-network-step-${step}.safetensors`);
  // Another network learns meanwhile.
  await page.getByLabel('Network to begin with').selectOption('mlp');
  await untilEqual(() => figure(page, 'step'), 0);
  const other = await train(page);
  await choose(page, first.bytes, first.name);
  await page.getByRole('button', { name: 'Open this' }).waitFor();
  const shown = await dialogText(page);
  for (const fact of ['Dense 24 → Dense 10', 'MNIST', `${step} steps`, '19,090', 'inkgrad 0.'])
    assert.ok(shown.includes(fact), `${fact} in ${shown}`);
  // Nothing is replaced before it is said.
  assert.equal(await figure(page, 'step'), other);
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(violations.map(({ id }) => id), []);
  await press(page, 'Open this');
  await untilClosed(page);
  await untilEqual(() => figure(page, 'step'), step);
  await untilStatus(page, 'paused');
  assert.equal(await figure(page, 'epoch'), epoch);
  await page.waitForFunction(() => location.hash.includes('dense-24-relu') && location.hash.includes('learning_rate=0.002'));
  const again = await save(page);
  assert.equal(again.name, first.name);
  assert.ok(again.bytes.equals(first.bytes), 'the same file to the byte');
  await press(page, 'Undo change');
  await untilEqual(() => figure(page, 'step'), other);
  await untilStatus(page, 'paused');
  await press(page, 'Redo change').catch(() => {});
  assertNoFaults(opened);
  await page.context().close();
});
