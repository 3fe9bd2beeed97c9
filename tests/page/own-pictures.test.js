/** @file One's own classes from files: folders of pictures, and pictures of one class. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pngOf } from '../../www/worker/export/png.js';
import { mnist, zip } from '../www/sample-files.js';
import { draw } from './drawing.js';
import { assertNoFaults, press, startHarness, untilEqual, untilStatus } from './harness.js';
import { counts } from './own-classes.js';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;
before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

/** @param {number} count @returns {Promise<Record<string, Blob>>} pictures of digits, in a folder for each of three classes */
async function folders(count) {
  const { inputs, labels } = mnist(count);
  /** @type {Record<string, Blob>} */
  const entries = {};
  for (const [at, label] of labels.entries()) {
    const folder = ['none', 'one', 'two'][label];
    if (folder) entries[`${folder}/${at}.png`] = await pngOf(inputs.subarray(784 * at, 784 * (at + 1)), 28, 28);
  }
  return entries;
}

/** @param {Page} page @param {string} name of the button @param {any} files */
async function choose(page, name, files) {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name, exact: true }).click(),
  ]);
  await chooser.setFiles(files);
}

/** @param {Page} page */
const hasFocus = (page) => page.evaluate(() => document.activeElement?.closest('.own-classes') !== null);

test('pictures that are being read or prepared are cancelled: nothing is said, and the focus goes back', async () => {
  for (const [query, lang, create, more, cancel] of [
    ['import-files', 'en', 'Create', 'Add pictures of A …', 'Cancel'],
    ['import-samples', 'zh', '创建', '添加 A 的图片……', '取消'],
  ]) {
    // A worker that never hears the question.
    const script = `addEventListener('message', (event) => {
      if (!JSON.stringify(event.data).includes('"${query}"')) return;
      event.stopImmediatePropagation();
      console.log('asked');
    })`;
    const opened = await harness.open(`?lang=${lang}#/data`, {
      prepare: (page) =>
        page.route('**/build/prediction.js', async (route) => {
          const response = await route.fetch();
          await route.fulfill({ response, body: `${script};\n${await response.text()}` });
        }),
    });
    const { page } = opened;
    await page.locator('.own-classes-create input').fill('A B');
    await press(page, String(create));
    const buffer = Buffer.from(await (await pngOf(mnist(1).inputs, 28, 28)).arrayBuffer());
    const asked = page.waitForEvent('console', (message) => message.text() === 'asked');
    await choose(page, String(more), { name: 'a.png', mimeType: 'image/png', buffer });
    await asked;
    await page.getByRole('button', { name: cancel, exact: true }).focus();
    await page.keyboard.press('Enter');
    await untilEqual(() => page.getByRole('button', { name: cancel, exact: true }).count(), 0);
    assert.equal(await page.locator('.own-classes [role=alert]').count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), more);
    assert.deepEqual(await counts(page), [
      ['A', '0'],
      ['B', '0'],
    ]);
    assertNoFaults(opened);
    await page.context().close();
  }
});

test('folders of pictures become own classes; more pictures come to one of them, and a network learns them', async () => {
  const opened = await harness.open('?lang=en#/data');
  const { page } = opened;
  const entries = await folders(120);
  const { file } = await zip('figures.zip', entries);
  const buffer = Buffer.from(await file.arrayBuffer());
  await choose(page, 'Choose files', { name: 'figures.zip', mimeType: 'application/zip', buffer });
  await press(page, 'Use as own classes');
  const total = Object.keys(entries).length;
  await page.getByText(`${total} pictures were added.`).waitFor();
  await untilEqual(() => page.getByRole('combobox', { name: 'Set' }).inputValue().then(Boolean), true);
  await untilEqual(() => hasFocus(page), true);
  // It is told once: at the next visit the section leaves the focus where it is.
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await page.getByTestId('pad').waitFor();
  await page.getByRole('link', { name: 'Data', exact: true }).click();
  await untilEqual(async () => (await counts(page)).length, 3);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  assert.equal(await hasFocus(page), false);
  assert.equal(await page.getByText(`${total} pictures were added.`).count(), 0);

  const before = Object.fromEntries(await counts(page));
  const [picture] = Object.values(entries);
  const png = { name: 'more.png', mimeType: 'image/png', buffer: Buffer.from((await picture?.arrayBuffer()) ?? '') };
  await choose(page, 'Add pictures of two …', [
    png,
    { name: 'text.txt', mimeType: 'text/plain', buffer: Buffer.from('two') },
  ]);
  await page.getByText('1 picture was added. Not pictures: text.txt.').waitFor();
  const after = { ...before, two: String(Number(before.two) + 1) };
  await untilEqual(async () => Object.fromEntries(await counts(page)), after);
  await page.reload();
  await untilEqual(async () => Object.fromEntries(await counts(page)), after);
  await press(page, 'Train on them');
  await untilStatus(page, 'finished');
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await draw(page, {
    strokes: [
      [
        [50, 5],
        [50, 95],
      ],
    ],
    place: { x: 50, y: 50, width: 20, height: 60, pen: 6 },
  });
  await untilEqual(() => page.getByTestId('answer').textContent(), 'one');
  assertNoFaults(opened);
});
