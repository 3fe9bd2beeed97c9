/**
 * @file The time of a distributed step by worker: arithmetic, waiting for the others, copying to and from shared
 * memory. It adds timers to the worker script as the browser requests it. `node benches/step-breakdown.js [--workers
 * 2]`
 */

import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { networks } from './scaling-networks.js';
import { serve } from './server.js';

const { values: options } = parseArgs({ options: { workers: { type: 'string', default: '2' } } });

const NAMES = ['784-128-10, batch 128', '784-512-256-10, batch 128', 'cnn 8-16, batch 64'];

/** The timed methods of the worker script, and the timer of each. @type {[string, string][]} */
const timed = [
  ['#barrier()', 'wait'],
  ['write(at, values)', 'copy'],
  ['read(rank, at, values)', 'copy'],
  ['step({ count, milliseconds, resume })', 'all'],
];

/** @param {string} script */
function withTimers(script) {
  let text = `const timers = { wait: 0, copy: 0, all: 0 };\n${script}`;
  for (const [method, timer] of timed) {
    const [name = '', given = ''] = method.slice(0, -1).split('(');
    const inner = `${name}Timed`;
    const argument = given.startsWith('{') ? 'given' : given;
    const report =
      timer === 'all' ? 'new BroadcastChannel("timers").postMessage({ ...timers, steps: given.steps });' : '';
    const reset = timer === 'all' ? 'timers.wait = 0; timers.copy = 0; timers.all = 0;' : '';
    const outer = `${name}(${argument}) { ${reset} const begun = performance.now(); const result = this.${inner}(${argument}); timers.${timer} += performance.now() - begun; ${report} return result; }`;
    if (!text.includes(`  ${method} {`)) throw new Error(`the worker script has no ${method}`);
    text = text.replace(`  ${method} {`, `  ${outer}\n  ${inner}(${given}) {`);
  }
  return text;
}

/**
 * In the page: trains for a second or two. Returns each worker's timers for the fastest call.
 *
 * @param {readonly [import('./scaling-networks.js').Network, number]} given
 */
async function train([network, workers]) {
  const { measure } = await import(`${location.origin}/benches/scaling-page.js`);
  /** @type {{ wait: number, copy: number, all: number, steps: number }[]} */
  const timers = [];
  new BroadcastChannel('timers').onmessage = ({ data }) => timers.push(data);
  await measure(network, [workers], 12);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const last = timers.slice(-12 * workers);
  const each = (/** @type {typeof timers[number]} */ { all, steps }) => all / steps;
  const best = last.reduce((least, call) => (each(call) < each(least) ? call : least));
  // The calls of all workers have the same length and end together.
  const calls = last.filter(({ steps }) => steps === best.steps);
  return calls.toSorted((a, b) => Math.abs(each(a) - each(best)) - Math.abs(each(b) - each(best))).slice(0, workers);
}

const server = await serve(true);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
for (const name of NAMES) {
  const context = await browser.newContext();
  await context.route('**/inkgrad-worker.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: withTimers(await response.text()) });
  });
  const page = await context.newPage();
  await page.goto(server.address);
  const network = /** @type {import('./scaling-networks.js').Network} */ (networks[name]);
  const workers = await page.evaluate(train, /** @type {const} */ ([network, Number(options.workers)]));
  for (const { wait, copy, all, steps } of workers) {
    const parts = { step: all, arithmetic: all - wait - copy, waiting: wait, copying: copy };
    const columns = Object.entries(parts).map(([part, time]) => `${part} ${((1000 * time) / steps).toFixed(0)} µs`);
    console.log(`${name.padEnd(28)} ${columns.join(', ')}`);
  }
  await context.close();
}
await browser.close();
server.close();
