/** @file All golden cases. The caller passes a function that reads files, so that they run in Node and in browsers. */

import { layerCases, lossCases, optimizerCases, scheduleCases } from './components.js';
import { articleCases, compositionCases, trainingCases } from './training-runs.js';

/** The files of golden numbers (tests/golden). */
const FILES = ['layers', 'losses', 'optimizers', 'schedules', 'training', 'compositions', 'article'];

/**
 * @param {import('inkgrad').Inkgrad} inkgrad
 * @param {(path: string) => Promise<Uint8Array<ArrayBuffer>>} read a file, by its path within the repository
 * @returns {Promise<Record<string, import('./assertions.js').Case[]>>} by group
 */
export async function goldenCases(inkgrad, read) {
  const files = new Map();
  for (const name of FILES) {
    files.set(name, JSON.parse(new TextDecoder().decode(await read(`tests/golden/${name}.json`))));
  }
  const golden = (/** @type {string} */ name) => files.get(name);
  const packed = new Blob([await read('data/digits.csv.gz')]).stream();
  const unpacked = await new Response(packed.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
  const { inputs, labels } = inkgrad.readCsv(new Uint8Array(unpacked));
  const digits = { inputs: Float32Array.from(inputs), labels };
  return {
    layers: layerCases(inkgrad, golden),
    losses: lossCases(inkgrad, golden),
    optimisers: optimizerCases(inkgrad, golden),
    schedules: scheduleCases(inkgrad, golden),
    'dense networks': trainingCases(inkgrad, golden, digits),
    compositions: compositionCases(inkgrad, golden, digits),
    article: articleCases(inkgrad, golden),
  };
}

/**
 * @param {import('./assertions.js').Case[]} cases
 * @returns {Promise<{ ran: number, kinds: string[], failures: string[] }>}
 */
export async function runCases(cases) {
  const failures = [];
  for (const { name, run } of cases) {
    try {
      await run();
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return { ran: cases.length, kinds: [...new Set(cases.flatMap(({ kinds }) => kinds))], failures };
}
