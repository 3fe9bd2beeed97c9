/**
 * @file Measures every tab of the strip, and "Break it", for ten seconds each while training at full speed:
 * `node tests/page/measure-tabs.js [PRESET …]`. It is not a test; it prints each figure and its target.
 */

import { draw } from './drawing.js';
import { press, startHarness, untilEqual, untilFigure, untilStatus } from './harness.js';
import { printFigure, taskTimes } from './measuring.js';
import { drawings } from './strokes/styles.js';

/** @typedef {import('playwright-core').Page} Page */

/** Milliseconds for which each tab is open. */
const OPEN = Number(process.env.MILLISECONDS ?? 10_000);

const TARGET = 'none over 50 ms; queries at most 5 %';

const asked = process.argv.slice(2);
const presets = asked.length > 0 ? asked : ['mlp', 'best'];
const harness = await startHarness();
for (const preset of presets) await measurePreset(preset);
await harness.close();

/** @param {string} preset */
async function measurePreset(preset) {
  const { page } = await harness.open();
  await page.getByLabel('Network to begin with').selectOption(preset);
  await untilStatus(page, 'ready');
  await press(page, 'Play');
  await page.getByText('55,000 pictures', { exact: true }).waitFor({ timeout: 120_000 });
  await untilFigure(page, 'validation-accuracy', 0.5);
  const [drawing] = drawings.slice(3);
  if (drawing) await draw(page, drawing);
  const tabs = page.locator('.panel.insight').getByRole('tab');
  for (const title of await tabs.allTextContents()) {
    await openTab(page, title);
    await measureOpen(page, `${preset}, ${title}`);
  }
  await page.getByRole('button', { name: 'Break it', exact: true }).click();
  await page.getByRole('slider', { name: 'Weight noise', exact: true }).fill('0.5');
  await measureOpen(page, `${preset}, Break it`);
  await page.context().close();
}

/**
 * Some tabs are closed until the first epoch has ended, or training is paused; one that is open stays so.
 *
 * @param {Page} page
 * @param {string} title
 */
async function openTab(page, title) {
  const tab = page.locator('.panel.insight').getByRole('tab', { name: title, exact: true });
  if ((await tab.getAttribute('aria-disabled')) === 'true') {
    await press(page, 'Pause');
    await untilStatus(page, 'paused');
    await untilEqual(() => tab.getAttribute('aria-disabled'), null);
    await tab.click();
    await press(page, 'Play');
    await untilStatus(page, 'running');
  } else await tab.click();
  await untilEqual(() => tab.getAttribute('aria-selected'), 'true');
}

/**
 * @param {Page} page
 * @param {string} what
 */
async function measureOpen(page, what) {
  const worker = page.workers().find((one) => one.url().includes('training.js'));
  await worker?.evaluate(() => performance.clearMeasures('query'));
  await harness.browser.startTracing(page, { categories: ['toplevel'] });
  await page.waitForTimeout(OPEN);
  const queries = (await worker?.evaluate(queryTimes)) ?? [];
  const trace = JSON.parse((await harness.browser.stopTracing()).toString());
  const times = taskTimes(trace.traceEvents);
  const long = times.filter((milliseconds) => milliseconds > 50);
  const share = queries.reduce((sum, milliseconds) => sum + milliseconds, 0) / OPEN;
  const tasks = `${long.length} over 50 ms, longest ${Math.max(0, ...times).toFixed(0)} ms`;
  printFigure(what, `${tasks}; ${queries.length} queries, ${(100 * share).toFixed(1)} %`, TARGET);
}

/** In the training worker: milliseconds of each query. */
function queryTimes() {
  return performance.getEntriesByName('query').map(({ duration }) => duration);
}
