/** @file The place Build: layers by mouse and keys, fields, refusals, undo, JSON and the clipboard, also when large. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { assertNoFaults, eventually, press, startHarness, untilDrawn, untilEqual, untilStatus } from './harness.js';

/**
 * @typedef {import('playwright-core').Page} Page
 */

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

/** @param {string} [layers] as a link writes them; the default network unless given */
async function openBuild(layers, options = {}) {
  const opened = await harness.open(`?lang=en#/build${layers ? `?v=2&layers=${layers}` : ''}`, options);
  await row(opened.page, 1).waitFor();
  // The core has described the network.
  await opened.page
    .getByRole('treeitem', { name: /output \d/ })
    .first()
    .waitFor();
  return opened;
}

/**
 * @param {Page} page
 * @param {number | string} number counted from 1
 */
function row(page, number) {
  return page.getByRole('treeitem', { name: new RegExp(`^Layer ${number}:`) });
}

/**
 * @param {Page} page
 * @returns {Promise<string[]>} kinds and main values, as the rows say them
 */
async function kinds(page) {
  const labels = await page
    .getByRole('treeitem')
    .evaluateAll((rows) => rows.map((one) => one.getAttribute('aria-label') ?? ''));
  return labels.map((label) => label.replace(/^Layer [\d.]+: /, '').replace(/, output.*$/, ''));
}

/**
 * @param {Page} page
 * @param {string[]} expected
 */
function untilKinds(page, expected) {
  return untilEqual(() => kinds(page), expected);
}

/**
 * @param {import('playwright-core').Locator} field
 * @param {boolean} faulty
 */
function untilFaulty(field, faulty) {
  return untilEqual(() => field.getAttribute('aria-invalid'), faulty ? 'true' : null);
}

/** @param {Page} page */
function untilFocusInList(page) {
  return untilEqual(() => page.evaluate(() => document.activeElement?.getAttribute('role')), 'treeitem');
}

const begin = ['Flatten', 'Dense, units 128 · ReLU', 'Dense, units 10'];

test('units are edited in the inspector, undone and redone', async () => {
  const opened = await openBuild();
  const { page } = opened;
  await row(page, 2).click();
  const units = page.getByRole('textbox', { name: 'units of layer 2', exact: true });
  await units.fill('64');
  await units.press('Enter');
  await untilKinds(page, ['Flatten', 'Dense, units 64 · ReLU', 'Dense, units 10']);
  await page.getByRole('combobox', { name: 'activation of layer 2', exact: true }).selectOption('tanh');
  const changed = ['Flatten', 'Dense, units 64 · tanh', 'Dense, units 10'];
  await untilKinds(page, changed);
  await press(page, 'Undo change');
  await untilKinds(page, ['Flatten', 'Dense, units 64 · ReLU', 'Dense, units 10']);
  await press(page, 'Redo change');
  await untilKinds(page, changed);
  assertNoFaults(opened);
  await page.context().close();
});

test('a layer is added by the menu, with keys and by its first letters', async () => {
  const { page } = await openBuild();
  await row(page, 2).click();
  // A row that was clicked takes the focus once more as it is drawn.
  await untilDrawn(page);
  await page.getByRole('button', { name: 'Add layer', exact: true }).focus();
  await page.keyboard.press('ArrowDown');
  const menu = page.getByRole('menu', { name: 'Add layer' });
  await menu.waitFor();
  const convolution = menu.getByRole('menuitem', { name: /^Convolution 2D/ });
  await untilEqual(() => convolution.getAttribute('aria-disabled'), 'true');
  await convolution.getByText('channels, height, width').waitFor();
  // Letters that come too slowly begin another word.
  await eventually(async () => {
    await page.keyboard.type('dro');
    assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ''), /^Dropout/);
  }, 1000);
  await page.keyboard.press('Enter');
  await untilKinds(page, ['Flatten', 'Dense, units 128 · ReLU', 'Dropout, rate 0.5', 'Dense, units 10']);
  await menu.waitFor({ state: 'detached' });
  await untilFocusInList(page);
  await page.context().close();
});

test('layers are moved, removed, undone and redone by keys; the focus stays in the list', async () => {
  const { page } = await openBuild('flatten,dense-64-relu,dense-32-relu,dense-10');
  const [first, a, b, last] = ['Flatten', 'Dense, units 64 · ReLU', 'Dense, units 32 · ReLU', 'Dense, units 10'];
  await row(page, 3).click();
  await page.keyboard.press('Alt+ArrowUp');
  await untilKinds(page, [first, b, a, last]);
  await page.keyboard.press('Control+z');
  await untilKinds(page, [first, a, b, last]);
  await page.keyboard.press('Control+Shift+Z');
  await untilKinds(page, [first, b, a, last]);
  await page.keyboard.press('Delete');
  await untilKinds(page, [first, a, last]);
  await untilFocusInList(page);
  await page.context().close();
});

test('a layer is dragged to another place', async () => {
  const { page } = await openBuild('flatten,dense-64-relu,dense-32-relu,dense-10');
  const [from, to] = [await row(page, 2).boundingBox(), await row(page, 3).boundingBox()];
  assert.ok(from && to);
  await page.mouse.move(from.x + 120, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + 120, from.y + from.height);
  await page.mouse.move(to.x + 120, to.y + to.height - 3);
  await page.mouse.up();
  await untilKinds(page, ['Flatten', 'Dense, units 32 · ReLU', 'Dense, units 64 · ReLU', 'Dense, units 10']);
  await page.context().close();
});

test('an impossible edit is refused where it was made, and changes nothing', async () => {
  const { page } = await openBuild();
  await row(page, 1).click();
  await page.keyboard.press('Delete');
  await page.getByRole('alert').filter({ hasText: 'Put a flatten layer before it' }).waitFor();
  await untilKinds(page, begin);
  await row(page, 3).click();
  const units = page.getByRole('textbox', { name: 'units of layer 3', exact: true });
  await units.fill('11');
  await units.press('Enter');
  await page.getByRole('alert').filter({ hasText: '11 outputs, but the data have 10 classes' }).waitFor();
  await untilFaulty(units, true);
  assert.equal(await units.inputValue(), '11', 'what was typed stays');
  await untilKinds(page, begin);
  await units.fill('10');
  await units.press('Enter');
  await untilFaulty(units, false);
  await page.context().close();
});

test('a fault moves nothing while the pointer is down', async () => {
  const { page } = await openBuild();
  await row(page, 2).click();
  const units = page.getByRole('textbox', { name: 'units of layer 2', exact: true });
  await units.fill('-1');
  const box = page.getByRole('checkbox', { name: 'trainable of layer 2', exact: true });
  await box.click();
  await untilEqual(() => box.isChecked(), false, 'the press has met the box');
  await untilFaulty(units, true);
  assert.equal(await units.inputValue(), '-1');
  await page.context().close();
});

test('the spec is edited as JSON, checked as it is typed', async () => {
  const { page } = await openBuild();
  const area = page.getByRole('textbox', { name: 'Spec as JSON', exact: true });
  const state = page.getByRole('region', { name: 'Spec as JSON' }).getByRole('status');
  await eventually(async () => assert.match(await area.inputValue(), /"units": 128/));
  const text = await area.inputValue();
  await area.fill(text.replace('"units": 128', '"units" 128'));
  await state.filter({ hasText: /^Line \d+ is not valid JSON/ }).waitFor();
  await area.fill(text.replace('"units": 10 ', '"units": 12 '));
  await state.filter({ hasText: '12 outputs, but the data have 10 classes' }).waitFor();
  await area.press('Control+Enter');
  await untilKinds(page, begin);
  await area.fill(text.replace('"units": 128', '"units": 96'));
  await state.filter({ hasText: /^Valid/ }).waitFor();
  await press(page, 'Apply');
  await untilKinds(page, ['Flatten', 'Dense, units 96 · ReLU', 'Dense, units 10']);
  await press(page, 'Undo change');
  await untilKinds(page, begin);
  await page.context().close();
});

test('layers go through the clipboard as JSON', async () => {
  const { page } = await openBuild('flatten,dense-64-relu,dense-32-relu,dense-10');
  await row(page, 2).click();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  const [a, b] = ['Dense, units 64 · ReLU', 'Dense, units 32 · ReLU'];
  await untilKinds(page, ['Flatten', a, b, a, b, 'Dense, units 10']);
  await page.keyboard.press('Control+x');
  await untilKinds(page, ['Flatten', a, b, 'Dense, units 10']);
  await untilFocusInList(page);
  const copied = await page.evaluate(() => {
    const data = new DataTransfer();
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true }),
    );
    return data.getData('text/plain');
  });
  assert.equal(JSON.parse(copied)[0].kind, 'dense');
  await page.context().close();
});

test('layers within a residual block are listed, edited and removed', async () => {
  const { page } = await openBuild('flatten,dense-32-relu,residual(dense-16-relu,dense-32),dense-10');
  await row(page, '3.1').click();
  const units = page.getByRole('textbox', { name: 'units of layer 3.1', exact: true });
  await units.fill('24');
  await units.press('Enter');
  await row(page, '3.1').filter({ hasText: 'units 24' }).waitFor();
  await row(page, '3.2').click();
  await page.keyboard.press('Delete');
  await page.getByRole('alert').filter({ hasText: 'must keep the shape' }).waitFor();
  assert.equal(await row(page, '3.2').count(), 1);
  await page.context().close();
});

test('forty layers stay usable: they are moved and edited by keys, and the page does not grow', async () => {
  const layers = ['flatten', ...Array(38).fill('dense-20-relu'), 'dense-10'].join(',');
  const { page } = await openBuild(layers);
  await untilStatus(page, 'ready');
  await row(page, 30).click();
  for (let move = 0; move < 5; move += 1) await page.keyboard.press('Alt+ArrowUp');
  const units = page.getByRole('textbox', { name: 'units of layer 25', exact: true });
  for (let step = 0; step < 5; step += 1) await units.press('ArrowUp');
  await row(page, 25).filter({ hasText: 'units 25' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight), 0);
  await page.context().close();
});

/** @type {[string, import('playwright-core').BrowserContextOptions][]} */
const shapes = [
  ['a laptop, light', { colorScheme: 'light' }],
  ['a laptop, dark', { colorScheme: 'dark' }],
  ['a phone', { colorScheme: 'light', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
  ['the narrowest phone', { colorScheme: 'dark', viewport: { width: 320, height: 700 } }],
];
for (const [what, options] of shapes) {
  test(`on ${what}: no horizontal scrolling, and no violation by axe, with the menu open and without`, async () => {
    const { page } = await openBuild(undefined, options);
    const check = async () => {
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(' ')}`),
        [],
      );
    };
    await check();
    await press(page, 'Add layer');
    await page.getByRole('menu', { name: 'Add layer' }).waitFor();
    await check();
    await page.context().close();
  });
}
