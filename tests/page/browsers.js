/** @file Launches Debian's browsers, and runs a worker of the package's fixtures in one. */

import { chromium, firefox } from 'playwright-core';
import { PATIENCE } from './harness.js';

/** @type {Record<'Chromium' | 'Firefox', () => Promise<import('playwright-core').Browser>>} */
export const browsers = {
  Chromium: () =>
    chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      timeout: PATIENCE,
      args: ['--no-sandbox', '--disable-quic', '--no-first-run'],
    }),
  Firefox: () =>
    firefox.launch({
      channel: 'moz-firefox',
      executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
      timeout: PATIENCE,
    }),
};

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} root address under which the repository is served
 * @param {string} script of tests/package/fixtures
 * @param {unknown} message that the worker is sent
 * @returns {Promise<any>} its reply
 */
export async function inWorker(browser, root, script, message) {
  const fixtures = new URL('tests/package/fixtures/', root);
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(new URL('blank.html', fixtures).href);
  return page.evaluate(
    ({ worker, given }) =>
      new Promise((resolve, reject) => {
        const runner = new Worker(worker, { type: 'module' });
        runner.onmessage = ({ data }) => resolve(data);
        runner.onerror = ({ message: why }) => reject(new Error(why || 'the worker could not be loaded'));
        runner.postMessage(given);
      }),
    { worker: new URL(script, fixtures).href, given: message },
  );
}
