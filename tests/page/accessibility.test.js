/** @file axe finds nothing in any place, theme, language and size, nor in forced colours; and nothing is wider than the window. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { draw } from './drawing.js';
import { startHarness, untilStatus } from './harness.js';
import { drawings } from './strokes/styles.js';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;
const three = /** @type {import('./strokes/styles.js').Drawing} */ (drawings[3]);

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

const places = ['train', 'build'];
const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

/** @param {Page} page */
async function assertAccessible(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(' ')}`),
    [],
  );
}

for (const language of ['en', 'zh']) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    test(`places in ${language}, ${colorScheme}`, async () => {
      for (const viewport of sizes) {
        for (const place of places) {
          const { page } = await harness.open(`?lang=${language}#/${place}`, { colorScheme, viewport });
          await untilStatus(page, 'ready');
          if (place === 'train' && language === 'en') await draw(page, three);
          if (place === 'build')
            await page
              .locator('main [role="listbox"], main [role="grid"], main table, main textarea')
              .first()
              .waitFor();
          await assertAccessible(page);
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
          await page.context().close();
        }
      }
    });
  }
}

test('places in forced colours', async () => {
  for (const place of places) {
    const { page } = await harness.open(`?lang=en#/${place}`);
    await page.emulateMedia({ forcedColors: 'active' });
    await untilStatus(page, 'ready');
    await assertAccessible(page);
    await page.context().close();
  }
});

/** As wide as the smallest phone, a very wide screen, and a laptop at 400 %. */
for (const viewport of [
  { width: 320, height: 700 },
  { width: 2560, height: 1440 },
  { width: 360, height: 225 },
  { width: 667, height: 375 },
]) {
  test(`usable at ${viewport.width} × ${viewport.height}`, async () => {
    for (const place of places) {
      const { page } = await harness.open(`?lang=en#/${place}`, { viewport });
      await untilStatus(page, 'ready');
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, place);
      if (place === 'train') {
        const pad = await page.getByTestId('pad').boundingBox();
        assert.ok(pad && pad.height <= viewport.height, 'the pad fits the window');
      }
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('main *, header *')]
          .filter((node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent?.trim()))
          .filter((node) => Number.parseFloat(getComputedStyle(node).fontSize) < 13)
          .map((node) => node.outerHTML.slice(0, 80)),
      );
      assert.deepEqual(small, [], 'no text is below 13 px');
      await page.context().close();
    }
  });
}
