/** @file The golden numbers: reading them, and when a value agrees (tests/golden/README.md says why). */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { InkgradError } from 'inkgrad';

/** After whole runs rounding has added up. */
export const AFTER_RUNS = 1e-3;
const AT_ONCE = 1e-4;
/** A tensor that is smaller throughout is judged as if this were its largest value. */
const SMALLEST = 1e-3;

/** @typedef {{ shape: number[], data: number[] }} Tensor */

/** @param {string} name */
export function golden(name) {
  return JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), 'utf8'));
}

/**
 * @param {ArrayLike<number>} found
 * @param {number[]} expected
 * @param {string} what
 * @param {number} [tolerance] of the largest magnitude
 */
export function assertAgrees(found, expected, what, tolerance = AT_ONCE) {
  assert.equal(found.length, expected.length, `${what}: length`);
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), SMALLEST);
  expected.forEach((value, index) => {
    const error = Math.abs(found[index] - value);
    assert.ok(error <= tolerance * largest, `${what}[${index}]: expected ${value}, found ${found[index]}`);
  });
}

/**
 * @param {number} found
 * @param {number} expected
 * @param {string} what
 * @param {number} [tolerance] of the value itself
 */
export function assertNear(found, expected, what, tolerance = AT_ONCE) {
  const message = `${what}: expected ${expected}, found ${found}`;
  assert.ok(Math.abs(found - expected) <= tolerance * Math.max(Math.abs(expected), SMALLEST), message);
}

/** @param {Tensor & { name: string }} tensor */
export function namedArray({ name, shape, data }) {
  return { name, shape, data: Float32Array.from(data) };
}

/**
 * Runs a case unless a kind in it does not exist in this version, and keeps count.
 *
 * @param {{ ran: string[], skipped: string[] }} tally
 * @param {string} name
 * @param {() => Promise<void>} run
 */
export async function runIfKnown(tally, name, run) {
  try {
    await run();
    tally.ran.push(name);
  } catch (error) {
    const unknown = error instanceof InkgradError && error.code === 'spec' && /(^|\.)kind$/.test(error.path ?? '');
    if (!unknown) throw error;
    tally.skipped.push(name);
  }
}

/**
 * @param {{ diagnostic: (message: string) => void }} context
 * @param {{ ran: string[], skipped: string[] }} tally
 */
export function report(context, { ran, skipped }) {
  context.diagnostic(`ran ${ran.length}: ${ran.join(', ')}`);
  if (skipped.length > 0) context.diagnostic(`kinds that do not exist yet, ${skipped.length}: ${skipped.join(', ')}`);
  assert.ok(ran.length > 0, 'no case ran');
}
