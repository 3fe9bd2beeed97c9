/** @file Chromium with software WebGPU, and pages in it that run the package's fixtures. */

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { assertNear } from '../package/golden/assertions.js';
import { PATIENCE } from './harness.js';
import { serve } from './server.js';

/**
 * @typedef {typeof import('../package/fixtures/gpu.js') & typeof import('../package/fixtures/gpu-faults.js')} Fixtures
 * @typedef {import('playwright-core').Browser} Browser
 */

/** @param {string[]} more arguments */
function launch(...more) {
  const args = ['--no-sandbox', '--disable-quic', '--no-first-run', ...more];
  return chromium.launch({ executablePath: '/usr/bin/chromium', timeout: PATIENCE, args });
}

/** @param {boolean} [gpu] whether the browser has WebGPU */
export async function openGpuHost(gpu = true) {
  const host = await serve(fileURLToPath(new URL('../../', import.meta.url)));
  const browser = await launch(...(gpu ? ['--enable-unsafe-webgpu'] : []));
  const open = async () => {
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.goto(new URL('tests/package/fixtures/blank.html', host.address).href);
    return page;
  };
  return {
    browser,
    open,
    /**
     * Calls a function of a fixture in a new page.
     *
     * @template {keyof Fixtures} Name
     * @param {Name} name
     * @param {unknown[]} given after the package's address
     * @returns {Promise<Awaited<ReturnType<Fixtures[Name]>>>}
     */
    async inPage(name, ...given) {
      const page = await open();
      try {
        return await call(page, host.address, name, given);
      } finally {
        await page.close();
      }
    },
    /**
     * @template {keyof Fixtures} Name
     * @param {import('playwright-core').Page} page
     * @param {Name} name
     * @param {unknown[]} given
     * @returns {Promise<Awaited<ReturnType<Fixtures[Name]>>>}
     */
    inOpenPage: (page, name, ...given) => call(page, host.address, name, given),
    async close() {
      await browser.close();
      await host.close();
    },
  };
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} root
 * @param {string} name
 * @param {unknown[]} given
 * @returns {Promise<any>}
 */
function call(page, root, name, given) {
  const paths = ['tests/package/fixtures/gpu.js', 'tests/package/fixtures/gpu-faults.js', 'pkg/inkgrad.js'];
  const addresses = paths.map((path) => new URL(path, root).href);
  return page.evaluate(
    async ({ addresses: [plain = '', faults = '', entry], name, given }) =>
      ({ ...(await import(plain)), ...(await import(faults)) })[name](entry, ...given),
    { addresses, name, given },
  );
}

/**
 * @param {import('inkgrad').StepReport[][]} reports of the processor and of the GPU
 * @param {number} tolerance
 */
export function sameReports([processor, gpu], tolerance) {
  for (const [at, expected] of processor.entries()) {
    const found = gpu[at];
    assertNear(found.loss, expected.loss, `loss of call ${at}`, tolerance);
    assertNear(found.gradientNorm, expected.gradientNorm, `norm of call ${at}`, 10 * tolerance);
    assert.deepEqual({ ...found, loss: 0, gradientNorm: 0 }, { ...expected, loss: 0, gradientNorm: 0 });
  }
}
