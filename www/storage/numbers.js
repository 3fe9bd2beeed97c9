/** @file The number of a run: it has it for life, so that a name like “One hidden layer · 5” always means the same one. */

import { runKey } from './records.js';

/**
 * @typedef {import('./records.js').RunRecord} RunRecord
 * @typedef {import('./two-slots.js').Writer} Writer
 *
 * Runs of earlier releases have none: they get the next ones in the order of their beginning, deleted ones too, so that
 * none is used twice.
 *
 * @param {readonly RunRecord[]} runs all of them
 * @returns {RunRecord[]} those that had none, with it
 */
export function newlyNumbered(runs) {
  const taken = mostOf(runs);
  return runs
    .filter(({ number }) => number === undefined)
    .sort((a, b) => a.created - b.created)
    .map((run, at) => ({ ...run, number: taken + at + 1 }));
}

/**
 * @param {Writer} writer
 * @returns {Promise<number>} of the next run, once all others have theirs
 */
export async function nextNumber(writer) {
  const { values } = await writer.list(runKey(''));
  const runs = /** @type {RunRecord[]} */ ([...values.values()]);
  const fresh = newlyNumbered(runs);
  for (const run of fresh) await writer.set(runKey(run.id), run);
  return mostOf([...runs, ...fresh]) + 1;
}

/** @param {readonly RunRecord[]} runs */
function mostOf(runs) {
  return Math.max(0, ...runs.map(({ number = 0 }) => number));
}
