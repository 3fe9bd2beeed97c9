/** @file The browsers in which pages are tested. */

import { chromium, firefox } from 'playwright-core';
import { makeLate } from './late.js';

const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Milliseconds by which frames and messages come late in the pages of Chromium: races come to light. */
const LATENCY = Number(process.env.LATENCY ?? 0);

/**
 * @param {number} timeout milliseconds
 * @param {string[]} [more] arguments
 * @param {string[]} [fewer] of those that Playwright gives
 */
async function startChromium(timeout, more = [], fewer = []) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    timeout,
    args: ['--no-sandbox', '--disable-quic', ...quiet, ...more],
    ignoreDefaultArgs: fewer,
  });
  if (LATENCY > 0) {
    const newContext = browser.newContext.bind(browser);
    browser.newContext = async (options) => {
      const context = await newContext(options);
      await context.addInitScript(makeLate, LATENCY);
      return context;
    };
  }
  return browser;
}

/** @typedef {keyof typeof browsers} Name */

const browsers = {
  chromium: (/** @type {number} */ timeout) => startChromium(timeout),
  chromiumWithGpu: (/** @type {number} */ timeout) => startChromium(timeout, ['--enable-unsafe-webgpu']),
  /** It puts pages aside when they are left, as it does for everybody. */
  chromiumWithPagesAside: (/** @type {number} */ timeout) =>
    startChromium(timeout, [], ['--disable-back-forward-cache']),
  firefox: (/** @type {number} */ timeout) =>
    firefox.launch({
      channel: 'moz-firefox',
      executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
      timeout,
    }),
};

/** @param {Name} name @param {number} timeout milliseconds */
export function launch(name, timeout) {
  return browsers[name](timeout);
}
