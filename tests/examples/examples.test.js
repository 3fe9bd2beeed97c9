/** @file Every example in JavaScript runs by the command of `examples/README.md`, learns, and shows it. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { browsers } from '../page/browsers.js';
import { printed, served } from './command.js';

/** @typedef {import('playwright-core').Page} Page */

const readme = readFileSync(new URL('../../examples/README.md', import.meta.url), 'utf8');

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => {
  browser = await browsers.Chromium();
});
after(() => browser.close());

/**
 * @param {string} command as in the README
 * @param {string[]} more arguments
 * @param {(page: Page) => Promise<void>} check
 */
async function inPage(command, more, check) {
  assert.ok(readme.includes(`\`${command}\``), `the README has no ${command}`);
  const host = await served(...words(command), ...more);
  const page = await browser.newPage();
  /** @type {string[]} */
  const faults = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(String(error)));
  try {
    await page.goto(host.address);
    await check(page);
    assert.deepEqual(faults, []);
  } finally {
    await page.close();
    await host.close();
  }
}

/** @param {string} command @returns {[string, ...string[]]} */
function words(command) {
  const [program = '', ...rest] = command.split(' ');
  return [program, ...rest];
}

/** @param {Page} page @returns {Promise<string>} the status once it is trained */
async function trained(page) {
  const status = page.locator('#status[data-state=trained]');
  await status.waitFor({ timeout: 120_000 });
  return (await status.textContent()) ?? '';
}

/** @param {string} text */
const percent = (text) => Number(text.match(/([\d.]+) %/)?.[1]);

test('one HTML file: learns digits, and reads a drawn one', () =>
  inPage('node examples/serve.js html', ['0'], async (page) => {
    assert.ok(percent(await trained(page)) > 95);
    const box = await page.locator('#pad').boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + 144, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + 144, box.y + 250, { steps: 12 });
    await page.mouse.up();
    await page.waitForFunction(() => document.querySelector('#answer')?.textContent === '1');
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.waitForFunction(() => document.querySelector('#answer')?.textContent === '–');
  }));

test('web worker: trains beside the page, which opens the result', () =>
  inPage('node examples/serve.js worker', ['0'], async (page) => {
    const [, right, all] = (await trained(page)).match(/(\d+) of (\d+) digits/) ?? [];
    assert.equal(all, '1797');
    assert.ok(Number(right) > 1780);
  }));

test('web worker: stops, and keeps what it learned', () =>
  inPage('node examples/serve.js worker', ['0'], async (page) => {
    await page.waitForFunction(() => document.querySelector('#status')?.textContent?.startsWith('step'));
    await page.getByRole('button', { name: 'Stop' }).click();
    assert.match(await trained(page), /of 1797 digits right/);
  }));

test('Vite: learns the plane of a CSV file, then that of a chosen one', () =>
  inPage('npm --prefix examples/vite start', [], async (page) => {
    const status = await trained(page);
    assert.ok(status.startsWith('red, blue: step 1500'), status);
    assert.ok(percent(status) > 97, status);
    const rows = Array.from({ length: 60 }, (_, row) => `${row % 10},${row},${row % 10 < 5 ? 'left' : 'right'}`);
    const buffer = Buffer.from(['a,b,side', ...rows].join('\n'));
    await page.locator('#file').setInputFiles({ name: 'sides.csv', mimeType: 'text/csv', buffer });
    await page.waitForFunction(() =>
      document.querySelector('#status')?.textContent?.startsWith('left, right: step 1500'),
    );
  }));

test('Vite: builds', async () => {
  assert.match(await printed('npm', '--prefix', 'examples/vite', 'run', 'build'), /inkgrad-simd128-\S+\.wasm/);
});

test('React: draws the losses, pauses, and begins anew', () =>
  inPage('npm --prefix examples/react start', [], async (page) => {
    const points = () => page.locator('[data-points]').getAttribute('data-points').then(Number);
    await page.waitForFunction(() => Number(document.querySelector('[data-points]')?.getAttribute('data-points')) > 20);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Play' }).waitFor();
    const paused = await points();
    const curve = await page.locator('polyline').last().getAttribute('points');
    assert.equal(curve?.split(' ').length, paused);
    await page.getByRole('button', { name: 'Begin anew' }).click();
    await page.waitForFunction(() => document.querySelector('[data-points]')?.getAttribute('data-points') === '0');
    await page.getByRole('button', { name: 'Play' }).click();
    await page.waitForFunction(() => Number(document.querySelector('[data-points]')?.getAttribute('data-points')) > 5);
  }));

test('Node: trains on a CSV file and exports it', async () => {
  assert.ok(readme.includes('`npm --prefix examples/node start`'));
  const output = await printed('npm', '--prefix', 'examples/node', 'start');
  assert.ok(percent(output.match(/.*not seen.*/)?.[0] ?? '') > 90, output);
  for (const name of ['model.onnx', 'card.md', 'preprocessing.json', 'check.json'])
    assert.ok(existsSync(new URL(`../../examples/node/out/${name}`, import.meta.url)), name);
});
