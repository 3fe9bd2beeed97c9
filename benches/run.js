/** @file The benchmark: contenders alternate on each workload in one browser. README.md explains the figures. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { contenders } from './contenders.js';
import { serve } from './server.js';
import { table } from './table.js';
import { workloads } from './workloads.js';

const { values: options } = parseArgs({
  options: {
    contenders: { type: 'string' },
    workloads: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '1' },
    steps: { type: 'string', default: '200' },
    json: { type: 'string' },
  },
});

const LARGE = /512|cnn/;
const SLOW_STEPS = 40;
const TIMEOUT_MILLISECONDS = 180_000;
const ARGUMENTS = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'];

/**
 * @template T
 * @param {Record<string, T>} all
 * @param {string | undefined} words separated by commas; selects the names that contain one of them, or all without any
 */
const select = (all, words = '') =>
  Object.entries(all).filter(([name]) =>
    words.split(',').some((word) => name.toLowerCase().includes(word.toLowerCase())),
  );

const servers = { isolated: await serve(true), plain: await serve(false) };
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ARGUMENTS,
});
/** @type {(import('./table.js').Row | import('./table.js').Failure)[]} */
const results = [];
console.log(machine());
for (const [name, workload] of select(workloads, options.workloads)) {
  const rows = await compare(name, workload);
  results.push(...rows);
  console.log(table(name, rows));
}
if (options.json) writeFileSync(options.json, `${JSON.stringify({ machine: machine(), results }, null, 2)}\n`);
await browser.close();
for (const server of Object.values(servers)) server.close();

/**
 * @param {string} name
 * @param {import('./workloads.js').Workload} workload
 */
async function compare(name, workload) {
  const running = [];
  /** @type {(import('./table.js').Row | import('./table.js').Failure)[]} */
  const rows = [];
  for (const [contender, own] of select(contenders, options.contenders)) {
    const page = await browser.newPage();
    const steps = own.slow && LARGE.test(name) ? SLOW_STEPS : Number(options.steps);
    try {
      await page.goto((own.isolated === false ? servers.plain : servers.isolated).address);
      const prepared = page.evaluate(
        async ([who, what, count]) => (await import(`${location.origin}/benches/page.js`)).prepare(who, what, count),
        /** @type {const} */ ([own, workload, steps]),
      );
      const first = await withTimeout(prepared);
      /** @type {import('./table.js').Row} */
      const row = { workload: name, contender, ours: own.ours ?? false, batch: workload.batch, rates: [], ...first };
      running.push({ page, row });
      rows.push(row);
    } catch (error) {
      rows.push({ workload: name, contender, error: String(error).split('\n')[0] });
      await page.close();
    }
  }
  for (let round = 0; round < Number(options.rounds); round += 1) {
    for (const { page, row } of running) {
      const rate = page.evaluate(
        async (seconds) => (await import(`${location.origin}/benches/page.js`)).time(seconds),
        Number(options.seconds),
      );
      row.rates.push(await rate);
    }
  }
  await Promise.all(running.map(({ page }) => page.close()));
  return rows;
}

/**
 * @template T
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
function withTimeout(work) {
  const timeout = new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`no answer in ${TIMEOUT_MILLISECONDS / 1000} s`)), TIMEOUT_MILLISECONDS).unref();
  });
  return Promise.race([work, /** @type {Promise<never>} */ (timeout)]);
}

/** Describes the machine, the versions and the options. */
function machine() {
  const peers = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')).dependencies;
  const ours = JSON.parse(readFileSync(new URL('../pkg/package.json', import.meta.url), 'utf8')).version;
  const load = loadavg()[0].toFixed(2);
  const versions = Object.entries({ inkgrad: ours, ...peers }).map(([name, version]) => `${name} ${version}`);
  return [
    `${cpus()[0].model}, ${cpus().length} cores, load ${load} before the run; Chromium ${browser.version()}`,
    versions.join(', '),
    `${options.rounds} rounds of ${options.seconds} s, accuracy after ${options.steps} steps`,
    '',
  ].join('\n');
}
