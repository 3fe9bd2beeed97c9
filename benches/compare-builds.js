/**
 * @file Compares two builds, which alternate in one browser: `node benches/compare-builds.js --before FOLDER [--pairs
 * 20] [--milliseconds 300] [--workloads WORD] [--build simd128]`, where FOLDER is the other build's `pkg`. Prints the
 * median and the quartiles of the pairs' ratios.
 */

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { serve } from './server.js';
import { workloads } from './workloads.js';

const { values: options } = parseArgs({
  options: {
    before: { type: 'string' },
    pairs: { type: 'string', default: '20' },
    milliseconds: { type: 'string', default: '300' },
    workloads: { type: 'string', default: '' },
    build: { type: 'string', default: 'auto' },
  },
});
if (!options.before) throw new Error('--before names the folder of the package to compare with');

/** @param {number[]} values @param {number} share */
const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? 0;

const server = await serve(true, resolve(options.before));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
for (const [name, workload] of Object.entries(workloads).filter(([word]) => word.includes(options.workloads))) {
  const page = await browser.newPage();
  await page.goto(server.address);
  /** @type {[number, number][]} */
  const pairs = await page.evaluate(
    async ([what, build, count, milliseconds]) => {
      const { compare } = await import(`${location.origin}/benches/compare-builds-page.js`);
      return compare(what, ['/before/inkgrad.js', '/pkg/inkgrad.js'], build, count, milliseconds);
    },
    /** @type {const} */ ([workload, options.build, Number(options.pairs), Number(options.milliseconds)]),
  );
  await page.close();
  const ratios = pairs.map(([before, now]) => now / before);
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => quantile(ratios, share).toFixed(3));
  const rates = [0, 1].map((at) =>
    quantile(
      pairs.map((pair) => pair[at] ?? 0),
      0.5,
    ).toFixed(0),
  );
  console.log(`${name.padEnd(38)} ${rates.join(' → ').padEnd(16)} steps/s  ×${middle}  (quartiles ${low} to ${high})`);
}
await browser.close();
server.close();
