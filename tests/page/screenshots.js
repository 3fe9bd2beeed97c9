/**
 * @file Takes screenshots of every place and main state of the built page, and joins them to contact sheets: one a
 * theme and size. A script, not a test: `node tests/page/screenshots.js OUT_FOLDER [STATE…]`.
 */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { press, startHarness, untilFigure, untilStatus } from './harness.js';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {object} State of the page
 * @property {string} name
 * @property {string} address query and fragment
 * @property {(page: Page) => Promise<unknown>} [reach] what a person does to see it
 */

const sizes = [
  { width: 1920, height: 1080 },
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
const themes = /** @type {const} */ (['light', 'dark']);

/** Milliseconds in which what has changed its size or its colours is painted anew. */
const SETTLED = 350;

/** Pixels of a picture's width on a sheet, and pictures in a row. */
const sheet = { wide: { width: 720, columns: 3 }, narrow: { width: 260, columns: 8 } };

const forty = [
  'flatten',
  ...Array.from({ length: 38 }, (_, at) => (at % 3 === 2 ? 'batch_norm' : 'dense-64-relu')),
  'dense-10',
].join(',');

/** Without an activation that limits them, values grow beyond every number. */
const unbounded = 'dense-64-linear,dense-64-linear,dense-64-linear';

const insightTabs = ['weights', 'activations', 'mistakes', 'confusion', 'distributions', 'why', 'one-step', 'map'];

/** Tabs of the strip with views of their own, besides the first. */
const insightViews = /** @type {const} */ ([
  ['distributions', 'time'],
  ['distributions', 'units'],
  ['why', 'change'],
  ['why', 'nearest'],
  ['one-step', 'loss'],
  ['one-step', 'backward'],
  ['one-step', 'update'],
]);

/** Milliseconds for which a network trains before one looks into it, and in which a tab has its answers. */
const [TRAINED, ANSWERED] = [4000, 2500];

/**
 * @param {string} name
 * @param {string} tab
 * @param {Parameters<typeof lookInto>[2]} [how]
 * @returns {State}
 */
function insight(name, tab, how) {
  return { name: `insight-${name}`, address: '?lang=en#/train', reach: (page) => lookInto(page, tab, how) };
}

/** @type {State[]} */
const states = [
  { name: 'train-untouched', address: '?lang=en#/train' },
  { name: 'train-running', address: '?lang=en#/train', reach: run },
  { name: 'train-running-zh', address: '?lang=zh#/train', reach: runInChinese },
  { name: 'train-finished', address: '?lang=en&data=digits#v=1&epochs=2', reach: finish },
  {
    name: 'train-diverged',
    address: `?lang=en#v=1&optimizer=sgd&learning_rate=1000000&layers=${unbounded}`,
    reach: diverge,
  },
  { name: 'train-undo', address: '?lang=en#/train', reach: replace },
  { name: 'train-large', address: '?lang=en#/train', reach: choosePreset },
  { name: 'train-details', address: '?lang=en#/train', reach: unfold },
  { name: 'train-menu', address: '?lang=en#/train', reach: (page) => press(page, 'Menu') },
  insight('empty', 'activations', { empty: true }),
  ...insightTabs.map((tab) => insight(tab, tab)),
  ...insightViews.map(([tab, view]) => insight(`${tab}-${view}`, tab, { view })),
  ...['best', 'recurrent', 'transformer'].map((preset) => insight(`activations-${preset}`, 'activations', { preset })),
  insight('large', 'one-step', { large: true }),
  { ...insight('zh', 'why'), address: '?lang=zh#/train' },
  { name: 'train-doctor', address: '?lang=en#/train', reach: diagnose },
  { name: 'train-broken', address: '?lang=en#/train', reach: breakIt },
  { name: 'build-small', address: '?lang=en#/build' },
  { name: 'build-small-zh', address: '?lang=zh#/build' },
  { name: 'build-forty', address: `?lang=en#/build?v=2&layers=${forty}` },
  { name: 'build-refused', address: '?lang=en#/build', reach: refuse },
  { name: 'build-json-fault', address: '?lang=en#/build', reach: breakJson },
  { name: 'build-menu', address: '?lang=en#/build', reach: (page) => press(page, 'Add layer') },
];

/** @param {Page} page */
async function run(page) {
  await press(page, 'Play');
  await untilFigure(page, 'step', 900);
  await draw(page);
}

/** @param {Page} page */
async function runInChinese(page) {
  await page.locator('.button.main').first().click();
  await untilFigure(page, 'step', 900);
  await draw(page);
}

/** @param {Page} page */
async function finish(page) {
  await press(page, 'Play');
  await untilStatus(page, 'finished');
  await draw(page);
}

/** @param {Page} page */
async function diverge(page) {
  await press(page, 'Play');
  await untilStatus(page, 'diverged');
}

/** @param {Page} page */
async function replace(page) {
  await run(page);
  await press(page, 'Reset');
  await page.getByTestId('undo-notice').waitFor();
}

/** @param {Page} page */
async function choosePreset(page) {
  await page.getByRole('combobox', { name: 'Network to begin with' }).selectOption('best');
  await draw(page);
  await page.waitForTimeout(2000);
}

/** @param {Page} page */
async function unfold(page) {
  await run(page);
  await page.locator('.details > summary').click();
  await page.locator('.sees-fold').click();
}

/**
 * A tab of the strip, after some training, with a seven on the pad.
 *
 * @param {Page} page
 * @param {string} tab
 * @param {{ view?: string, preset?: string, empty?: boolean, large?: boolean }} [how] `view` of the tab's own; `empty`: nothing
 *   is drawn
 */
async function lookInto(page, tab, { view, preset, empty = false, large = false } = {}) {
  if (preset) await page.locator('.network-head select').first().selectOption(preset);
  const play = page.locator('.button.main').first();
  await play.click();
  await page.waitForTimeout(TRAINED);
  await play.click();
  await untilStatus(page, 'paused');
  if (!empty) await draw(page);
  if (large) await page.locator('.insight-size').click();
  await page.locator(`#insight-tab-${tab}`).click();
  if (view) await page.locator(`#${tab}-tab-${view}`).click();
  await page.waitForTimeout(ANSWERED);
}

/** @param {Page} page */
async function diagnose(page) {
  await run(page);
  const rate = page.getByLabel('Learning rate', { exact: true });
  await rate.fill('1000000');
  await rate.press('Enter');
  await page.getByRole('button', { name: 'Evidence' }).click();
}

/** @param {Page} page */
async function breakIt(page) {
  await run(page);
  await page.locator('.fold-button').click();
  await page.waitForTimeout(ANSWERED);
}

/** @param {Page} page */
async function refuse(page) {
  await page.getByRole('treeitem').last().click();
  await page.keyboard.press('Delete');
}

/** @param {Page} page */
async function breakJson(page) {
  await page.locator('.build-text').fill('{ "seed": 42, "layers": [ { "kind": "danse" } ] }');
}

/**
 * A seven on the pad.
 *
 * @param {Page} page
 */
async function draw(page) {
  await page.getByTestId('pad').scrollIntoViewIfNeeded();
  const box = await page.getByTestId('pad').boundingBox();
  if (!box) return;
  const at = (/** @type {number} */ x, /** @type {number} */ y) =>
    /** @type {const} */ ([box.x + box.width * x, box.y + box.height * y]);
  await page.mouse.move(...at(0.32, 0.22));
  await page.mouse.down();
  await page.mouse.move(...at(0.66, 0.22), { steps: 12 });
  await page.mouse.move(...at(0.45, 0.8), { steps: 12 });
  await page.mouse.up();
  await page.mouse.move(1, 1);
  await page.waitForTimeout(800);
}

/**
 * One state in every theme and size.
 *
 * @param {Awaited<ReturnType<typeof startHarness>>} harness
 * @param {State} state
 * @param {string} folder
 * @param {Map<string, { name: string, picture: Buffer }[]>} sheets filled
 */
async function take(harness, { name, address, reach }, folder, sheets) {
  const opened = await harness.open(address, { viewport: { width: 1440, height: 900 } });
  const { page } = opened;
  await untilStatus(page, 'ready').catch(() => {});
  await page.waitForTimeout(700);
  await reach?.(page);
  for (const { width, height } of sizes) {
    await page.setViewportSize({ width, height });
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme });
      await page.evaluate(() => scrollTo(0, 0));
      await page.waitForTimeout(SETTLED);
      const key = `${theme}-${width}x${height}`;
      const picture = await page.screenshot({ fullPage: width < 600 });
      await writeFile(join(folder, `${name}-${key}.png`), picture);
      sheets.set(key, [...(sheets.get(key) ?? []), { name, picture }]);
    }
    const box = await page.evaluate(() => {
      const { scrollWidth, scrollHeight } = document.documentElement;
      return { scrollWidth, scrollHeight };
    });
    console.log(`${name} ${width}×${height}: the page is ${box.scrollWidth}×${box.scrollHeight}`);
  }
  for (const fault of opened.faults) console.log(`${name}: ${fault.slice(0, 200)}`);
  await page.context().close();
}

/**
 * A sheet is a page of its own, and its picture a screenshot.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} file
 * @param {{ name: string, picture: Buffer }[]} pictures
 * @param {{ width: number, columns: number }} form
 */
async function writeSheet(browser, file, pictures, { width, columns }) {
  const page = await browser.newPage({ viewport: { width: (width + 16) * columns + 16, height: 600 } });
  const tiles = pictures.map(
    ({ name, picture }) =>
      `<figure><figcaption>${name}</figcaption><img src="data:image/png;base64,${picture.toString('base64')}"></figure>`,
  );
  await page.setContent(`<!doctype html><style>
    body { background: #888; color: #fff; display: grid; font: 14px sans-serif; gap: 16px; margin: 16px;
      grid-template-columns: repeat(${columns}, ${width}px); align-items: start }
    figure { margin: 0 } img { display: block; width: 100% }
  </style>${tiles.join('')}`);
  await page.screenshot({ path: file, fullPage: true });
  await page.close();
}

const [folder, ...wanted] = process.argv.slice(2);
if (!folder) throw new Error('the folder for the pictures is missing: node tests/page/screenshots.js OUT_FOLDER');
await mkdir(folder, { recursive: true });
const harness = await startHarness();
/** @type {Map<string, { name: string, picture: Buffer }[]>} */
const sheets = new Map();
for (const state of states) {
  if (wanted.length > 0 && !wanted.includes(state.name)) continue;
  await take(harness, state, folder, sheets).catch((error) => console.log(`${state.name}: ${error}`));
}
for (const [key, pictures] of sheets) {
  const form = key.includes('390x') ? sheet.narrow : sheet.wide;
  await writeSheet(harness.browser, join(folder, `sheet-${key}.png`), pictures, form);
}
await harness.close();
