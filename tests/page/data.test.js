/** @file The place Data: files become data sets, what of them is used, and samples that go out and come back. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { csv, idx, mnist } from '../www/sample-files.js';
import {
  assertNoFaults,
  eventually,
  figure,
  pause,
  press,
  startHarness,
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

const few = mnist(400);

/**
 * Drops files anywhere on the page.
 *
 * @param {Page} page
 * @param {[name: string, bytes: Buffer][]} files
 */
async function drop(page, files) {
  await page.evaluate(
    (given) => {
      const transfer = new DataTransfer();
      for (const [name, base64] of given) {
        const bytes = Uint8Array.from(atob(String(base64)), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], String(name)));
      }
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    },
    files.map(([name, bytes]) => [name, bytes.toString('base64')]),
  );
}

/** @param {{ inputs: Uint8Array, labels: Uint8Array }} samples @returns {[string, Buffer][]} */
function idxFiles({ inputs, labels }, name = 'train') {
  return [
    [`${name}-images-idx3-ubyte`, idx(inputs, [labels.length, 28, 28])],
    [`${name}-labels-idx1-ubyte`, idx(labels, [labels.length])],
  ];
}

/** @param {Page} page */
const importing = (page) => page.getByRole('region', { name: 'Import' });

/** @param {Page} page @param {string} title */
async function useImport(page, title) {
  await importing(page).getByLabel('Title', { exact: true }).fill(title);
  await press(page, 'Train on these');
  await page.getByRole('heading', { name: `In use: ${title}` }).waitFor();
  await untilStatus(page, 'ready');
}

/** @param {Page} page @param {string} label @param {number} stop */
async function slide(page, label, stop) {
  const slider = page.getByRole('slider', { name: label, exact: true });
  await slider.fill(String(stop));
}

/** @param {Page} page */
async function parts(page) {
  return page.locator('.data-figures').textContent();
}

test('IDX files that are dropped on Train open Data, are previewed, trained on, and there after a reload', async () => {
  const opened = await harness.open('?lang=en#/train');
  const { page } = opened;
  await untilStatus(page, 'ready');
  await drop(page, [...idxFiles(few), ...idxFiles(mnist(50, 400), 't10k')]);
  await page.waitForFunction(() => location.hash.startsWith('#/data'));
  await importing(page).getByText('450 pictures of 28 × 28 in 10 classes.').waitFor();
  await importing(page).getByText('400 train, of which a fifth is held back for validation.').waitFor();
  assert.equal(await importing(page).getByTestId('sample').count(), 40);
  assert.equal(await importing(page).getByTestId('sample').first().getAttribute('data-label'), '0');
  await page.getByRole('heading', { name: 'In use: MNIST' }).waitFor();
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(
    violations.map(({ id }) => id),
    [],
  );
  await useImport(page, 'My digits');
  await untilEqual(() => parts(page), '320 training · 80 validation · 50 test');
  await press(page, 'Play');
  await untilFigure(page, 'epoch', 3);
  await untilFigure(page, 'validation-accuracy', 0.5);
  const step = await pause(page);
  await page.waitForURL(/data=own-[0-9a-f]{12}/);
  await page.reload();
  await page.getByRole('heading', { name: 'In use: My digits' }).waitFor();
  await untilEqual(() => figure(page, 'step'), step);
  assertNoFaults(opened);
  await page.context().close();
});

test('a spreadsheet’s table that is pasted becomes pictures; Undo change brings the former run back', async () => {
  const opened = await harness.open('?lang=en#/train');
  const { page } = opened;
  await untilStatus(page, 'ready');
  await press(page, 'Step');
  await untilEqual(() => figure(page, 'step'), 1);
  await page.getByRole('link', { name: 'Data', exact: true }).click();
  await importing(page).waitFor();
  const table = csv(
    { inputs: few.inputs.slice(0, 784 * 100), labels: few.labels.slice(0, 100) },
    { separator: ';', write: (value) => String(value / 255).replace('.', ','), end: '\r\n' },
  );
  await page.evaluate((text) => {
    const transfer = new DataTransfer();
    transfer.setData('text/plain', text);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true }));
  }, table);
  await importing(page).getByText('100 pictures of 28 × 28 in 10 classes.').waitFor();
  await useImport(page, 'Pasted');
  await press(page, 'Undo change');
  await page.getByRole('heading', { name: 'In use: MNIST' }).waitFor();
  await untilEqual(() => figure(page, 'step'), 1);
  assertNoFaults(opened);
  await page.context().close();
});

test('broken files say where, and leave everything as it is', async () => {
  const opened = await harness.open('?lang=en&data=digits#/data');
  const { page } = opened;
  await untilStatus(page, 'ready');
  const address = page.url();
  const gone = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), Buffer.alloc(30, 7)]);
  /** @type {[string, Buffer, RegExp][]} */
  const cases = [
    ['ragged.csv', Buffer.from('a,b\n1,2\n3\n'), /line 3/i],
    ['cut.idx', idx(few.inputs.slice(0, 784 * 2), [3, 28, 28]), /byte 1,584: The IDX header says 2368 bytes/],
    ['cut.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), /The PNG picture is cut off or damaged\./],
    ['cut.csv.gz', gone, /The gzip file is cut off or damaged\./],
    ['labels.idx', idx(few.labels, [400]), /no pictures belong to its 400 labels/],
    ['noise.bin', Buffer.from([1, 2, 3, 4, 5]), /It is no file of a kind that is read here/],
  ];
  for (const [name, bytes, reason] of cases) {
    await drop(page, [[name, bytes]]);
    await importing(page).getByText(reason).first().waitFor();
    assert.equal(await page.getByRole('button', { name: 'Train on these' }).count(), 0);
    await importing(page)
      .getByRole('button', { name: /Close|Cancel/ })
      .click();
    await untilEqual(() => page.locator('.data-review').count(), 0);
  }
  assert.equal(page.url(), address);
  assert.equal(await page.getByTestId('undo-notice').count(), 0);
  assertNoFaults(opened);
  await page.context().close();
});

test('an import is given up with Cancel, and the focus stays in it', async () => {
  const { page } = await harness.open('?lang=en&data=digits#/data');
  await untilStatus(page, 'ready');
  await drop(page, idxFiles(few));
  await press(page, 'Cancel');
  await untilEqual(() => page.locator('.data-review').count(), 0);
  await untilEqual(() => page.evaluate(() => document.activeElement?.textContent), 'Import');
  await page.getByRole('heading', { name: 'In use: UCI digits' }).waitFor();
  await page.context().close();
});

test('the split, a smaller training set and label noise begin the network anew, and stand in the address', async () => {
  const opened = await harness.open('?lang=en&data=digits#/data');
  const { page } = opened;
  await untilStatus(page, 'ready');
  const before = await eventuallyParts(page);
  assert.match(before, /training .* validation/);
  await slide(page, 'Held back for validation', 8);
  await page.waitForURL(/data\.validation=0\.5/);
  const halves = /^(\d+) training · (\d+) validation/;
  await eventually(async () => {
    const [, train, held] = halves.exec((await parts(page))?.replaceAll(',', '') ?? '') ?? [];
    assert.ok(Math.abs(Number(train) - Number(held)) <= 1);
  });
  const seed = page.getByLabel('Seed of the split');
  await seed.fill('7');
  await page.waitForURL(/data\.split_seed=7/);
  for (const wrong of ['-3', '1.5', '']) {
    await seed.fill(wrong);
    await page.getByText('A seed is a whole number from 0 to 4,294,967,295. 7 stays in use.').waitFor();
    assert.deepEqual([await seed.getAttribute('aria-invalid'), await seed.inputValue()], ['true', wrong]);
  }
  await seed.press('Escape');
  await untilEqual(() => seed.inputValue(), '7');
  assert.equal(await seed.getAttribute('aria-invalid'), null);
  assert.match(page.url(), /data\.split_seed=7/);
  await slide(page, 'Training samples', 3);
  await page.waitForURL(/data\.limit=100/);
  await untilEqual(async () => (await parts(page))?.startsWith('100 training'), true);
  await slide(page, 'Label noise', 3);
  await page.waitForURL(/data\.noise=0\.2/);
  await untilStatus(page, 'ready');
  // A hundred samples are learned by heart within seconds.
  await press(page, 'Play');
  await untilFigure(page, 'epoch', 5);
  await press(page, 'Pause');
  await untilStatus(page, 'paused');
  await slide(page, 'Label noise', 0);
  await untilEqual(() => page.url().includes('data.noise'), false);
  await press(page, 'Undo change');
  await page.waitForURL(/data\.noise=0\.2/);
  await untilEqual(async () => (await figure(page, 'epoch')) >= 5, true);
  assertNoFaults(opened);
  await page.context().close();
});

/** @param {Page} page @returns {Promise<string>} once they are counted */
async function eventuallyParts(page) {
  await untilEqual(async () => (await parts(page))?.includes('·'), true);
  return (await parts(page)) ?? '';
}

test('pictures by class page; augmentation is shown on them', async () => {
  const opened = await harness.open('?lang=en&data=digits#/data');
  const { page } = opened;
  await untilStatus(page, 'ready');
  const used = page.getByRole('region', { name: /In use/ });
  await used.getByRole('combobox', { name: 'Class', exact: true }).selectOption('3');
  await untilEqual(
    () => used.getByTestId('sample').evaluateAll((all) => [...new Set(all.map((one) => one.dataset.label))]),
    ['3'],
  );
  await used.getByText(/^1–60 of \d+$/).waitFor();
  await press(page, 'Next');
  await used.getByText(/^61–120 of \d+$/).waitFor();
  assert.equal(await used.locator('.data-draws li').count(), 0);
  await used.getByRole('textbox', { name: /Rotation/ }).fill('30');
  await page.keyboard.press('Enter');
  await untilEqual(() => used.locator('.data-draws li').count(), 4);
  const pictures = await used
    .locator('.data-draws li')
    .first()
    .locator('canvas')
    .evaluateAll((all) => all.map((one) => /** @type {HTMLCanvasElement} */ (one).toDataURL()));
  assert.equal(new Set(pictures).size, 8, 'each is another');
  assertNoFaults(opened);
  await page.context().close();
});

/** @param {Page} page */
async function download(page) {
  const begins = page.waitForEvent('download');
  await press(page, 'Download the samples');
  return readFile(await (await begins).path());
}

test('what goes out comes in again: the same data set; it is renamed, deleted, and brought back', async () => {
  const opened = await harness.open('?lang=en#/data');
  const { page } = opened;
  await untilStatus(page, 'ready');
  await drop(page, idxFiles(few));
  await useImport(page, 'Out');
  const bytes = await download(page);
  await page.getByRole('button', { name: /Train on MNIST/ }).click();
  await page.getByRole('heading', { name: 'In use: MNIST' }).waitFor();
  await drop(page, [['Out.zip', bytes]]);
  await importing(page).getByText('320 train, 80 are held back for validation.').waitFor();
  await useImport(page, 'In');
  assert.ok((await download(page)).equals(bytes), 'the same files to the byte');
  await page.getByRole('button', { name: 'Rename Out' }).click();
  await page.getByLabel('Title', { exact: true }).fill('Renamed');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Renamed' }).waitFor();
  await page.getByRole('button', { name: 'Delete Renamed' }).click();
  await untilEqual(() => page.getByRole('heading', { name: 'Renamed' }).count(), 0);
  await press(page, 'Bring it back');
  await page.getByRole('heading', { name: 'Renamed' }).waitFor();
  assertNoFaults(opened);
  await page.context().close();
});
