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
async function dialogText(page) {
  return (await page.getByRole('dialog').textContent()) ?? '';
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
  await press(page, 'Step');
  await untilEqual(() => figure(page, 'step'), step + 1);
  await untilStatus(page, 'paused');
  const onward = await save(page);
  assert.equal(first.name, `inkgrad-network-step-${step}.safetensors`);
  // Another network learns meanwhile.
  await page.getByLabel('Network to begin with').selectOption('mlp');
  await untilEqual(() => figure(page, 'step'), 0);
  const other = await train(page);
  const replaced = await save(page);
  const points = await page.getByTestId('loss-chart').getAttribute('data-points');
  await choose(page, first.bytes, first.name);
  await page.getByRole('button', { name: 'Open this' }).waitFor();
  const shown = await dialogText(page);
  for (const fact of ['Dense 24 → Dense 10', 'MNIST', `${step.toLocaleString('en')} steps`, '19,090', 'inkgrad 0.'])
    assert.ok(shown.includes(fact), `${fact} in ${shown}`);
  // Nothing is replaced before it is said.
  assert.equal(await figure(page, 'step'), other);
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(
    violations.map(({ id }) => id),
    [],
  );
  await press(page, 'Open this');
  await untilClosed(page);
  await untilEqual(() => figure(page, 'step'), step);
  await untilStatus(page, 'paused');
  assert.equal(await figure(page, 'epoch'), epoch);
  await page.waitForFunction(
    () => location.hash.includes('dense-24-relu') && location.hash.includes('learning_rate=0.002'),
  );
  const again = await save(page);
  assert.equal(again.name, first.name);
  assert.ok(again.bytes.equals(first.bytes), 'the same file to the byte');
  await press(page, 'Undo change');
  await untilEqual(() => figure(page, 'step'), other);
  await untilStatus(page, 'paused');
  assert.equal(await page.getByTestId('loss-chart').getAttribute('data-points'), points);
  assert.ok((await save(page)).bytes.equals(replaced.bytes), 'the former run has its very weights');
  // Dropped anywhere it opens as well, and its next step is the one that it would have taken.
  await give(page, 'drop', first.bytes, first.name);
  await press(page, 'Open this');
  await untilClosed(page);
  await untilEqual(() => figure(page, 'step'), step);
  await untilStatus(page, 'paused');
  await press(page, 'Step');
  await untilEqual(() => figure(page, 'step'), step + 1);
  await untilStatus(page, 'paused');
  assert.ok((await save(page)).bytes.equals(onward.bytes), 'the next step to the bit');
  assertNoFaults(opened);
  await page.context().close();
});

test('Escape and Cancel change nothing; the focus is where it was', async () => {
  const opened = await harness.open('?lang=en&data=digits#/train');
  const { page } = opened;
  await untilStatus(page, 'ready');
  const { bytes, name } = await save(page);
  assert.match(name, /-step-0\.safetensors$/);
  for (const leave of [() => page.keyboard.press('Escape'), () => press(page, 'Cancel')]) {
    await choose(page, bytes);
    await page.getByRole('button', { name: 'Open this' }).waitFor();
    assert.match(await dialogText(page), /not trained/);
    await leave();
    await untilClosed(page);
    await untilEqual(() => page.evaluate(() => document.activeElement?.textContent), 'Open');
  }
  assert.equal(await page.getByTestId('undo-notice').count(), 0);
  assertNoFaults(opened);
  await page.context().close();
});

test('damaged and foreign files are refused with the reason, and training goes on', async () => {
  const opened = await harness.open('?lang=en&data=digits#/train');
  const { page } = opened;
  await untilStatus(page, 'ready');
  const { bytes } = await save(page);
  await press(page, 'Play');
  await untilFigure(page, 'step', 20);
  const address = page.url();
  const lying = Buffer.from(bytes);
  lying.writeBigUInt64LE(2n ** 60n, 0);
  const garbled = Buffer.from(bytes);
  garbled.write('#', 8);
  const spec = { input: [1, 8, 8], layers: [{ kind: 'magic' }], loss: { kind: 'mse' }, optimizer: { kind: 'sgd' } };
  const header = JSON.stringify({ __metadata__: { 'inkgrad.spec': JSON.stringify(spec) } });
  const hostile = Buffer.concat([Buffer.alloc(8), Buffer.from(header)]);
  hostile.writeBigUInt64LE(BigInt(header.length), 0);
  /** @type {[string, Buffer, RegExp, 'choose' | 'drop' | 'paste'][]} */
  const cases = [
    ['cut.safetensors', bytes.subarray(0, bytes.length - 100), /cut off or damaged/, 'choose'],
    ['garbled.safetensors', garbled, /The file is damaged: its header cannot be read from byte 8 on/, 'choose'],
    ['lying.safetensors', lying, /no whole safetensors file/, 'drop'],
    ['picture.safetensors', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), /PNG picture/, 'paste'],
    ['hostile.safetensors', hostile, /magic/, 'drop'],
  ];
  for (const [name, buffer, reason, way] of cases) {
    if (way === 'choose') await choose(page, buffer, name);
    else await give(page, way, buffer, name);
    await page.getByRole('dialog').getByText(reason).waitFor();
    await page.getByRole('dialog').getByText('Nothing has changed.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Open this' }).count(), 0);
    await press(page, 'Close');
    await untilClosed(page);
  }
  await untilFigure(page, 'step', (await figure(page, 'step')) + 1);
  await untilStatus(page, 'running');
  assert.equal(page.url(), address);
  assert.equal(await page.getByTestId('undo-notice').count(), 0);
  assertNoFaults(opened);
  await page.context().close();
});

test('a file for other data brings its data; on a phone both buttons are in the menu', async () => {
  const digits = await harness.open('?lang=zh&data=digits#/train', { viewport: { width: 390, height: 844 } });
  const { page } = digits;
  await untilStatus(page, 'ready');
  assert.equal(await page.getByRole('button', { name: '保存', exact: true }).count(), 0);
  await press(page, '菜单');
  const begins = page.waitForEvent('download');
  await press(page, '保存');
  const bytes = await readFile(await (await begins).path());
  const wide = await harness.open('?lang=zh#/train');
  await untilStatus(wide.page, 'ready');
  await give(wide.page, 'paste', bytes, 'digits.safetensors');
  await press(wide.page, '打开此文件');
  await untilClosed(wide.page);
  await wide.page.waitForURL(/data=digits/);
  await untilStatus(wide.page, 'ready');
  for (const opened of [digits, wide]) {
    assertNoFaults(opened);
    await opened.page.context().close();
  }
});
