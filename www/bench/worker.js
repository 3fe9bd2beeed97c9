/** @file The worker of the benchmark's page: every network in turn, and a message for each. */

import { load } from 'inkgrad';
import { workloads } from '../../benches/workloads.js';
import { DataSource } from '../worker/data-source.js';
import { run } from './run.js';

/**
 * @typedef {{ build: 'auto' | import('inkgrad').Build, rounds: number }} Wish
 * @typedef {{ type: 'begun', build: string, version: string } | { type: 'next', name: string }
 *   | { type: 'row', name: string, figures: import('./run.js').Figures } | { type: 'done' } | { type: 'error', message: string }} News
 */

/** The worker lies in a folder beside the data. */
const DATA = new URL('../data/', import.meta.url);

const port = /** @type {{ postMessage: (news: News) => void }} */ (/** @type {unknown} */ (self));

self.addEventListener('message', async (/** @type {MessageEvent<Wish>} */ { data }) => {
  try {
    await runAll(data);
    port.postMessage({ type: 'done' });
  } catch (error) {
    port.postMessage({ type: 'error', message: error instanceof Error ? error.message : String(error) });
  }
});

/** @param {Wish} wish */
async function runAll({ build, rounds }) {
  const inkgrad = await load({ build, workers: 1 });
  port.postMessage({ type: 'begun', build: inkgrad.info.build, version: inkgrad.info.version });
  const { parts: mnist } = await new DataSource('mnist', inkgrad.readIdx, DATA).first();
  const { parts: digits } = await new DataSource('digits', inkgrad.readIdx, DATA).first();
  for (const [name, workload] of Object.entries(workloads)) {
    port.postMessage({ type: 'next', name });
    const small = workload.input[0] === 64;
    port.postMessage({ type: 'row', name, figures: await run(inkgrad, workload, small ? digits : mnist, rounds) });
  }
}
