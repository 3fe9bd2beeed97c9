/** @file WebGPU in Chromium, computed in software: the same training as on the processor, and what happens in faults. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { assertNear } from '../package/golden/agree.js';
import { CASES, COMMON, dense, flatten, LARGE_PRODUCTS, SGD } from './gpu-cases.js';
import { serve } from './server.js';

/** @typedef {typeof import('../package/fixtures/gpu.js')} Fixture */

/** @type {Awaited<ReturnType<typeof serve>>} */
let host;
/** @type {import('playwright-core').Browser} */
let browser;

/** @param {string[]} more arguments */
function launch(...more) {
  const args = ['--no-sandbox', '--disable-quic', '--no-first-run', ...more];
  return chromium.launch({ executablePath: '/usr/bin/chromium', args });
}

before(async () => {
  host = await serve(fileURLToPath(new URL('../../', import.meta.url)));
  browser = await launch('--enable-unsafe-webgpu');
});
after(async () => {
  await browser.close();
  await host.close();
});

/**
 * Calls a function of the fixture in a fresh page.
 *
 * @template {keyof Fixture} Name
 * @param {Name} name
 * @param {unknown[]} given after the package's address
 */
function inPage(name, ...given) {
  return inPageOf(browser, name, ...given);
}

/**
 * @template {keyof Fixture} Name
 * @param {import('playwright-core').Browser} of that the page is of
 * @param {Name} name
 * @param {unknown[]} given
 * @returns {Promise<Awaited<ReturnType<Fixture[Name]>>>}
 */
async function inPageOf(of, name, ...given) {
  const page = await of.newPage();
  try {
    await page.goto(new URL('tests/package/fixtures/blank.html', host.address).href);
    const addresses = ['tests/package/fixtures/gpu.js', 'pkg/inkgrad.js'].map(
      (path) => new URL(path, host.address).href,
    );
    return /** @type {any} */ (
      await page.evaluate(
        async ({ addresses: [fixture = '', entry], name, given }) => (await import(fixture))[name](entry, ...given),
        { addresses, name, given },
      )
    );
  } finally {
    await page.close();
  }
}

/** Products of both shaders are in the first two, as a device of its own and as one that a processor computes. */
const RUNS = [
  ...CASES.map(([what, spec]) => ({ what, spec, fallback: true })),
  ...CASES.slice(0, 2).map(([what, spec]) => ({ what: `${what}, by tiles`, spec, fallback: false })),
];
for (const { what, spec, fallback } of RUNS) {
  test(`${what}: the GPU trains as the processor does`, async () => {
    // The epoch's last batch is smaller, and one call ends in the middle of the next.
    const { reports, difference, backend } = await inPage(
      'both',
      { ...COMMON, ...spec },
      { samples: 40, steps: [1, 9], fallback },
    );
    assert.match(backend.reason, /as asked for/);
    assert.equal(backend.gpu?.fallback, fallback);
    assert.ok(difference < 2e-5, `parameters differ by ${difference}`);
    sameReports(reports, 1e-5);
  });
}

test('large products, by the largest tiles: the GPU trains as the processor does', async () => {
  const given = { samples: 517, steps: [1, 1], fallback: false };
  const { reports, difference } = await inPage('both', { ...COMMON, ...LARGE_PRODUCTS }, given);
  assert.ok(difference < 2e-5, `parameters differ by ${difference}`);
  sameReports(reports, 1e-5);
});

/**
 * @param {import('inkgrad').StepReport[][]} reports of the processor and of the GPU
 * @param {number} tolerance
 */
function sameReports([processor, gpu], tolerance) {
  for (const [at, expected] of processor.entries()) {
    const found = gpu[at];
    assertNear(found.loss, expected.loss, `loss of call ${at}`, tolerance);
    assertNear(found.gradientNorm, expected.gradientNorm, `norm of call ${at}`, 10 * tolerance);
    assert.deepEqual({ ...found, loss: 0, gradientNorm: 0 }, { ...expected, loss: 0, gradientNorm: 0 });
  }
}

const ARTICLE = { input: [784], layers: [dense(128, { activation: 'relu' }), dense(10)] };
const IMAGES = {
  input: [1, 28, 28],
  layers: [
    { kind: 'conv2d', filters: 8, kernel: 5, activation: 'relu' },
    { kind: 'max_pool2d', size: 2 },
    { kind: 'conv2d', filters: 16, kernel: 5, activation: 'relu' },
    { kind: 'max_pool2d', size: 2 },
    flatten,
    dense(10),
  ],
};
for (const [what, spec, batch, tolerance] of /** @type {const} */ ([
  ['784-128-10', ARTICLE, 8, 1e-5],
  ['a convolutional network', IMAGES, 4, 1e-4],
])) {
  test(`${what}: losses over 200 steps`, async (context) => {
    const whole = { ...COMMON, ...spec, batch_size: batch, optimizer: { kind: 'adam', learning_rate: 0.001 } };
    const steps = Array.from({ length: 20 }, () => 10);
    const { reports } = await inPage('both', whole, { samples: 10 * batch, steps });
    const [processor, gpu] = reports;
    const far = processor.map(({ loss }, at) => Math.abs(gpu[at].loss - loss) / loss);
    context.diagnostic(`the greatest relative difference of ten steps' mean: ${Math.max(...far).toExponential(1)}`);
    assert.ok(Math.max(...far) < tolerance);
  });
}

test('golden runs and optimisers, by PyTorch', async () => {
  const results = await inPage('goldenOnGpu', { optimisers: 20, 'dense networks': 2 });
  for (const { ran, failures } of results) {
    assert.deepEqual(failures, []);
    assert.ok(ran > 1);
  }
});

test('a hundred faults lose no step', async (context) => {
  const spec = { ...COMMON, input: [4], layers: [dense(3)], optimizer: SGD };
  const told = await inPage('faulty', spec, 100);
  /** @type {Record<string, number>} */
  const tally = {};
  for (const { name, reports, difference, backend } of told) {
    tally[name] = (tally[name] ?? 0) + 1;
    assert.ok(difference < 1e-5, `${name}: parameters differ by ${difference}`);
    sameReports([reports.map(([ours]) => ours), reports.map(([, theirs]) => theirs)], 1e-5);
    assert.equal(backend.gpu, null, `${name}: ${backend.reason}`);
    assert.match(backend.reason, /the GPU failed: .+; the processor has repeated \d+ steps? and goes on/);
  }
  context.diagnostic(JSON.stringify(tally));
  assert.equal(Object.keys(tally).length, 8);
});

test('a hundred steps map as often as they are asked for', async (context) => {
  const spec = { ...COMMON, ...ARTICLE, batch_size: 32, optimizer: { kind: 'adam', learning_rate: 0.001 } };
  const { maps, submits, dispatches, up, down, milliseconds } = await inPage('counted', spec, 320);
  const each = `${dispatches / 100} dispatches, ${up / 100} bytes up and ${down / 100} down a step`;
  context.diagnostic(`${maps} maps and ${submits} submissions in 100 steps; ${each}`);
  // The metrics once, and the parameters once a second at most.
  assert.ok(maps <= 2 + milliseconds / 1000, `${maps} maps`);
  assert.ok(submits <= 100 + maps);
  assert.equal(dispatches, 900);
});

test('layers without kernels stay on the processor, by name', async () => {
  const spec = { ...COMMON, input: [2, 3], layers: [{ kind: 'lstm', units: 4 }, dense(2)], optimizer: SGD };
  const { backend } = await inPage('both', spec, { samples: 20, steps: [2] });
  assert.equal(backend.gpu, null);
  assert.match(backend.reason, /no kernels for .*lstm/);
});

const SMALL = { ...COMMON, input: [4], layers: [dense(3)], optimizer: SGD };
/** Worth a GPU by the rule of `auto`: 106 million multiply-adds a step. */
const LARGE = { ...COMMON, input: [784], layers: [dense(900), dense(3)], optimizer: SGD, batch_size: 50 };

test('a browser without a graphics processor: an error where it must be one, else the processor and a reason', async () => {
  const bare = await launch();
  try {
    const must = await inPageOf(bare, 'without', SMALL, 'on', {});
    assert.equal(must.error?.code, 'gpu');
    assert.equal(must.error.path, 'gpu');
    assert.match(must.error.message, /^gpu: .*WebGPU.*; take 'auto' or 'off' to compute on the processor$/);
    const may = await inPageOf(bare, 'without', LARGE, 'auto', {});
    assert.equal(may.error, null);
    assert.equal(may.step, 2);
    assert.equal(may.backend?.gpu, null);
    assert.match(may.backend?.reason ?? '', /no GPU: .*WebGPU/);
  } finally {
    await bare.close();
  }
});

test('a device that is denied: an error where it must be one, else the processor and a reason', async () => {
  const must = await inPage('without', SMALL, 'on', { denied: true });
  assert.equal(must.error?.code, 'gpu');
  assert.match(must.error.message, /no device is given out: not today; take 'auto' or 'off'/);
  const may = await inPage('without', LARGE, 'auto', { denied: true, fallback: false });
  assert.equal(may.step, 2);
  assert.equal(may.backend?.gpu, null);
  assert.match(may.backend?.reason ?? '', /the GPU failed: no device is given out: not today; .* goes on/);
});

test('auto leaves a fallback adapter alone, and a small network', async () => {
  const fallback = await inPage('without', LARGE, 'auto', {});
  assert.match(fallback.backend?.reason ?? '', /no GPU: .* is computed by the processor/);
  const small = await inPage('without', SMALL, 'auto', { fallback: false });
  assert.match(small.backend?.reason ?? '', /no GPU: 0\.0 million multiply-adds a step are done sooner without/);
});
