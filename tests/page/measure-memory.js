/**
 * @file Measures what the page holds in memory over many sessions: `SESSIONS=500 node tests/page/measure-memory.js`. After
 * each tenth, garbage is collected, and the memory of page and workers is read. It is not a test.
 *
 * From session 10 to 240 the page's heap grows by 2.2 MB: 1.3 MB compiled code, 0.5 MB the list of runs, which ends at 200, and
 * 0.3 MB the browser's own record of slow tasks and layouts, which ends too. From there to session 500 the memory grows by
 * 0.3 MB, while single readings differ by 0.5 MB.
 *
 * A session is a network of another structure or a reset, trained for some steps with its curves, and filed as a run.
 */

import { chromium } from 'playwright-core';
import { untilStatus } from './harness.js';
import { printFigure } from './measuring.js';
import { serve } from './server.js';

const SESSIONS = Number(process.env.SESSIONS ?? 500);
const EVERY = 10;

/** The library is full by then, and what runs often is compiled. */
const FULL = 210;

/** Steps of a session at least. */
const STEPS = 20;

/** Milliseconds that a session may take on a machine that is busy with other things. */
const PATIENCE = 120_000;

const host = await serve();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--enable-blink-features=ForceEagerMeasureMemory'],
});
const page = await browser.newPage();
page.setDefaultTimeout(PATIENCE);
await page.goto(`${host.address}?lang=en&data=digits`);
await untilStatus(page, 'ready');

/** @returns {Promise<number>} bytes of the page and its workers, after a collection */
function heaps() {
  return page.evaluate(async () => (await /** @type {any} */ (performance).measureUserAgentSpecificMemory()).bytes);
}

/**
 * A whole session within the page: nothing but the page itself is waited for.
 *
 * @param {string | null} preset null for a reset
 */
function runSession(preset) {
  return page.evaluate(
    async ({ wanted, steps, patience }) => {
      const status = /** @type {HTMLElement} */ (document.querySelector('[data-testid="status"]'));
      const step = /** @type {HTMLElement} */ (document.querySelector('[data-testid="step"]'));
      const until = async (/** @type {() => boolean} */ holds, /** @type {string} */ what) => {
        for (const begun = performance.now(); !holds(); ) {
          if (performance.now() - begun > patience)
            throw new Error(`${what}: ${status.dataset.state} ${step.dataset.value}`);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      };
      const isIn = (/** @type {string[]} */ ...states) => states.includes(status.dataset.state ?? '');
      const pressed = (/** @type {string} */ name) => {
        const all = [...document.querySelectorAll('button')];
        const found = all.find((button) => (button.getAttribute('aria-label') ?? button.textContent)?.trim() === name);
        found?.click();
        return found !== undefined;
      };
      if (wanted === null) await until(() => pressed('Reset'), 'Reset');
      else {
        const select = [...document.querySelectorAll('select')].find((one) =>
          [...one.options].some(({ value }) => value === wanted),
        );
        if (!select) throw new Error('there are no presets');
        select.value = wanted;
        select.dispatchEvent(new Event('change', { bubbles: true }));
      }
      await until(() => isIn('ready') && Number(step.dataset.value) === 0, 'ready');
      await until(() => pressed('Play'), 'Play');
      await until(() => Number(step.dataset.value) >= steps, 'trained');
      // A preset may have finished before it can be paused.
      if (isIn('running')) pressed('Pause');
      await until(() => isIn('paused', 'finished'), 'paused');
    },
    { wanted: preset, steps: STEPS, patience: PATIENCE },
  );
}

/** @type {{ session: number, megabytes: number }[]} */
const measured = [];
const begun = performance.now();
for (let session = 1; session <= SESSIONS; session += 1) {
  await runSession(session % 2 === 0 ? null : session % 4 === 1 ? 'sensible' : 'article');
  if (session % EVERY !== 0) continue;
  measured.push({ session, megabytes: (await heaps()) / 1e6 });
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  console.log(`${String(session).padStart(5)} sessions ${measured.at(-1)?.megabytes.toFixed(2)} MB ${seconds} s`);
}
const last = measured.at(-1);
for (const from of [EVERY, FULL]) {
  const first = measured.find(({ session }) => session === from);
  if (!first || !last || first === last) continue;
  const grown = `${(last.megabytes - first.megabytes).toFixed(2)} MB from session ${first.session} to ${last.session}`;
  printFigure('memory after collection', grown, 'flat within 1 MB');
}
await browser.close();
await host.close();
