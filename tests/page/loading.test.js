/**
 * @file Loading the package in real browsers with a misconfigured server, a policy or another origin: the fallback or
 * the error message. The test servers serve the files of `pkg/`, modified by each test.
 */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { after, before, test } from 'node:test';
import { packageFolder, smallSpec } from '../package/support.js';
import { browsers } from './browsers.js';
import { PATIENCE } from './harness.js';

/** @typedef {{ status?: number, type?: string, body: string | Buffer, headers?: Record<string, string> }} Answer */
/** @typedef {import('playwright-core').Page} Page */

const START_PAGE = '<!doctype html><html lang="en"><title>start page</title>';
const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
const CROSS_ORIGIN = { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' };

/** @type {Record<string, string>} */
const types = { '.js': 'text/javascript', '.wasm': 'application/wasm' };

/** @type {Record<string, import('playwright-core').Browser>} */
const openBrowsers = {};
before(async () => {
  for (const [name, launch] of Object.entries(browsers)) openBrowsers[name] = await launch();
});
after(async () => {
  for (const browser of Object.values(openBrowsers)) await browser.close();
});

/**
 * @param {(path: string) => Answer | undefined} override replaces the response for a path
 * @param {Record<string, string>} [headers]
 */
async function startServer(override, headers = ISOLATED) {
  /** @type {string[]} */
  const requested = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://host').pathname.slice(1);
    requested.push(path);
    const file = new URL(path, packageFolder);
    /** @returns {Answer} */
    const fileResponse = () => ({ type: types[extname(path)] ?? 'text/plain', body: readFileSync(file) });
    /** @type {Answer} */
    const answer =
      override(path) ??
      (path === '' ? { body: START_PAGE } : existsSync(file) ? fileResponse() : { status: 404, body: 'not found' });
    const type = { 'Content-Type': answer.type ?? 'text/html' };
    response.writeHead(answer.status ?? 200, { ...headers, ...type, ...answer.headers }).end(answer.body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const close = () => new Promise((resolve) => server.close(resolve).closeAllConnections());
  return { address: `http://127.0.0.1:${port}/`, requested, close };
}

/**
 * Runs in a new page of a browser, with the package and a report of a session.
 *
 * @param {string} browser
 * @param {Awaited<ReturnType<typeof startServer>>} site
 * @param {(page: Page, report: (options: object, entry?: string) => Promise<any>) => Promise<void>} body
 */
async function inPage(browser, site, body) {
  const page = await /** @type {import('playwright-core').Browser} */ (openBrowsers[browser]).newPage();
  page.setDefaultTimeout(PATIENCE);
  try {
    await page.goto(site.address);
    await body(page, (options, entry = `${site.address}inkgrad.js`) =>
      page.evaluate(
        async (given) => {
          const { load } = await import(given.entry);
          try {
            const { Session } = await load(given.options);
            const session = await Session.create(given.spec);
            await session.setData('train', { inputs: new Float32Array(64).map(Math.cos), labels: new Uint8Array(16) });
            const { loss } = await session.step(50);
            const learned = (await session.evaluate('train')).loss < loss / 2;
            const { build, workers, reason } = session.backend;
            session.free();
            return { build, workers, reason, learned };
          } catch (/** @type {any} */ { code, id, path, message }) {
            return { code, id, path, message };
          }
        },
        { entry, options, spec: /** @type {any} */ (smallSpec()) },
      ),
    );
  } finally {
    await page.close();
    await site.close();
  }
}

const startPage = (/** @type {string} */ path) => (/\.wasm$/.test(path) ? { body: START_PAGE } : undefined);
const withoutTextModules = (/** @type {string} */ path) =>
  /-text\.js$/.test(path) ? { status: 404, body: '' } : undefined;

for (const name of ['Chromium', 'Firefox']) {
  test(`${name}: with all files present no text module is fetched`, async () => {
    const site = await startServer(() => undefined);
    await inPage(name, site, async (_, report) => {
      const { workers, learned } = await report({ build: 'simd128', workers: 2 });
      assert.deepEqual([workers, learned], [2, true]);
      assert.deepEqual(
        site.requested.filter((path) => /text|gpu|relaxed/.test(path)),
        [],
      );
    });
  });

  test(`${name}: a server that serves its start page for missing files, as Vite's development server`, async () => {
    const site = await startServer(
      (path) => startPage(path) ?? (path === 'inkgrad-worker.js' ? { body: START_PAGE } : undefined),
    );
    await inPage(name, site, async (_, report) => {
      const { build, workers, learned, reason } = await report({ build: 'simd128', workers: 2 });
      assert.deepEqual([build, workers, learned], ['simd128', 2, true], reason);
      await report({ build: 'simd128', workers: 2 });
      const texts = ['inkgrad-simd128-text.js', 'inkgrad-worker-text.js'];
      assert.deepEqual(
        site.requested.filter((path) => /text/.test(path)),
        texts,
      );
    });
  });

  test(`${name}: a start page instead of the binary and no text: an error, and the next load bypasses the cache`, async () => {
    let repaired = false;
    const cached = { 'Cache-Control': 'max-age=3600' };
    const site = await startServer(
      (path) =>
        withoutTextModules(path) ??
        (/\.wasm$/.test(path) && !repaired ? { body: START_PAGE, headers: cached } : undefined),
    );
    await inPage(name, site, async (_, report) => {
      const { code, id, path, message } = await report({ build: 'simd128' });
      assert.deepEqual([code, id, path], ['format', 'format.wasm_is_html', 'wasm']);
      assert.ok(message.startsWith(`wasm: ${site.address}inkgrad-simd128.wasm is a page (HTML), no binary: `), message);
      repaired = true;
      assert.equal((await report({ build: 'simd128' })).learned, true);
    });
  });

  test(`${name}: a missing binary and no text`, async () => {
    const site = await startServer(
      (path) => withoutTextModules(path) ?? (/\.wasm$/.test(path) ? { status: 404, body: '' } : undefined),
    );
    await inPage(name, site, async (_, report) => {
      const { code, id, message } = await report({ build: 'simd128' });
      assert.deepEqual([code, id], ['format', 'format.wasm_missing']);
      assert.match(
        message,
        /inkgrad-simd128\.wasm did not come: the server answers 404; copy the package's \.wasm files/,
      );
    });
  });

  test(`${name}: a policy that forbids WebAssembly`, async () => {
    const policy = { ...ISOLATED, 'Content-Security-Policy': "script-src 'self'" };
    const site = await startServer(() => undefined, policy);
    await inPage(name, site, async (_, report) => {
      const { code, id, path, message } = await report({});
      assert.deepEqual([code, id, path], ['state', 'state.wasm_refused_by_policy', 'wasm']);
      assert.match(message, /add 'wasm-unsafe-eval' to script-src/);
      assert.deepEqual(
        site.requested.filter((requested) => /text/.test(requested)),
        [],
      );
    });
  });

  test(`${name}: the package from another origin starts its workers`, async () => {
    const otherOrigin = await startServer(() => undefined, CROSS_ORIGIN);
    const site = await startServer(() => undefined);
    await inPage(name, site, async (_, report) => {
      const { workers, learned, reason } = await report({ workers: 2 }, `${otherOrigin.address}inkgrad.js`);
      assert.deepEqual([workers, learned], [2, true], reason);
    });
    await otherOrigin.close();
  });

  test(`${name}: the package from another origin and a policy without blobs: one core, with the reason`, async () => {
    const otherOrigin = await startServer(() => undefined, CROSS_ORIGIN);
    const policy = `script-src 'self' 'wasm-unsafe-eval' ${otherOrigin.address}; worker-src 'self'`;
    const site = await startServer(() => undefined, { ...ISOLATED, 'Content-Security-Policy': policy });
    await inPage(name, site, async (_, report) => {
      const { workers, learned, reason } = await report({ workers: 2 }, `${otherOrigin.address}inkgrad.js`);
      assert.deepEqual([workers, learned], [1, true]);
      assert.match(reason, /one core: no workers could be started \(.*; as text: .*\)/);
    });
    await otherOrigin.close();
  });

  test(`${name}: in a service worker load() works, without a GPU`, async () => {
    const script = `
      import { load } from './inkgrad.js';
      self.onmessage = async ({ data, ports: [port] }) => {
        try {
          const { Session } = await load({ gpu: 'auto', workers: 'auto' });
          const session = await Session.create(data);
          await session.setData('train', { inputs: new Float32Array(64).map(Math.cos), labels: new Uint8Array(16) });
          const { step } = await session.step(3);
          const { code, path } = await load({ gpu: 'on' }).catch((error) => error);
          const { gpu, workers, reason } = session.backend;
          port.postMessage({ step, gpu, workers, reason, on: [code, path] });
        } catch (error) {
          port.postMessage(String(error));
        }
      };`;
    const site = await startServer((path) =>
      path === 'service.js' ? { type: 'text/javascript', body: script } : undefined,
    );
    await inPage(name, site, async (page) => {
      const report = await page.evaluate(
        async (spec) => {
          const { active, installing, waiting } = await navigator.serviceWorker.register('./service.js', {
            type: 'module',
          });
          const { port1, port2 } = new MessageChannel();
          (active ?? installing ?? waiting)?.postMessage(spec, [port2]);
          return new Promise((resolve) => {
            port1.onmessage = ({ data }) => resolve(data);
          });
        },
        /** @type {any} */ (smallSpec()),
      );
      const { step, gpu, workers, reason, on } = report;
      assert.deepEqual([step, gpu, workers, on], [3, null, 1, ['gpu', 'gpu']], report);
      assert.match(reason, /no GPU: what computes on a GPU cannot be loaded here/);
    });
  });
}
