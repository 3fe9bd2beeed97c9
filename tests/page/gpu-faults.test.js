/** @file WebGPU in Chromium, in software: failures during training, and devices that are missing from the start. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { COMMON, dense, SGD } from './gpu-cases.js';
import { openGpuHost, sameReports } from './gpu-host.js';

/** @type {Awaited<ReturnType<typeof openGpuHost>>} */
let host;
before(async () => {
  host = await openGpuHost();
});
after(() => host.close());

const SMALL = { ...COMMON, input: [4], layers: [dense(3)], optimizer: SGD };
/** `auto` selects a GPU: 106 million multiply-adds a step. */
const LARGE = { ...COMMON, input: [784], layers: [dense(900), dense(3)], optimizer: SGD, batch_size: 50 };

/** The message of each kind of failure. */
const MESSAGES = {
  destroyed: /^the device was lost \(destroyed/,
  // If the call yields before its first step, the next device is already available.
  'destroyed between calls': /^the device was lost( \(destroyed|, and another has come$)/,
  lost: /^the device was lost \(unknown: the driver was reset\)/,
  'submit throws': /^refused/,
  'write throws': /^refused/,
  'map is refused': /^no map/,
  'out of memory': /^it has run out of memory/,
  invalid: /^.*(Buffer|buffer).*destroyed/,
  'never comes back': /^nothing came back within 15 s/,
};

test('a hundred failures lose no step', async (context) => {
  const results = await host.inPage('faulty', SMALL, 100);
  /** @type {Record<string, number>} */
  const counts = {};
  for (const { name, reports, difference, backend } of results) {
    counts[name] = (counts[name] ?? 0) + 1;
    assert.ok(difference < 1e-5, `${name}: parameters differ by ${difference}`);
    sameReports([reports.map(([ours]) => ours), reports.map(([, theirs]) => theirs)], 1e-5);
    assert.equal(backend.gpu, null, `${name}: ${backend.reason}`);
    const [, message = ''] =
      backend.reason.match(/^the GPU failed: (.+); the processor has repeated \d+ steps? and goes on$/) ?? [];
    assert.match(message, MESSAGES[/** @type {keyof typeof MESSAGES} */ (name)], name);
  }
  context.diagnostic(JSON.stringify(counts));
  context.diagnostic(`parameters differ by ${Math.max(...results.map(({ difference }) => difference))} at the most`);
  assert.deepEqual(Object.keys(counts).sort(), Object.keys(MESSAGES).sort());
});

test('a graphics process that crashes loses no step', async () => {
  const page = await host.open();
  const results = host.inOpenPage(page, 'untilLost', SMALL);
  await page.waitForFunction(() => document.title === 'training');
  const protocol = await host.browser.newBrowserCDPSession();
  // The reply is an error, because the process has crashed.
  await protocol.send('Browser.crashGpuProcess').catch(() => {});
  const { step, difference, backend } = await results;
  assert.ok(step > 10);
  assert.ok(difference < 1e-5, `parameters differ by ${difference}`);
  assert.match(backend.reason, /the GPU failed: the device was lost \(unknown/);
  await page.close();
});

test('a browser without a GPU: an error where it is required, else the CPU and a reason', async () => {
  const withoutGpu = await openGpuHost(false);
  try {
    const required = await withoutGpu.inPage('without', SMALL, 'on', {});
    assert.equal(required.error?.code, 'gpu');
    assert.equal(required.error.path, 'gpu');
    assert.match(required.error.message, /^gpu: .*WebGPU.*; take 'auto' or 'off' to compute on the processor$/);
    const optional = await withoutGpu.inPage('without', LARGE, 'auto', {});
    assert.equal(optional.error, null);
    assert.equal(optional.step, 2);
    assert.equal(optional.backend?.gpu, null);
    assert.match(optional.backend?.reason ?? '', /no GPU: .*WebGPU/);
  } finally {
    await withoutGpu.close();
  }
});

test('a denied device: an error where it is required, else the CPU and a reason', async () => {
  const required = await host.inPage('without', SMALL, 'on', { denied: true });
  assert.equal(required.error?.code, 'gpu');
  assert.match(required.error.message, /no device is given out: not today; take 'auto' or 'off'/);
  const optional = await host.inPage('without', LARGE, 'auto', { denied: true, fallback: false });
  assert.equal(optional.step, 2);
  assert.equal(optional.backend?.gpu, null);
  assert.match(optional.backend?.reason ?? '', /the GPU failed: no device is given out: not today; .* goes on/);
});

test('auto does not use a fallback adapter, nor a GPU for a small network', async () => {
  const fallback = await host.inPage('without', LARGE, 'auto', {});
  assert.match(fallback.backend?.reason ?? '', /no GPU: .* is computed by the processor/);
  const small = await host.inPage('without', SMALL, 'auto', { fallback: false });
  assert.match(small.backend?.reason ?? '', /no GPU: 0\.0 million multiply-adds a step are done sooner without/);
});
