/** @file What is kept, where keeping fails: each fault is handled, and said on the page. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { crc32 } from '../../www/shared/crc32.js';
import { encode } from '../../www/storage/codec.js';
import {
  assertNoFaults,
  figure,
  keptState,
  pause,
  press,
  startHarness,
  untilEqual,
  untilFigure,
  untilStatus,
} from './harness.js';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Awaited<ReturnType<typeof startHarness>>} */
let harness;

before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

/**
 * @param {string} script that runs in the storage worker before its own
 * @param {string} [address]
 */
function openWith(script, address) {
  return harness.open(address, {
    prepare: (page) =>
      page.route('**/build/storage.js', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: `${script};\n${await response.text()}` });
      }),
  });
}

/** @param {Page} page */
const saved = (page) => page.getByTestId('saved');

/** @param {Page} page @param {string} state */
const untilSaved = (page, state) => page.locator(`[data-testid="saved"][data-state="${state}"]`).waitFor();

/** @param {Page} page @param {number} steps */
async function train(page, steps) {
  await press(page, 'Play');
  await untilFigure(page, 'step', steps);
}

test('without a database the page says so once it trains, and goes on', async () => {
  const opened = await openWith("Object.defineProperty(self, 'indexedDB', { value: undefined })");
  const { page } = opened;
  await untilSaved(page, 'off');
  assert.equal(await page.getByText('This browser keeps nothing here').count(), 0, 'nothing is worth keeping yet');
  await train(page, 20);
  await page.getByText('This browser keeps nothing here').waitFor();
  await page.getByText('Not kept after this visit').waitFor();
  await untilFigure(page, 'step', 40);
  assertNoFaults(opened);
  await page.context().close();
});

for (const [what, error] of /** @type {[string, string][]} */ ([
  ['the name of today', "new DOMException('no room', 'QuotaExceededError')"],
  ["Firefox's name", "Object.assign(new Error('no room'), { name: 'NS_ERROR_DOM_QUOTA_REACHED' })"],
])) {
  test(`a full disk, by ${what}: it is told once, training goes on, and what finds room later is kept`, async () => {
    const { page } = await openWith(
      `const put = IDBObjectStore.prototype.put;
      let full = true;
      new BroadcastChannel('room').onmessage = () => { full = false; };
      IDBObjectStore.prototype.put = function (value, key) {
        if (full && String(key).startsWith('state/')) throw ${error};
        return put.call(this, value, key);
      }`,
    );
    await train(page, 20);
    await untilSaved(page, 'full');
    await page.getByText('The browser has no room left').waitFor();
    await press(page, 'Close message');
    await untilFigure(page, 'step', (await figure(page, 'step')) + 50);
    assert.equal(await page.getByText('The browser has no room left').count(), 0, 'once');
    await page.evaluate(() => new BroadcastChannel('room').postMessage('there is'));
    const step = await pause(page);
    assert.equal((await keptState(page)).position.step, step);
    await page.context().close();
  });
}

test('what the browser has removed is told, once', async () => {
  const { page } = await harness.open();
  await train(page, 20);
  await pause(page);
  await page.goto(`${harness.host.address}icon.svg`);
  await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase('inkgrad');
        request.onsuccess = resolve;
        request.onerror = reject;
      }),
  );
  await page.goto(`${harness.host.address}?lang=zh`);
  await page.getByText('浏览器为腾出空间已将其移除').waitFor();
  await page.reload();
  await untilStatus(page, 'ready');
  await untilSaved(page, 'saved');
  assert.equal(await page.getByText('浏览器为腾出空间已将其移除').count(), 0);
  await page.context().close();
});

test('a newer version of the page takes the database: it is told, and training goes on; so it is after a reload', async () => {
  const { page } = await harness.open();
  await train(page, 20);
  const other = await page.context().newPage();
  await other.goto(`${harness.host.address}icon.svg`);
  await other.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open('inkgrad', 99);
        request.onsuccess = () => {
          request.result.close();
          resolve(null);
        };
        request.onerror = reject;
      }),
  );
  await page.getByText('A newer version of the page has taken over what is kept').waitFor();
  await untilSaved(page, 'off');
  await untilFigure(page, 'step', (await figure(page, 'step')) + 20);
  await page.reload();
  await page.getByText('A newer version of the page has taken over what is kept').waitFor();
  await untilStatus(page, 'ready');
  await train(page, 20);
  await page.context().close();
});

test('a run that another build has trained goes on, and that is said', async () => {
  const { page } = await harness.open();
  await train(page, 20);
  const step = await pause(page);
  const { id } = JSON.parse((await page.evaluate(() => sessionStorage.getItem('inkgrad.run'))) ?? '{}');
  const body = encode({ ...(await keptState(page)), build: '0.0.1 other' });
  const head = { format: 1, sequence: 1e6, checksum: crc32(body), length: body.length, version: 1 };
  await page.evaluate(putSlot, { key: `state/${id}`, head, body: Buffer.from(body).toString('base64') });
  await page.reload();
  await untilStatus(page, 'paused');
  assert.equal(await figure(page, 'step'), step);
  await page.getByText('This run was trained by another build (0.0.1 other)').waitFor();
  await page.context().close();
});

/**
 * In the page: puts a slot of a record into its database.
 *
 * @param {{ key: string, head: unknown, body: string }} slot
 */
async function putSlot({ key, head, body }) {
  const bytes = Uint8Array.from(atob(body), (character) => character.charCodeAt(0));
  await new Promise((resolve) => {
    const request = indexedDB.open('inkgrad');
    request.onsuccess = () => {
      const transaction = request.result.transaction('kept', 'readwrite');
      const store = transaction.objectStore('kept');
      store.put(head, `${key}#0`);
      store.put(bytes, `${key}#0.body`);
      transaction.oncomplete = () => {
        request.result.close();
        resolve(null);
      };
    };
  });
}

test('another tab takes a run over: it goes on there, and here a new one begins', async () => {
  const { page: first } = await harness.open();
  await train(first, 100);
  await pause(first);
  const second = await first.context().newPage();
  await second.goto(`${harness.host.address}?lang=en`);
  await untilStatus(second, 'paused');
  await press(first, 'Play');
  await untilFigure(first, 'step', (await figure(first, 'step')) + 50);
  await second.getByText('Another tab trains the run from which this one began').waitFor();
  const before = await figure(first, 'step');
  await press(second, 'Take over');
  await first.getByText('Another tab has taken over the run. A new run begins here.').waitFor();
  await untilEqual(() => figure(first, 'step'), 0);
  await untilFigure(second, 'step', before);
  await untilStatus(second, 'paused');
  const taken = await figure(second, 'step');
  await second.reload();
  await untilStatus(second, 'paused');
  assert.equal(await figure(second, 'step'), taken, 'it is the tab’s own now');
  assert.equal(await second.getByRole('button', { name: 'Take over' }).count(), 0);
  await train(first, 20);
  await first.context().close();
});

test('the line says how old the kept state is', async () => {
  const { page } = await harness.open();
  await page.getByText('Nothing to keep yet').waitFor();
  await train(page, 30);
  const step = await pause(page);
  assert.equal(await saved(page).getAttribute('data-step'), String(step));
  assert.match((await saved(page).textContent()) ?? '', /is kept/);
  await press(page, 'Reset');
  await page.getByText('Nothing to keep yet').waitFor();
  await page.context().close();
});
