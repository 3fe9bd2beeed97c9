/**
 * @file The cost of a step as networks grow, and the efficiency of each layer: `node benches/step-cost.js [--only WORD]
 * [--rounds 3] [--plot FILE]` prints a table and the machine's peak rates, measured in the same browser, and plots the
 * growth.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { serve } from './server.js';
import { growth, layers } from './step-cost-networks.js';
import { plot } from './step-cost-plot.js';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    rounds: { type: 'string', default: '3' },
    plot: { type: 'string' },
  },
});
const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

/** Assembles `limit.wat`. Returns its bytes as numbers, which can be passed to a page. */
function assemble() {
  const out = join(mkdtempSync(join(tmpdir(), 'limit-')), 'limit.wasm');
  const features = ['--enable-simd', '--enable-relaxed-simd'];
  execFileSync(here('../node_modules/.bin/wasm-as'), [here('limit.wat'), ...features, '-o', out]);
  return [...readFileSync(out)];
}

const server = await serve(true);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});

/**
 * @template T
 * @param {'cost' | 'limits' | 'start'} what
 * @param {unknown} [argument]
 * @returns {Promise<T>}
 */
async function inPage(what, argument) {
  const page = await browser.newPage();
  await page.goto(server.address);
  const result = await page.evaluate(
    async ([name, given]) => {
      const functions = await import(`${location.origin}/benches/step-cost-page.js`);
      return functions[name](given);
    },
    /** @type {const} */ ([what, argument]),
  );
  await page.close();
  return result;
}

/** @typedef {import('./step-cost-page.js').Cost} Cost */
const binary = assemble();
/** @type {{ registers: number, read: [number, number][] }} */
const limit = await inPage('limits', binary);
console.log(`limit: ${limit.registers.toFixed(1)} GFLOP/s in registers`);
for (const [bytes, rate] of limit.read) console.log(`read: ${bytes / 1024} KiB at ${rate.toFixed(1)} GB/s`);
const starts = [];
for (let round = 0; round < 5; round += 1) {
  starts.push(await /** @type {Promise<{ ready: number, firstStep: number }>} */ (inPage('start')));
}
const [medianStart] = starts.toSorted((a, b) => a.firstStep - b.firstStep).slice(2);
console.log(
  `start: module ready ${medianStart?.ready.toFixed(0)} ms, first step after ${medianStart?.firstStep.toFixed(0)} ms`,
);

/** @type {Map<unknown, Cost>} minimum of each figure over the rounds */
const costs = new Map();
const isSelected = (/** @type {[string, unknown]} */ [name]) => name.includes(options.only);
const curves = Object.fromEntries(Object.entries(growth).filter(isSelected));
const single = Object.fromEntries(Object.entries(layers).filter(isSelected));
const shapes = [...Object.values(curves).flatMap((curve) => curve.map(({ shape }) => shape)), ...Object.values(single)];
// Rounds run over all networks, so that the machine's noise affects all of them.
for (let round = 0; round < Number(options.rounds); round += 1) {
  for (const shape of shapes) {
    /** @type {Cost} */
    const now = await inPage('cost', shape);
    const before = costs.get(shape) ?? now;
    const microseconds = Math.min(now.microseconds, before.microseconds);
    costs.set(shape, { ...now, microseconds, single: Math.min(now.single, before.single) });
  }
}
const costOf = (/** @type {unknown} */ shape) => /** @type {Cost} */ (costs.get(shape));
const rateOf = (/** @type {Cost} */ cost) => cost.operations / cost.microseconds / 1000;

/** @type {Record<string, { at: number, cost: Cost }[]>} */
const plotted = {};
for (const [name, curve] of Object.entries(curves)) {
  const points = curve.map(({ at, shape }) => ({ at, cost: costOf(shape) }));
  plotted[name] = points;
  for (const [index, { at, cost }] of points.entries()) {
    const last = points[index - 1];
    const steeper = last ? cost.microseconds / last.cost.microseconds / (at / last.at) : Number.NaN;
    console.log(
      `${name} ${at}: ${(1e6 / cost.microseconds).toFixed(0)} steps/s, ${rateOf(cost).toFixed(1)} GFLOP/s, ` +
        `${(cost.single - cost.microseconds).toFixed(1)} µs more in step(1), against linear ×${steeper.toFixed(2)}`,
    );
  }
}
if (options.plot) writeFileSync(options.plot, plot(plotted));
for (const [name, shape] of Object.entries(single)) {
  const cost = costOf(shape);
  const share = (100 * rateOf(cost)) / limit.registers;
  console.log(
    `${name}: ${cost.microseconds.toFixed(0)} µs, ${rateOf(cost).toFixed(1)} GFLOP/s, ${share.toFixed(0)} % of the limit`,
  );
}
await browser.close();
server.close();
