/**
 * @file Measures what the page holds in memory over many sessions: `SESSIONS=500 node tests/page/measure-memory.js`. After
 * each tenth, garbage is collected, and the memory of page and workers is read. It is not a test.
 *
 * A session is a network of another structure or a reset, trained for some steps with its curves, and filed as a run.
 */

import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { eventually, press, untilFigure, untilStatus } from './harness.js';
import { printFigure } from './measuring.js';
import { serve } from './server.js';

const SESSIONS = Number(process.env.SESSIONS ?? 500);
const EVERY = 10;

/** Steps of a session at least. */
const STEPS = 20;

const host = await serve();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--enable-blink-features=ForceEagerMeasureMemory'],
});
const page = await browser.newPage();
await page.goto(`${host.address}?lang=en&data=digits`);
await untilStatus(page, 'ready');

/** @returns {Promise<number>} bytes of the page and its workers, after a collection */
function heaps() {
  return page.evaluate(async () => (await /** @type {any} */ (performance).measureUserAgentSpecificMemory()).bytes);
}

/** A preset may have finished before it can be paused. */
async function stopped() {
  const status = page.getByTestId('status');
  if ((await status.getAttribute('data-state')) === 'running') await page.keyboard.press('Space');
  await eventually(async () => assert.match((await status.getAttribute('data-state')) ?? '', /paused|finished/));
}

/** @type {{ session: number, megabytes: number }[]} */
const measured = [];
for (let session = 1; session <= SESSIONS; session += 1) {
  if (session % 2 === 0) await press(page, 'Reset');
  else await page.getByLabel('Network to begin with').selectOption(session % 4 === 1 ? 'sensible' : 'article');
  await untilStatus(page, 'ready');
  await press(page, 'Play');
  await untilFigure(page, 'step', STEPS);
  await stopped();
  if (session % EVERY !== 0) continue;
  measured.push({ session, megabytes: (await heaps()) / 1e6 });
  console.log(`${String(session).padStart(5)} sessions ${measured.at(-1)?.megabytes.toFixed(2)} MB`);
}
const [first] = measured;
const last = measured.at(-1);
if (first && last) {
  const grown = `${(last.megabytes - first.megabytes).toFixed(2)} MB from session ${first.session} to ${last.session}`;
  printFigure('memory after collection', grown, 'flat within 1 MB');
}
await browser.close();
await host.close();
