/** @file Assertions with the tolerances of golden numbers (see tests/golden/README.md), without a test framework. */

/** The relative tolerance after a training run, in which rounding errors accumulate. */
export const RUN_TOLERANCE = 1e-3;
/** The relative tolerance of a single operation. */
const TOLERANCE = 1e-4;
/** The minimum of the magnitude that the tolerance is relative to. */
const MIN_MAGNITUDE = 1e-3;

/**
 * @typedef {{ shape: number[], data: number[] }} Tensor
 * @typedef {(name: string) => any} Golden reads a file of golden numbers
 * @typedef {{ kinds: string[], name: string, run: () => Promise<void> }} Case
 */

/**
 * @param {boolean} holds
 * @param {string} message
 */
export function assert(holds, message) {
  if (!holds) throw new Error(message);
}

/**
 * @param {ArrayLike<number>} found
 * @param {number[]} expected
 * @param {string} what
 * @param {number} [tolerance] relative to the largest magnitude
 */
export function assertAllNear(found, expected, what, tolerance = TOLERANCE) {
  assert(found.length === expected.length, `${what}: ${expected.length} values expected, found ${found.length}`);
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), MIN_MAGNITUDE);
  for (const [index, value] of expected.entries()) {
    const error = Math.abs((found[index] ?? Number.NaN) - value);
    assert(error <= tolerance * largest, `${what}[${index}]: expected ${value}, found ${found[index]}`);
  }
}

/**
 * @param {number} found
 * @param {number} expected
 * @param {string} what
 * @param {number} [tolerance] relative to the value
 */
export function assertNear(found, expected, what, tolerance = TOLERANCE) {
  const message = `${what}: expected ${expected}, found ${found}`;
  assert(Math.abs(found - expected) <= tolerance * Math.max(Math.abs(expected), MIN_MAGNITUDE), message);
}

/** @param {Tensor & { name: string }} tensor */
export function namedArray({ name, shape, data }) {
  return { name, shape, data: Float32Array.from(data) };
}
