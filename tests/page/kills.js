/** @file Kills the process of a tab while it trains, and looks at what the next visit finds. */

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { eventually, PATIENCE, press, untilEqual, untilFigure } from './harness.js';
import { serve } from './server.js';

/** Milliseconds between two looks at the step. */
const LOOK = 50;

/** Milliseconds that a tab has to close. */
const CLOSE = 5000;

/**
 * @typedef {object} Kill
 * @property {number} before last step that the page showed before it was killed
 * @property {number} kept the last step that the page said was kept
 * @property {number} restored step of the next visit
 * @property {number} age milliseconds by which the restored state was older than the kill
 * @property {number} unseen the longest time between two looks at the step: by so much the age may be wrong
 * @property {number} slowest the longest time between two steps that were seen: a state is kept between steps
 * @property {number} points of the restored training curve
 */

/** @param {import('playwright-core').Page} page @returns {Promise<number>} step of the last state that is kept */
async function keptStepOf(page) {
  return Number(await page.getByTestId('saved').first().getAttribute('data-step'));
}

/** @param {number} pid of a process that may have ended by itself */
function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (Object(error).code !== 'ESRCH') throw error;
  }
}

/** A browser whose profile stays from visit to visit. */
export async function startKills() {
  const [host, folder] = [await serve(), await mkdtemp(join(tmpdir(), 'inkgrad-kills-'))];
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'],
    viewport: { width: 1440, height: 900 },
  });
  context.setDefaultTimeout(PATIENCE);
  const browser = /** @type {import('playwright-core').Browser} */ (context.browser());
  const control = await browser.newBrowserCDPSession();
  const renderers = async () => {
    const { processInfo } = await control.send('SystemInfo.getProcessInfo');
    return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  };

  /** @param {string} [rest] of the address @returns {Promise<import('playwright-core').Page>} a tab that can train */
  const open = async (rest = '') => {
    const page = await context.newPage();
    await page.goto(`${host.address}?lang=en${rest}`);
    await page.locator('[data-testid="status"]:is([data-state="ready"], [data-state="paused"])').waitFor({
      state: 'attached',
      timeout: 120_000,
    });
    return page;
  };

  /** @param {import('playwright-core').Page} page */
  const stepOf = async (page) => Number(await page.getByTestId('step').getAttribute('data-value'));

  return {
    open,
    stepOf,
    /**
     * Trains for a while, kills the tab's process, and opens another tab.
     *
     * @param {import('playwright-core').Page} page
     * @param {{ milliseconds?: number, steps?: number }} until so long, or so many steps
     * @returns {Promise<{ page: import('playwright-core').Page, kill: Kill }>}
     */
    async kill(page, { milliseconds = Number.POSITIVE_INFINITY, steps = Number.POSITIVE_INFINITY }) {
      const begun = await stepOf(page);
      await press(page, 'Play');
      await untilFigure(page, 'step', begun + 1);
      /** @type {{ at: number, step: number }[]} */
      const seen = [{ at: performance.now(), step: await stepOf(page) }];
      const last = () => /** @type {{ at: number, step: number }} */ (seen.at(-1));
      let kept = 0;
      for (const start = performance.now(); performance.now() - start < milliseconds && last().step < steps; ) {
        await new Promise((resolve) => setTimeout(resolve, LOOK));
        kept = await keptStepOf(page);
        const step = await stepOf(page);
        seen.push({ at: performance.now(), step });
      }
      // A kill at a step asks what a later visit goes on from: a state, and not the first alone, must be kept.
      if (Number.isFinite(steps)) await eventually(async () => assert.ok((await keptStepOf(page)) > begun + 10));
      const pids = await renderers();
      const crashed = page.waitForEvent('crash');
      const killed = performance.now();
      for (const pid of pids) kill(pid);
      await crashed;
      // The browser learns of each death on its own. Until then it may give a dead process, kept in reserve, to a tab.
      await untilEqual(async () => (await renderers()).filter((pid) => pids.includes(pid)), []);
      // A tab whose process is gone may never answer that it is closed; the next one does not need that.
      await Promise.race([page.close(), new Promise((resolve) => setTimeout(resolve, CLOSE))]);
      const next = await open();
      const restored = await stepOf(next);
      const reached = seen.find(({ step }) => step >= restored)?.at ?? last().at;
      const changes = seen.filter(({ step }, index) => step !== seen[index - 1]?.step);
      const slowest = Math.max(0, ...changes.slice(1).map(({ at }, index) => at - Number(changes[index]?.at)));
      const gaps = seen.map(({ at }, index) => (seen[index + 1]?.at ?? killed) - at);
      const points = Number(await next.getByTestId('loss-chart').getAttribute('data-points'));
      return {
        page: next,
        kill: {
          before: last().step,
          kept,
          restored,
          age: restored >= last().step ? 0 : killed - reached,
          unseen: Math.max(...gaps),
          slowest,
          points,
        },
      };
    },
    async close() {
      await context.close();
      await host.close();
      // What the browser still writes may come between.
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
