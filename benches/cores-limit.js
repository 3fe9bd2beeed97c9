/**
 * @file What a second core of this machine brings to two sessions beside each other that exchange nothing: what no
 * division of one session's steps can pass. `node benches/cores-limit.js [--networks WORD] [--rounds 8]`
 */

import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { networks } from './cores-networks.js';
import { serve } from './server.js';

const { values: options } = parseArgs({
  options: { networks: { type: 'string', default: 'batch 128' }, rounds: { type: 'string', default: '8' } },
});

/**
 * In the page: steps per second of one alone, and of both together, of each round.
 *
 * @param {readonly [import('./cores-networks.js').Network, number]} given
 */
async function measure([network, rounds]) {
  const hire = () => {
    const worker = new Worker('/benches/cores-limit-worker.js', { type: 'module' });
    /** @param {object} message @returns {Promise<number>} */
    return (message) =>
      new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message: why }) => reject(new Error(why));
        worker.postMessage(message);
      });
  };
  const workers = [hire(), hire()];
  for (const ask of workers) await ask({ network });
  const run = { milliseconds: 120 };
  const [one, two] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
  for (let round = 0; round < rounds; round += 1) {
    for (const ask of workers.slice(0, 1)) one.push(await ask(run));
    const both = await Promise.all(workers.map((ask) => ask(run)));
    two.push(both.reduce((sum, rate) => sum + rate));
  }
  return [one, two];
}

/** @param {number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const server = await serve(true);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
for (const [name, network] of Object.entries(networks).filter(([word]) => word.includes(options.networks))) {
  const page = await browser.newPage();
  await page.goto(server.address);
  const [one = [], two = []] = await page.evaluate(measure, /** @type {const} */ ([network, Number(options.rounds)]));
  await page.close();
  const told = [median, (/** @type {number[]} */ all) => Math.max(...all)].map((of) => (of(two) / of(one)).toFixed(2));
  console.log(
    `${name.padEnd(30)} one ${median(one).toFixed(0)} a second; two beside each other ×${told[0]}, best ×${told[1]}`,
  );
}
await browser.close();
server.close();
