/**
 * @file Speed-up by several workers, for every network of `scaling-networks.js`. Worker counts alternate in one
 * browser. `node benches/scaling.js [--networks WORD] [--workers 1,2,auto] [--rounds 6] [--json FILE]`; `apart` adds
 * two independent sessions that exchange nothing, as an upper bound.
 */

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { networks } from './scaling-networks.js';
import { serve } from './server.js';

const { values: options } = parseArgs({
  options: {
    networks: { type: 'string', default: '' },
    workers: { type: 'string', default: '1,2,auto' },
    rounds: { type: 'string', default: '6' },
    json: { type: 'string' },
  },
});

/** @param {number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const contenders = options.workers
  .split(',')
  .map((word) => (word === 'auto' || word === 'apart' ? word : Number(word)));
const server = await serve(true);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
const results = [];
for (const name of Object.keys(networks).filter((word) => word.includes(options.networks))) {
  const page = await browser.newPage();
  await page.goto(server.address);
  const runs = await page.evaluate(
    async ([what, among, rounds]) => {
      const { measure, networks: all } = await import(`${location.origin}/benches/scaling-page.js`);
      return measure(all[what], among, rounds);
    },
    /** @type {const} */ ([name, contenders, Number(options.rounds)]),
  );
  await page.close();
  const [first] = runs;
  const rates = runs.map((/** @type {import('./scaling-page.js').Measured} */ { workers, used, steps }) => {
    const ratio = median(steps) / median(first.steps);
    return `${workers}${workers === 'auto' ? ` (${used})` : ''}: ${median(steps).toFixed(0)} ×${ratio.toFixed(2)}`;
  });
  console.log(`${name.padEnd(30)} ${rates.map((/** @type {string} */ rate) => rate.padEnd(18)).join(' ')}`);
  results.push({ name, batch: networks[name]?.batch, runs });
  if (options.json) writeFileSync(options.json, `${JSON.stringify(results, null, 1)}\n`);
}
await browser.close();
server.close();
