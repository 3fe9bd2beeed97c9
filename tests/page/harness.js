/** @file Test harness: browsers and pages, each with checks for errors that must never occur. */

import assert from 'node:assert/strict';
import { decode } from '../../www/storage/codec.js';
import { launch } from './launch.js';
import { serve } from './server.js';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').BrowserContextOptions} ContextOptions
 * @typedef {{ page: Page, faults: string[], requests: string[] }} Opened
 */

/**
 * @param {import('./launch.js').Name} [name]
 * @param {Promise<import('./server.js').Host>} [served] the built page unless given
 */
export async function startHarness(name = 'chromium', served = serve()) {
  const [host, browser] = [await served, await launch(name, PATIENCE)];
  return {
    host,
    browser,
    /**
     * @param {string} [address] query and fragment
     * @param {ContextOptions & { prepare?: (page: Page) => Promise<unknown> }} [options]
     * @returns {Promise<Opened>}
     */
    async open(address = '?lang=en', { prepare, ...options } = {}) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
      context.setDefaultTimeout(PATIENCE);
      const page = await context.newPage();
      const recorded = recordErrors(page);
      await prepare?.(page);
      await page.goto(host.address + address);
      return { page, ...recorded };
    },
    async close() {
      await browser.close();
      await host.close();
    },
  };
}

/** @param {Page} page */
function recordErrors(page) {
  /** @type {string[]} */
  const faults = [];
  /** @type {string[]} */
  const requests = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  return { faults, requests };
}

/** Milliseconds after which what is waited for counts as failed. The machine may be slow, and do other work. */
export const PATIENCE = 100_000;

/**
 * Repeats an assertion until it holds: the page redraws at the next frame, so that what is read right after an action may
 * be what was there before.
 *
 * @param {() => unknown} assertion throws, or rejects, while it does not hold
 * @param {number} [interval] milliseconds between two attempts
 */
export async function eventually(assertion, interval = 50) {
  for (const begun = performance.now(); ; ) {
    try {
      await assertion();
      return;
    } catch (error) {
      if (performance.now() - begun > PATIENCE) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
}

/**
 * Reads until the value is the expected one.
 *
 * @template Value
 * @param {() => Value | Promise<Value>} read
 * @param {Value} expected
 * @param {string} [message]
 */
export function untilEqual(read, expected, message) {
  return eventually(async () => assert.deepEqual(await read(), expected, message));
}

/** Waits until the page has drawn what it meant to draw. @param {Page} page */
export function untilDrawn(page) {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/**
 * @param {Page} page
 * @param {string} id
 * @returns {Promise<number>} NaN without a value
 */
export async function figure(page, id) {
  const value = await page.getByTestId(id).getAttribute('data-value');
  return value === null || value === '' ? Number.NaN : Number(value);
}

/**
 * @param {Page} page
 * @param {string} state
 * @param {number} [timeout]
 */
export async function untilStatus(page, state, timeout = PATIENCE) {
  await page.locator(`[data-testid="status"][data-state="${state}"]`).waitFor({ state: 'attached', timeout });
}

/**
 * @param {Page} page
 * @param {string} id
 * @param {number} minimum
 */
export async function untilFigure(page, id, minimum, timeout = 120_000) {
  await page.waitForFunction(
    ([name, value]) => {
      const shown = document.querySelector(`[data-testid="${name}"]`)?.getAttribute('data-value');
      return shown !== '' && Number(shown ?? Number.NaN) >= Number(value);
    },
    /** @type {const} */ ([id, minimum]),
    { timeout, polling: 50 },
  );
}

/**
 * @param {Page} page
 * @param {string} name
 */
export function press(page, name) {
  return page.getByRole('button', { name, exact: true }).click();
}

/** @param {Opened} opened */
export function assertNoFaults({ faults }) {
  assert.deepEqual(faults, []);
}

/**
 * Waits until the page's stored state meets a condition, twice with the same values.
 *
 * @param {Page} page
 * @param {(stored: { strokes: number, points: number, step: number }) => boolean | Promise<boolean>} condition
 */
export async function untilStored(page, condition) {
  let last = '';
  // A drawing is kept when it has rested for 400 ms.
  const interval = 500;
  await eventually(async () => {
    const stored = await readStored(page);
    const now = JSON.stringify(stored);
    const settled = now === last;
    last = now;
    assert.ok((await condition(stored)) && settled, `stored: ${JSON.stringify(stored)}`);
  }, interval);
}

/**
 * Trains until so many epochs have ended, and pauses.
 *
 * @param {Page} page
 * @param {number} [count]
 */
export async function trainEpochs(page, count = 1) {
  await press(page, 'Play');
  await untilFigure(page, 'epoch', count);
  await pause(page);
}

/**
 * Pauses, and waits for all that follows: the last validation, and then the checkpoint, which is stored.
 *
 * @param {Page} page
 * @returns {Promise<number>} step at which it stands
 */
export async function pause(page) {
  await press(page, 'Pause');
  await untilStatus(page, 'paused');
  let shown = Number.NaN;
  // The last step may be shown after the state.
  await untilStored(page, async ({ step }) => {
    shown = await figure(page, 'step');
    return step === shown;
  });
  return shown;
}

/**
 * @param {Page} page
 * @returns {Promise<{ strokes: number, points: number, step: number }>} the sizes of what is kept; `step` is NaN while it is
 *   being kept
 */
async function readStored(page) {
  const saved = page.getByTestId('saved');
  const isSaved = (await saved.getAttribute('data-state')) === 'saved';
  const place = await readRecord(page, 'place/last');
  const strokes = place?.strokes ?? [];
  return {
    strokes: strokes.length,
    points: strokes.at(-1)?.points.length ?? 0,
    step: isSaved ? Number(await saved.getAttribute('data-step')) : Number.NaN,
  };
}

/**
 * @param {Page} page
 * @returns {Promise<{ bytes: Uint8Array, position: { step: number } }>} the state of the tab's run that is kept
 */
export async function keptState(page) {
  const { id } = JSON.parse((await page.evaluate(() => sessionStorage.getItem('inkgrad.run'))) ?? '{}');
  return readRecord(page, `state/${id}`);
}

/**
 * @param {Page} page
 * @param {string} key of a record in the page's database
 * @returns {Promise<any>} null where there is none
 */
export async function readRecord(page, key) {
  const bodies = await page.evaluate(slotsOf, key);
  const newest = bodies.sort((a, b) => b.sequence - a.sequence)[0];
  return newest ? decode(Uint8Array.from(Buffer.from(newest.body, 'base64'))) : null;
}

/**
 * In the page: the two slots of a record.
 *
 * @param {string} key
 * @returns {Promise<{ sequence: number, body: string }[]>}
 */
function slotsOf(key) {
  /** @param {Uint8Array} bytes @returns {Promise<string>} */
  const text = (bytes) =>
    new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
      reader.readAsDataURL(new Blob([/** @type {BlobPart} */ (bytes)]));
    });
  return new Promise((resolve) => {
    const request = indexedDB.open('inkgrad');
    request.onsuccess = () => {
      const transaction = request.result.transaction('kept');
      const store = transaction.objectStore('kept');
      const slots = [0, 1].map((slot) => [store.get(`${key}#${slot}`), store.get(`${key}#${slot}.body`)]);
      transaction.oncomplete = async () => {
        request.result.close();
        const found = slots.filter(([head, body]) => head?.result && body?.result);
        const read = found.map(async ([head, body]) => ({
          sequence: head?.result.sequence,
          body: await text(body?.result),
        }));
        resolve(await Promise.all(read));
      };
    };
    // The page has not made it yet: it is left to do so.
    request.onupgradeneeded = () => request.transaction?.abort();
    request.onerror = () => resolve([]);
  });
}
