/** @file A small client of the WebDriver protocol, for browsers that Playwright does not drive: WebKitGTK under Xvfb. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';

/** The key under which WebDriver names an element. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

const DRIVER = 'WebKitWebDriver';

/** Folders of WebKitGTK's MiniBrowser, by the architectures of Debian. */
const FOLDERS = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].flatMap((architecture) =>
  ['4.1', '4.0', '6.0'].map((version) => `/usr/lib/${architecture}/webkit2gtk-${version}/MiniBrowser`),
);

/** Milliseconds after which what is waited for counts as failed: fewer than a test has, so that it tells what that was. */
const PATIENCE = 100_000;

/**
 * @param {string} address
 * @param {string} method
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
async function request(address, method, body) {
  const signal = AbortSignal.timeout(PATIENCE);
  const response = await fetch(address, { method, signal, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const { value } = /** @type {{ value: any }} */ (await response.json());
  if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

/**
 * @param {() => Promise<unknown>} ask
 * @param {string} what is waited for
 */
async function until(ask, what) {
  /** @type {unknown} */
  let fault = null;
  for (const begun = performance.now(); performance.now() - begun < PATIENCE; ) {
    try {
      if (await ask()) return;
      fault = null;
    } catch (error) {
      // Not there yet.
      fault = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`waited in vain for ${what}`, { cause: fault });
}

/**
 * Starts an X server on the first display that is free, and waits until it is ready.
 *
 * @returns {Promise<{ display: string, end: () => void }>}
 */
async function startDisplay() {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x1000x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const told = /** @type {import('node:stream').Readable} */ (server.stdio[3]);
  const ended = once(server, 'exit').then(() => {
    throw new Error('Xvfb has ended');
  });
  ended.catch(() => {});
  try {
    const [number] = await Promise.race([once(told, 'data', { signal: AbortSignal.timeout(PATIENCE) }), ended]);
    return { display: `:${String(number).trim()}`, end: () => server.kill() };
  } catch (error) {
    server.kill();
    throw error;
  }
}

/**
 * @param {string} root address of the driver
 * @param {string} binary
 * @returns {Promise<string>} address of the session
 */
async function beginSession(root, binary) {
  await until(async () => (await request(`${root}/status`, 'GET')).ready, DRIVER);
  const options = { binary, args: ['--automation'] };
  const { sessionId } = await request(`${root}/session`, 'POST', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } },
  });
  return `${root}/session/${sessionId}`;
}

/**
 * Starts WebKit on a display of its own.
 *
 * @param {number} port
 */
export async function startWebKit(port) {
  const binary = FOLDERS.find((path) => existsSync(path));
  if (!binary) throw new Error('WebKitGTK’s MiniBrowser is not installed: cargo xtask setup');
  const { display, end } = await startDisplay();
  const environment = { ...process.env, DISPLAY: display, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' };
  const driver = spawn(DRIVER, [`--port=${port}`], { stdio: 'ignore', env: environment });
  const root = `http://127.0.0.1:${port}`;
  const stop = () => {
    driver.kill();
    end();
  };
  const session = await beginSession(root, binary).catch((error) => {
    stop();
    throw error;
  });
  /** @param {string} script @param {unknown[]} args */
  const evaluate = (script, ...args) => request(`${session}/execute/sync`, 'POST', { script, args });
  return {
    evaluate,
    /** @param {string} url */
    open: (url) => request(`${session}/url`, 'POST', { url }),
    back: () => request(`${session}/back`, 'POST', {}),
    /** @param {string} script that gives a true value in the end */
    until: (script) => until(() => evaluate(script), script),
    /** @param {string} selector */
    async click(selector) {
      const found = await request(`${session}/element`, 'POST', { using: 'css selector', value: selector });
      await request(`${session}/element/${found[ELEMENT]}/click`, 'POST', {});
    },
    /**
     * One stroke of the mouse.
     *
     * @param {[number, number][]} points in pixels of the window
     */
    async draw(points) {
      const [first, ...rest] = points;
      const move = ([x, y] = /** @type {[number, number]} */ ([0, 0]), duration = 20) => ({
        type: 'pointerMove',
        duration,
        x: Math.round(x),
        y: Math.round(y),
      });
      const actions = [
        move(first, 0),
        { type: 'pointerDown', button: 0 },
        ...rest.map((point) => move(point)),
        { type: 'pointerUp', button: 0 },
      ];
      const pointer = { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions };
      await request(`${session}/actions`, 'POST', { actions: [pointer] });
    },
    async close() {
      await request(session, 'DELETE').catch(() => {});
      stop();
    },
  };
}
