/** @file All controls by mouse, keyboard and URL, in both languages, themes and sizes. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { draw } from './drawing.js';
import {
  assertNoFaults,
  eventually,
  figure,
  press,
  startHarness,
  untilEqual,
  untilFigure,
  untilStatus,
} from './harness.js';
import { drawings } from './strokes/styles.js';

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;
const three = /** @type {import('./strokes/styles.js').Drawing} */ (drawings[3]);

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

test('Play pressed while loading is remembered', async () => {
  let release = () => {};
  const held = new Promise((resolve) => {
    release = () => resolve(undefined);
  });
  const { page } = await harness.open('?lang=en', {
    prepare: (opening) => opening.route('**/train-0-inputs*', (route) => held.then(() => route.continue())),
  });
  await press(page, 'Play');
  assert.equal(await page.getByTestId('status').getAttribute('data-state'), 'loading');
  await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
  release();
  await untilStatus(page, 'running');
  await page.context().close();
});

test('Space plays and pauses, also after a click on a button, but not within a field', async () => {
  const { page } = await harness.open();
  await untilStatus(page, 'ready');
  await page.keyboard.press('Space');
  await untilStatus(page, 'running');
  await page.getByRole('button', { name: 'Eraser' }).click();
  await page.keyboard.press('Space');
  await untilStatus(page, 'paused');
  await untilEqual(() => page.getByRole('button', { name: 'Eraser' }).getAttribute('aria-pressed'), 'true');
  const step = await figure(page, 'step');
  await page.getByLabel('Batch size', { exact: true }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.getByRole('heading', { name: 'inkgrad' }).click();
  await page.keyboard.press('ArrowRight');
  // Had the Space played, the step would be further.
  await untilEqual(() => figure(page, 'step'), step + 1);
  await untilEqual(() => page.getByTestId('status').getAttribute('data-state'), 'paused');
  await page.context().close();
});

test('a digit can be drawn, undone and cleared by keyboard', async () => {
  const { page } = await harness.open();
  await untilStatus(page, 'ready');
  await page.getByTestId('pad').focus();
  for (const key of ['ArrowUp', 'ArrowUp', 'ArrowUp', 'Enter', ...Array(8).fill('ArrowDown'), 'Enter']) {
    await page.keyboard.press(key);
  }
  await page.waitForFunction(() => document.querySelector('[data-testid="answer"]')?.textContent !== '');
  await press(page, 'Undo');
  await page.waitForFunction(() => document.querySelector('[data-testid="answer"]')?.textContent === '');
  await draw(page, three);
  await page.waitForFunction(() => document.querySelector('[data-testid="answer"]')?.textContent !== '');
  await page.keyboard.press('c');
  await page.waitForFunction(() => document.querySelector('[data-testid="answer"]')?.textContent === '');
  await untilEqual(() => page.getByTestId('answer').getAttribute('data-confidence'), '');
  await page.context().close();
});

test('a tap draws a dot, which is predicted', async () => {
  const { page } = await harness.open();
  await untilStatus(page, 'ready');
  await page.getByTestId('pad').click();
  await page.waitForFunction(() => document.querySelector('[data-testid="answer"]')?.textContent !== '');
  await page.context().close();
});

test('erased ink is removed from the input of the network', async () => {
  const { page } = await harness.open();
  await untilStatus(page, 'ready');
  const box = await page.getByTestId('pad').boundingBox();
  assert.ok(box);
  const line = async () => {
    await page.mouse.move(box.x + 100, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + 100, box.y + 200, { steps: 6 });
    await page.mouse.up();
  };
  await line();
  await page.waitForFunction(() => document.querySelector('[data-testid="answer"]')?.textContent !== '');
  await page.getByRole('button', { name: 'Eraser' }).click();
  await page.getByRole('slider', { name: 'Pen', exact: true }).fill('7');
  await line();
  await page.waitForFunction(() => document.querySelector('[data-testid="answer"]')?.textContent === '');
  await page.context().close();
});

test('an invalid value is refused in its field', async () => {
  const { page } = await harness.open();
  const field = page.getByLabel('Batch size', { exact: true });
  await field.fill('0');
  await field.press('Enter');
  await untilEqual(() => field.getAttribute('aria-invalid'), 'true');
  assert.equal(await field.inputValue(), '0', 'what was typed stays');
  await eventually(async () => {
    const fault = (await field.getAttribute('aria-describedby'))?.split(' ').at(-1);
    assert.match((await page.locator(`[id="${fault}"]`).textContent({ timeout: 1000 })) ?? '', /1/);
  });
  await field.fill('64');
  await field.press('Enter');
  await untilEqual(() => field.getAttribute('aria-invalid'), null);
  await page.context().close();
});

test('the 8×8 digits use the full set from the first step', async () => {
  const opened = await harness.open('?lang=en&data=digits');
  const { page } = opened;
  await press(page, 'Play');
  await untilFigure(page, 'validation-accuracy', 0.85);
  await eventually(async () => assert.ok((await figure(page, 'epoch')) > 1));
  assertNoFaults(opened);
  await page.context().close();
});

test('switching to Chinese and back updates the URL', async () => {
  const { page } = await harness.open('?lang=zh');
  await page.getByRole('button', { name: '开始', exact: true }).waitFor();
  await untilEqual(() => page.locator('html').getAttribute('lang'), 'zh-CN');
  await page.getByRole('button', { name: '菜单', exact: true }).click();
  await page.getByLabel('语言').selectOption('en');
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  await page.waitForFunction(() => !location.search.includes('lang'), null);
  await page.context().close();
});

/** Test ids that stand on the page as it opens. */
const PROMISED = [
  ...['pad', 'answer', 'model-input', 'status', 'epoch', 'step', 'loss', 'accuracy', 'validation-loss'],
  ...['validation-accuracy', 'samples-per-second', 'loss-chart', 'details', 'unfamiliar', 'try-next', 'doctor'],
  ...Array.from({ length: 10 }, (_, digit) => `probability-${digit}`),
];

test('each test id is unique', async () => {
  const { page } = await harness.open();
  await untilStatus(page, 'ready');
  const ids = () =>
    page.locator('[data-testid]').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-testid')));
  // These come later than the rest.
  await page.getByTestId('try-next').waitFor();
  await page.getByTestId('loss-chart').waitFor();
  const found = await ids();
  assert.equal(new Set(found).size, found.length);
  for (const id of PROMISED) assert.ok(found.includes(id), id);
  await page.context().close();
});

test('the menu opens into the page, however wide the page is and its words are', async () => {
  const { page } = await harness.open();
  await untilStatus(page, 'ready');
  for (const lang of ['en', 'zh']) {
    await page.goto(`${harness.host.address}?lang=${lang}`);
    await untilStatus(page, 'ready');
    await press(page, lang === 'en' ? 'Menu' : '菜单');
    for (const width of [320, 390, 480, 600, 760, 1000, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      await eventually(async () => {
        const box = await page.locator('#menu').boundingBox();
        assert.ok(box && box.x >= 0 && box.x + box.width <= width, `${lang}, ${width}: ${JSON.stringify(box)}`);
      });
    }
  }
  await page.context().close();
});

test('on a phone that lies on its side the whole pad and Play are on the first screen', async () => {
  const viewport = { width: 844, height: 390 };
  const { page } = await harness.open('?lang=en', { viewport, hasTouch: true, isMobile: true });
  await untilStatus(page, 'ready');
  const [pad, play] = await Promise.all([
    page.locator('.pad-frame').boundingBox(),
    page.getByRole('button', { name: 'Play', exact: true }).boundingBox(),
  ]);
  assert.ok(pad && play && play.y + play.height <= 390, JSON.stringify(play));
  assert.ok(pad.height >= 144 && pad.y + pad.height <= play.y, JSON.stringify(pad));
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  const after = await page.getByRole('button', { name: 'Play', exact: true }).boundingBox();
  assert.equal(after?.y, play.y, 'it stays in sight');
  await page.context().close();
});

/** @type {[string, import('playwright-core').BrowserContextOptions, string?][]} */
const shapes = [
  ['a laptop, light', { colorScheme: 'light' }],
  ['a laptop, dark', { colorScheme: 'dark' }],
  ['a phone, light', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
  ['a phone, dark', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }],
  ['a laptop, with convolutions', { colorScheme: 'light' }, 'best'],
];
for (const [what, options, preset] of shapes) {
  test(`on ${what}: no horizontal scrolling, and no violation by axe`, async () => {
    const { page } = await harness.open('?lang=en', options);
    if (preset) await page.getByLabel('Network to begin with').selectOption(preset);
    await press(page, 'Play');
    await draw(page, three);
    await untilFigure(page, 'step', 20);
    const [wide, high] = await page.evaluate(() => [
      document.documentElement.scrollWidth - innerWidth,
      document.documentElement.scrollHeight - innerHeight,
    ]);
    assert.equal(wide, 0);
    if (!('viewport' in options)) assert.equal(high, 0, 'one screen on a laptop');
    const { violations } = await new AxeBuilder({ page }).analyze();
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(' ')}`),
      [],
    );
    await page.context().close();
  });
}

test('on a phone no button of a head stands on a line of its own', async () => {
  const { page } = await harness.open('?lang=en', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await untilStatus(page, 'ready');
  const middles = (/** @type {string} */ selector) =>
    page.locator(selector).evaluateAll((all) =>
      all.map((one) => {
        const { top, height } = one.getBoundingClientRect();
        return Math.round(top + height / 2);
      }),
    );
  const [title, build] = await middles('.network-head > :is(h2, .button)');
  assert.ok(Math.abs(Number(title) - Number(build)) <= 2, 'Build beside the title');
  const choices = await middles('.network-head > .input');
  assert.equal(new Set(choices).size, 1, 'both choices in one line');
  await page.locator('.chart-head').first().waitFor();
  for (const head of [0, 1]) {
    const parts = await middles(`.chart:nth-of-type(${head + 1}) > .chart-head > :is(.chart-title, .link)`);
    assert.ok(Math.max(...parts) - Math.min(...parts) <= 4, 'PNG beside the name');
  }
  await page.context().close();
});

test('on a phone touch targets are at least 44 pixels high, and the bottom bar is always visible', async () => {
  const { page } = await harness.open('?lang=en', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await untilStatus(page, 'ready');
  const small = await page.locator('button:visible, select:visible, input:visible').evaluateAll((nodes) =>
    nodes
      // A box is pressed anywhere on its label.
      .filter((node) => (node.closest('label') ?? node).getBoundingClientRect().height < 44)
      .map((node) => node.outerHTML.slice(0, 80)),
  );
  assert.deepEqual(small, []);
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  const box = await page.getByRole('button', { name: 'Play', exact: true }).boundingBox();
  assert.ok(box && box.y + box.height <= 844 && box.y > 700);
  await page.context().close();
});
