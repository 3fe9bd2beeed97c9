/** @file WebGPU in Chromium, in software: the same training as on the CPU. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CASES, COMMON, dense, flatten, LARGE_PRODUCTS, SGD, TALL_PRODUCTS } from './gpu-cases.js';
import { openGpuHost, sameReports } from './gpu-host.js';

/** @type {Awaited<ReturnType<typeof openGpuHost>>} */
let host;
before(async () => {
  host = await openGpuHost();
});
after(() => host.close());

/**
 * All cases with subgroups (of size four here) and without. Cases with products of many sizes also run as on a
 * hardware device, and not only as on a software device.
 */
const RUNS = [true, false].flatMap((subgroups) => [
  ...CASES.map(([what, spec]) => ({ what, spec, fallback: true, subgroups, least: 2 })),
  ...TALL_PRODUCTS.map(([what, spec]) => ({ what, spec, fallback: true, subgroups, least: 7 })),
  ...(subgroups ? CASES.slice(0, 1) : CASES.slice(1, 2)).map(([what, spec]) => {
    return { what: `${what}, by tiles`, spec, fallback: false, subgroups, least: 2 };
  }),
]);
for (const { what, spec, fallback, subgroups, least } of RUNS) {
  test(`${what}, ${subgroups ? 'with' : 'without'} subgroups: the GPU trains like the CPU`, async () => {
    // The last batch of the epoch is smaller, and one call ends within the next epoch.
    const { reports, difference, backend, withSubgroups } = await host.inPage(
      'compareTraining',
      { ...COMMON, ...spec },
      { samples: 40, steps: [1, 9], fallback, subgroups },
    );
    // Both reductions and tall products use subgroups.
    if (subgroups) assert.ok(withSubgroups >= least, `${withSubgroups} programs with subgroups`);
    else assert.equal(withSubgroups, 0);
    assert.match(backend.reason, /as asked for/);
    assert.equal(backend.gpu?.fallback, fallback);
    assert.ok(difference < 2e-5, `parameters differ by ${difference}`);
    sameReports(reports, 1e-5);
  });
}

test('large products with the largest tiles: the GPU trains like the CPU', async () => {
  const given = { samples: 517, steps: [1, 1], fallback: false };
  const { reports, difference } = await host.inPage('compareTraining', { ...COMMON, ...LARGE_PRODUCTS }, given);
  assert.ok(difference < 2e-5, `parameters differ by ${difference}`);
  sameReports(reports, 1e-5);
});

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
    const { reports } = await host.inPage('compareTraining', whole, { samples: 10 * batch, steps });
    const [processor, gpu] = reports;
    const far = processor.map(({ loss }, at) => Math.abs(gpu[at].loss - loss) / loss);
    context.diagnostic(`the greatest relative difference of ten steps' mean: ${Math.max(...far).toExponential(1)}`);
    assert.ok(Math.max(...far) < tolerance);
  });
}

for (const subgroups of [true, false]) {
  test(`golden runs and optimisers, by PyTorch, ${subgroups ? 'with' : 'without'} subgroups`, async () => {
    const results = await host.inPage('goldenOnGpu', { optimisers: 20, 'dense networks': 2 }, { subgroups });
    for (const { ran, failures } of results) {
      assert.deepEqual(failures, []);
      assert.ok(ran > 1);
    }
  });
}

test('a hundred steps map once per call', async (context) => {
  const spec = { ...COMMON, ...ARTICLE, batch_size: 32, optimizer: { kind: 'adam', learning_rate: 0.001 } };
  const { maps, submits, dispatches, bytesWritten, bytesRead, milliseconds } = await host.inPage(
    'countDeviceCalls',
    spec,
    320,
  );
  const each = `${dispatches / 100} dispatches, ${bytesWritten / 100} bytes up and ${bytesRead / 100} down a step`;
  context.diagnostic(`${maps} maps and ${submits} submissions in 100 steps; ${each}`);
  // Metrics once, and parameters at most once a second.
  assert.ok(maps <= 2 + milliseconds / 1000, `${maps} maps`);
  assert.ok(submits <= 100 + maps);
  assert.equal(dispatches, 900);
});

test('layers without kernels stay on the CPU and are named', async () => {
  const spec = { ...COMMON, input: [2, 3], layers: [{ kind: 'lstm', units: 4 }, dense(2)], optimizer: SGD };
  const { backend } = await host.inPage('compareTraining', spec, { samples: 20, steps: [2] });
  assert.equal(backend.gpu, null);
  assert.match(backend.reason, /no kernels for .*lstm/);
});
