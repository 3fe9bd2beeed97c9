/** @file Helpers of the package tests: a small spec, synthetic data, and assertions of errors. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { InkgradError } from 'inkgrad';

/** @typedef {import('inkgrad').Session} Session */

/** The folder of the built package. */
export const packageFolder = new URL('../../pkg/', import.meta.url);

/**
 * @param {import('inkgrad').Build} build
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function binary(build) {
  return new Uint8Array(readFileSync(new URL(`inkgrad-${build}.wasm`, packageFolder)));
}

/**
 * A classifier of four features and three classes.
 *
 * @param {Partial<import('inkgrad').Spec>} [changes]
 * @returns {import('inkgrad').Spec}
 */
export function smallSpec(changes = {}) {
  return {
    seed: 7,
    input: [4],
    layers: [
      { kind: 'dense', units: 8, activation: 'relu' },
      { kind: 'dense', units: 3 },
    ],
    loss: { kind: 'cross_entropy' },
    optimizer: { kind: 'adam', learning_rate: 0.01 },
    batch_size: 16,
    ...changes,
  };
}

/**
 * Samples that the small network can learn: the class is the argmax of the first three features.
 *
 * @param {number} [count]
 */
export function smallData(count = 100) {
  const inputs = Float32Array.from({ length: 4 * count }, (_, index) => Math.fround(Math.sin(1.7 * index * index)));
  const labels = Uint8Array.from({ length: count }, (_, sample) => {
    const [a, b, c] = inputs.subarray(4 * sample, 4 * sample + 3);
    return a >= b && a >= c ? 0 : b >= c ? 1 : 2;
  });
  return { inputs, labels };
}

/**
 * Samples `from` to `to` of the 8×8 digits.
 *
 * @param {import('inkgrad').Inkgrad} inkgrad
 * @param {number} from
 * @param {number} to
 */
export function someDigits(inkgrad, from, to) {
  const packed = new Uint8Array(readFileSync(new URL('../../data/digits.csv.gz', import.meta.url)));
  const { inputs, labels } = inkgrad.readCsv(new Uint8Array(gunzipSync(packed)));
  return { inputs: inputs.slice(64 * from, 64 * to), labels: labels.slice(from, to), scale: 1 / 16 };
}

/**
 * @param {import('inkgrad').ErrorCode} code
 * @param {string | RegExp} message the full text, or a pattern
 * @param {string} [path]
 */
function matches(code, message, path) {
  return (/** @type {unknown} */ error) => {
    assert.ok(error instanceof InkgradError, `an InkgradError, not ${error}`);
    assert.ok(error instanceof Error && error.name === 'InkgradError');
    if (typeof message === 'string') assert.equal(error.message, message);
    else assert.match(error.message, message);
    assert.equal(error.code, code, error.message);
    if (path !== undefined) assert.equal(error.path, path, error.message);
    return true;
  };
}

/**
 * @param {Promise<unknown>} promise
 * @param {import('inkgrad').ErrorCode} code
 * @param {string | RegExp} message
 * @param {string} [path]
 */
export function rejects(promise, code, message, path) {
  return assert.rejects(promise, matches(code, message, path));
}

/**
 * @param {() => unknown} task
 * @param {import('inkgrad').ErrorCode} code
 * @param {string | RegExp} message
 * @param {string} [path]
 */
export function throws(task, code, message, path) {
  assert.throws(task, matches(code, message, path));
}

/**
 * The bits of all parameters, for comparisons without tolerance.
 *
 * @param {Session} session
 */
export async function bits(session) {
  const parameters = await session.parameters();
  return parameters.map(({ name, data }) => [name, ...new Uint32Array(data.buffer, data.byteOffset, data.length)]);
}
