/**
 * @file Measures what the page holds in memory while one run trains: `MINUTES=60 node tests/page/measure-hour.js`. Garbage is
 * collected every two minutes, and the memory of page and workers is read. It is not a test.
 */

import { chromium } from 'playwright-core';
import { untilStatus } from './harness.js';
import { printFigure } from './measuring.js';
import { serve } from './server.js';

const MINUTES = Number(process.env.MINUTES ?? 60);

/** Minutes between two readings. */
const EVERY = 2;

/** Readings before the first that counts: caches fill, and the curves are thinned for the first time. */
const WARM_UP = 3;

const host = await serve();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--enable-blink-features=ForceEagerMeasureMemory'],
});
const page = await browser.newPage();
await page.goto(`${host.address}?lang=en`);
await untilStatus(page, 'ready');
await page.click('.panel.controls .button.main');

/** @type {{ minutes: number, megabytes: number }[]} */
const measured = [];
for (let minutes = EVERY; minutes <= MINUTES; minutes += EVERY) {
  await new Promise((resolve) => setTimeout(resolve, EVERY * 60_000));
  const { bytes, step } = await page.evaluate(async () => ({
    ...(await /** @type {any} */ (performance).measureUserAgentSpecificMemory()),
    step: Number(/** @type {HTMLElement} */ (document.querySelector('[data-testid="step"]')).dataset.value),
  }));
  measured.push({ minutes, megabytes: bytes / 1e6 });
  console.log(`${String(minutes).padStart(3)} min ${String(step).padStart(9)} steps ${(bytes / 1e6).toFixed(2)} MB`);
}
const first = measured[WARM_UP];
const last = measured.at(-1);
if (first && last) {
  const grown = `${(last.megabytes - first.megabytes).toFixed(2)} MB from minute ${first.minutes} to ${last.minutes}`;
  printFigure('memory after collection', grown, 'flat within 1 MB');
}
await browser.close();
await host.close();
