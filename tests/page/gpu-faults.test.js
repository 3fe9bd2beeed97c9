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
const SAID = {
  destroyed: /^the device was lost \(destroyed/,
  // If the call yields before its first step, the next device is already available.
  'destroyed between calls': /^the device was lost( \(destroyed|, and another has come$)/,
  lost: /^the device was lost \(unknown: the driver was reset\)/,
  'submit throws': /^refused/,
  'write throws': /^refused/,
  'map is refused': /^no map/,
  'out of memory': /^it has run out of memory/,
  invalid: /^.*(Buffer|buffer).*destroyed/,
  'never resolves': /^nothing came back within 15 s/,
};

test('a hundred failures lose no step', async (context) => {
  const runs = await host.inPage('trainWithFaults', SMALL, 100);
  /** @type {Record<string, number>} */
  const tally = {};
  for (const { name, reports, difference, backend } of runs) {
    tally[name] = (tally[name] ?? 0) + 1;
    assert.ok(difference < 1e-5, `${name}: parameters differ by ${difference}`);
    sameReports([reports.map(([ours]) => ours), reports.map(([, theirs]) => theirs)], 1e-5);
    assert.equal(backend.gpu, null, `${name}: ${backend.reason}`);
    const [, said = ''] =
      backend.reason.match(/^the GPU failed: (.+); the processor has repeated \d+ steps? and goes on$/) ?? [];
    assert.match(said, SAID[/** @type {keyof typeof SAID} */ (name)], name);
  }
  context.diagnostic(JSON.stringify(tally));
  context.diagnostic(`parameters differ by ${Math.max(...runs.map(({ difference }) => difference))} at the most`);
  assert.deepEqual(Object.keys(tally).sort(), Object.keys(SAID).sort());
});

test('a graphics process that crashes loses no step', async () => {
  const page = await host.open();
  const training = host.inOpenPage(page, 'trainUntilLost', SMALL);
  await page.waitForFunction(() => document.title === 'training');
  const protocol = await host.browser.newBrowserCDPSession();
  // The reply is an error, because the process has crashed.
  await protocol.send('Browser.crashGpuProcess').catch(() => {});
  const { step, difference, backend } = await training;
  assert.ok(step > 10);
  assert.ok(difference < 1e-5, `parameters differ by ${difference}`);
  assert.match(backend.reason, /the GPU failed: the device was lost \(unknown/);
  await page.close();
});

test('a browser without a GPU: an error where it is required, else the CPU and a reason', async () => {
  const bare = await openGpuHost(false);
  try {
    const must = await bare.inPage('trainWithoutDevice', SMALL, 'on', {});
    assert.equal(must.error?.code, 'gpu');
    assert.equal(must.error.path, 'gpu');
    assert.match(must.error.message, /^gpu: .*WebGPU.*; take 'auto' or 'off' to compute on the processor$/);
    const may = await bare.inPage('trainWithoutDevice', LARGE, 'auto', {});
    assert.equal(may.error, null);
    assert.equal(may.step, 2);
    assert.equal(may.backend?.gpu, null);
    assert.match(may.backend?.reason ?? '', /no GPU: .*WebGPU/);
  } finally {
    await bare.close();
  }
});

test('a denied device: an error where it is required, else the CPU and a reason', async () => {
  const must = await host.inPage('trainWithoutDevice', SMALL, 'on', { denied: true });
  assert.equal(must.error?.code, 'gpu');
  assert.match(must.error.message, /no device is given out: not today; take 'auto' or 'off'/);
  const may = await host.inPage('trainWithoutDevice', LARGE, 'auto', { denied: true, fallback: false });
  assert.equal(may.step, 2);
  assert.equal(may.backend?.gpu, null);
  assert.match(may.backend?.reason ?? '', /the GPU failed: no device is given out: not today; .* goes on/);
});

test('auto does not use a fallback adapter, nor a GPU for a small network', async () => {
  const fallback = await host.inPage('trainWithoutDevice', LARGE, 'auto', {});
  assert.match(fallback.backend?.reason ?? '', /no GPU: .* is computed by the processor/);
  const small = await host.inPage('trainWithoutDevice', SMALL, 'auto', { fallback: false });
  assert.match(small.backend?.reason ?? '', /no GPU: 0\.0 million multiply-adds a step are done sooner without/);
});
