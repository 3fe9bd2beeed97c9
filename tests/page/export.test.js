/** @file Export and its way back: files of each format, what is refused, and models that return with the same predictions. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { readZip } from '../../www/shared/unzip.js';
import {
  assertNoFaults,
  eventually,
  figure,
  press,
  startHarness,
  trainEpochs,
  untilEqual,
  untilFigure,
  untilStatus,
} from './harness.js';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;

before(async () => {
  harness = await startHarness();
});

after(() => harness.close());

/** @param {Page} page */
async function draw(page) {
  const box = await page.getByTestId('pad').boundingBox();
  assert.ok(box);
  const at = (/** @type {number} */ x, /** @type {number} */ y) =>
    /** @type {const} */ ([box.x + box.width * x, box.y + box.height * y]);
  await page.mouse.move(...at(0.35, 0.2));
  await page.mouse.down();
  await page.mouse.move(...at(0.65, 0.2), { steps: 8 });
  await page.mouse.move(...at(0.45, 0.8), { steps: 8 });
  await page.mouse.up();
}

/** @param {Page} page */
function confidence(page) {
  return page.getByTestId('answer').getAttribute('data-confidence');
}

/** @param {Page} page @param {string} format its name */
async function choose(page, format) {
  await press(page, 'Export');
  await page.getByRole('radio', { name: new RegExp(`^${format}`) }).check();
}

/** @param {Page} page @param {string} name of a button */
async function downloaded(page, name) {
  const begins = page.waitForEvent('download');
  await page
    .getByTestId('export-dialog')
    .getByRole('button', { name, exact: name === 'Download' })
    .click();
  const download = await begins;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** @param {Page} page @param {{ name: string, bytes: Buffer }[]} files */
async function open(page, files) {
  const chooser = page.waitForEvent('filechooser');
  await press(page, 'Open');
  await (await chooser).setFiles(
    files.map(({ name, bytes }) => ({ name, mimeType: 'application/octet-stream', buffer: bytes })),
  );
}

/** @param {Page} page */
async function untilClosed(page) {
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

test('a model goes out as ONNX and as Keras, and comes back with the same answer', async () => {
  const opened = await harness.open('?lang=en&data=digits#/train');
  const { page } = opened;
  await untilStatus(page, 'ready');
  await trainEpochs(page, 2);
  await draw(page);
  // The answer to the whole drawing: it stays.
  let answer = '';
  await eventually(async () => {
    const before = await confidence(page);
    assert.ok(Number(before) > 0.1);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    answer = String(await confidence(page));
    assert.equal(answer, before);
  });
  for (const [format, file] of [
    ['ONNX', 'model.onnx'],
    ['Keras', 'model.keras'],
    ['PyTorch', 'model.safetensors'],
  ]) {
    await choose(page, String(format));
    const { bytes } = await downloaded(page, `${file},`);
    await press(page, 'Close');
    await untilClosed(page);
    await press(page, 'Reset');
    await untilEqual(async () => (await confidence(page)) === answer, false, 'another network answers');
    await open(page, [{ name: String(file), bytes }]);
    await page.getByTestId('file-measured').waitFor();
    assert.ok(Number(await page.getByTestId('file-measured').getAttribute('data-accuracy')) > 0.5);
    await press(page, 'Open this');
    await untilClosed(page);
    await untilEqual(() => figure(page, 'step'), 0);
    await untilStatus(page, 'ready');
    await untilEqual(() => confidence(page), answer, String(format));
    await untilFigure(page, 'validation-accuracy', 0.5);
  }
  // It goes on from there, and what it took the place of comes back.
  await press(page, 'Step');
  await untilEqual(() => figure(page, 'step'), 1);
  await untilStatus(page, 'paused');
  await press(page, 'Undo change');
  await untilEqual(async () => (await confidence(page)) === answer, false);
  assertNoFaults(opened);
  await page.context().close();
});

test('every format has its files, and a proof with the answers of the page', async () => {
  const opened = await harness.open('?lang=en&data=digits#/train');
  const { page } = opened;
  await untilStatus(page, 'ready');
  await press(page, 'Step');
  await untilEqual(() => figure(page, 'step'), 1);
  await untilStatus(page, 'paused');
  await press(page, 'Export');
  const dialog = page.getByTestId('export-dialog');
  for (const [format, file, command] of [
    ['safetensors', 'spec.json', 'node check.mjs'],
    ['ONNX', 'model.onnx', 'python check.py'],
    ['TensorFlow.js', 'model.weights.bin', 'node check.mjs'],
    ['torchrun', 'train.py', 'torchrun --nproc_per_node=2'],
    ['Flower', 'simulate.py', 'python simulate.py'],
  ]) {
    await page.getByRole('radio', { name: new RegExp(`^${format}`) }).check();
    await dialog.getByText(`inkgrad-network-step-1-`).waitFor();
    await dialog.locator('code', { hasText: command }).waitFor();
    // Those of whole programs are folded.
    const fold = dialog.locator('summary');
    if ((await fold.count()) > 0) await fold.click();
    await dialog.getByRole('button', { name: new RegExp(`^${file},`) }).waitFor();
    const { name, bytes } = await downloaded(page, 'Download');
    assert.match(name, /^inkgrad-network-step-1-[a-z]+\.zip$/);
    const archive = await readZip(new Blob([new Uint8Array(bytes)]), { bytes: 1e8, entries: 100 });
    const entries = [...archive.keys()];
    assert.ok(entries.includes(String(file)) && entries.includes('card.md'), entries.join());
  }
  await page.getByRole('radio', { name: /^ONNX/ }).check();
  await page.getByTestId('export-sample').nth(9).waitFor();
  assert.equal(await page.getByTestId('export-sample').count(), 10);
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(
    violations.map(({ id }) => id),
    [],
  );
  const card = String((await downloaded(page, 'card.md,')).bytes);
  for (const fact of ['CC BY 4.0', '8 × 8', 'Steps: 1', 'Intended use', 'Seed: 42'])
    assert.ok(card.includes(fact), fact);
  await page.keyboard.press('Escape');
  await untilClosed(page);
  await untilEqual(() => page.evaluate(() => document.activeElement?.textContent), 'Export');
  assertNoFaults(opened);
  await page.context().close();
});

test('what a format cannot represent is refused with the layer, in both languages', async () => {
  for (const [lang, button, reason] of [
    ['en', 'Export', /TensorFlow\.js cannot represent this network\..*Layer 2: /],
    ['zh', '导出', /TensorFlow\.js 无法表示这个网络。.*第 2 层：/],
  ]) {
    const opened = await harness.open(`?lang=${lang}&data=digits#/train?v=2&data=digits&layers=rows,gru-8,dense-10`);
    const { page } = opened;
    await untilStatus(page, 'ready');
    await press(page, String(button));
    await page.getByRole('radio', { name: /^TensorFlow/ }).check();
    const alert = page.getByTestId('export-dialog').getByRole('alert');
    await alert.waitFor();
    assert.match((await alert.textContent()) ?? '', /** @type {RegExp} */ (reason));
    await page.getByRole('radio', { name: /^ONNX/ }).check();
    await page.getByTestId('export-sample').first().waitFor();
    assertNoFaults(opened);
    await page.context().close();
  }
});

test('the archive of an export and a spec alone open; a filed run is exported by the keyboard on a phone', async () => {
  const opened = await harness.open('?lang=en&data=digits#/train', { viewport: { width: 390, height: 844 } });
  const { page } = opened;
  await untilStatus(page, 'ready');
  await press(page, 'Step');
  await untilEqual(() => figure(page, 'step'), 1);
  await untilStatus(page, 'paused');
  await page.getByRole('link', { name: 'Runs' }).click();
  await page.getByTestId('run-details').getByRole('button', { name: 'Export' }).click();
  await page.getByRole('radio', { name: /^PyTorch/ }).focus();
  await page.keyboard.press('ArrowDown');
  assert.ok(await page.getByRole('radio', { name: /^ONNX/ }).isChecked());
  await page.getByTestId('export-sample').nth(9).waitFor();
  const archive = await downloaded(page, 'Download');
  await page.getByRole('radio', { name: /^JSON/ }).check();
  const spec = await downloaded(page, 'spec.json,');
  const wide = await page.evaluate(() => document.querySelector('dialog')?.scrollWidth);
  assert.ok(Number(wide) <= 390);
  await press(page, 'Close');
  await untilClosed(page);
  await untilEqual(() => page.evaluate(() => document.activeElement?.textContent), 'Export');
  await press(page, 'Menu');
  await open(page, [archive]);
  await page.getByTestId('file-measured').waitFor();
  await press(page, 'Open this');
  await untilClosed(page);
  await untilEqual(() => figure(page, 'step'), 0);
  if (!(await page.getByRole('button', { name: 'Open', exact: true }).isVisible())) await press(page, 'Menu');
  await open(page, [spec]);
  await page.getByRole('dialog').getByText('not trained').waitFor();
  assert.equal(await page.getByLabel('Data to go on with').inputValue(), 'digits');
  await press(page, 'Cancel');
  await untilClosed(page);
  assertNoFaults(opened);
  await page.context().close();
});

test('a format that is being made can be stopped, and is made again when it is wanted', async () => {
  let held = 0;
  const opened = await harness.open('?lang=en#/train', {
    prepare: (page) =>
      page.route('**/inkgrad-export.js', async (route) => {
        held += 1;
        // It comes only once the cancelled export has let go of it.
        await page.waitForFunction(() => globalThis.document?.body.dataset.ready === 'yes').catch(() => {});
        await route.continue().catch(() => {});
      }),
  });
  const { page } = opened;
  await untilStatus(page, 'ready');
  await choose(page, 'ONNX');
  await page.getByTestId('export-dialog').getByRole('progressbar').waitFor();
  await untilEqual(() => held, 1);
  await press(page, 'Cancel');
  await page.getByText('Choose a format.').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('value')), 'onnx');
  await page.evaluate(() => {
    document.body.dataset.ready = 'yes';
  });
  await page.getByRole('radio', { name: /^ONNX/ }).check();
  await page.getByTestId('export-sample').first().waitFor();
  assertNoFaults(opened);
  await page.context().close();
});

test('without a connection the part that is missing is said, and can be tried again', async () => {
  const { page } = await harness.open('?lang=en#/train', {
    prepare: (page) => page.route('**/inkgrad-keras.js', (route) => route.abort()),
  });
  await untilStatus(page, 'ready');
  await choose(page, 'Keras');
  await page
    .getByTestId('export-dialog')
    .getByText(/could not be loaded.*check the connection/)
    .waitFor();
  await page.unroute('**/inkgrad-keras.js');
  await press(page, 'Try again');
  await page.getByTestId('export-sample').first().waitFor();
  await page.context().close();
});

test('a foreign file that cannot be opened changes nothing', async () => {
  const opened = await harness.open('?lang=en&data=digits#/train');
  const { page } = opened;
  await untilStatus(page, 'ready');
  await press(page, 'Step');
  await untilEqual(() => figure(page, 'step'), 1);
  const address = page.url();
  const header = JSON.stringify({ weight: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } });
  const arrays = Buffer.concat([Buffer.alloc(8), Buffer.from(header), Buffer.alloc(4)]);
  arrays.writeBigUInt64LE(BigInt(header.length), 0);
  for (const [name, bytes, reason] of /** @type {[string, Buffer, RegExp][]} */ ([
    ['broken.onnx', Buffer.from([8, 255, 255, 3]), /no ONNX model, or it is damaged/],
    ['broken.keras', Buffer.from('PK'), /cut off or damaged/],
    ['arrays.safetensors', arrays, /together with a JSON file/],
  ])) {
    await open(page, [{ name, bytes }]);
    await page.getByRole('dialog').getByText(reason).waitFor();
    await page.getByRole('dialog').getByText('Nothing has changed.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Open this' }).count(), 0);
    await press(page, 'Close');
    await untilClosed(page);
  }
  assert.equal(page.url(), address);
  assert.equal(await figure(page, 'step'), 1);
  assertNoFaults(opened);
  await page.context().close();
});
