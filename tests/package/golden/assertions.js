/** @file When a value agrees with its golden number (tests/golden/README.md says why); no test framework is needed. */

/** After whole runs rounding has added up. */
export const AFTER_RUNS = 1e-3;
const AT_ONCE = 1e-4;
/** A tensor that is smaller throughout is judged as if this were its largest value. */
const SMALLEST = 1e-3;

/**
 * @typedef {{ shape: number[], data: number[] }} Tensor
 * @typedef {(name: string) => any} Golden reads a file of golden numbers
 * @typedef {{ kinds: string[], name: string, run: () => Promise<void> }} Case
 */

/**
 * @param {boolean} holds
 * @param {string} message
 */
export function assertThat(holds, message) {
  if (!holds) throw new Error(message);
}

/**
 * @param {ArrayLike<number>} found
 * @param {number[]} expected
 * @param {string} what
 * @param {number} [tolerance] of the largest magnitude
 */
export function assertAgrees(found, expected, what, tolerance = AT_ONCE) {
  assertThat(found.length === expected.length, `${what}: ${expected.length} values expected, found ${found.length}`);
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), SMALLEST);
  for (const [index, value] of expected.entries()) {
    const error = Math.abs((found[index] ?? Number.NaN) - value);
    assertThat(error <= tolerance * largest, `${what}[${index}]: expected ${value}, found ${found[index]}`);
  }
}

/**
 * @param {number} found
 * @param {number} expected
 * @param {string} what
 * @param {number} [tolerance] of the value itself
 */
export function assertNear(found, expected, what, tolerance = AT_ONCE) {
  const message = `${what}: expected ${expected}, found ${found}`;
  assertThat(Math.abs(found - expected) <= tolerance * Math.max(Math.abs(expected), SMALLEST), message);
}

/** @param {Tensor & { name: string }} tensor */
export function namedArray({ name, shape, data }) {
  return { name, shape, data: Float32Array.from(data) };
}
