/**
 * @file Where the time of a divided step goes, worker by worker: arithmetic, waiting for the others, copying to and from
 * shared memory. It puts clocks into the workers' script on its way to the browser.
 * `node benches/cores-times.js [--workers 2]`
 */

import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { networks } from './cores-networks.js';
import { serve } from './server.js';

const { values: options } = parseArgs({ options: { workers: { type: 'string', default: '2' } } });

const NAMES = ['784-128-10, batch 128', '784-512-256-10, batch 128', 'cnn 8-16, batch 64'];

/** The methods of the workers' script that are timed, and as what. @type {[string, string][]} */
const timed = [
  ['#meet()', 'wait'],
  ['put(at, values)', 'copy'],
  ['get(from, at, values)', 'copy'],
  ['step({ steps, replay })', 'all'],
];

/** @param {string} script */
function withClocks(script) {
  let text = `const clocks = { wait: 0, copy: 0, all: 0 };\n${script}`;
  for (const [method, clock] of timed) {
    const [name = '', given = ''] = method.slice(0, -1).split('(');
    const inner = `${name}Timed`;
    const pass = given.startsWith('{') ? 'given' : given;
    const told =
      clock === 'all' ? 'new BroadcastChannel("clocks").postMessage({ ...clocks, steps: given.steps });' : '';
    const reset = clock === 'all' ? 'clocks.wait = 0; clocks.copy = 0; clocks.all = 0;' : '';
    const outer = `${name}(${pass}) { ${reset} const begun = performance.now(); const result = this.${inner}(${pass}); clocks.${clock} += performance.now() - begun; ${told} return result; }`;
    if (!text.includes(`  ${method} {`)) throw new Error(`the workers' script has no ${method}`);
    text = text.replace(`  ${method} {`, `  ${outer}\n  ${inner}(${given}) {`);
  }
  return text;
}

/**
 * In the page: trains a second or two and gives each worker's clocks of the quickest call.
 *
 * @param {readonly [import('./cores-networks.js').Network, number]} given
 */
async function train([network, workers]) {
  const { measure } = await import(`${location.origin}/benches/cores-page.js`);
  /** @type {{ wait: number, copy: number, all: number, steps: number }[]} */
  const clocks = [];
  new BroadcastChannel('clocks').onmessage = ({ data }) => clocks.push(data);
  await measure(network, [workers], 12);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const last = clocks.slice(-12 * workers);
  const each = (/** @type {typeof clocks[number]} */ { all, steps }) => all / steps;
  const best = last.reduce((least, call) => (each(call) < each(least) ? call : least));
  // Both workers' calls are as long as each other, and end together.
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
    await route.fulfill({ response, body: withClocks(await response.text()) });
  });
  const page = await context.newPage();
  await page.goto(server.address);
  const network = /** @type {import('./cores-networks.js').Network} */ (networks[name]);
  const workers = await page.evaluate(train, /** @type {const} */ ([network, Number(options.workers)]));
  for (const { wait, copy, all, steps } of workers) {
    const parts = { step: all, arithmetic: all - wait - copy, waiting: wait, copying: copy };
    const told = Object.entries(parts).map(([part, time]) => `${part} ${((1000 * time) / steps).toFixed(0)} µs`);
    console.log(`${name.padEnd(28)} ${told.join(', ')}`);
  }
  await context.close();
}
await browser.close();
server.close();
