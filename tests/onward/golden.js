/**
 * @file Writes `tests/golden/onward.json`: what the package draws, for the tests of the exported Python.
 *
 *     node tests/onward/golden.js
 */

import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { load } from 'inkgrad';
import { epochOrder, trainingOutput } from './reveal.js';

const inkgrad = await load({ build: 'simd128' });

/** @param {Uint32Array} order */
const hashOf = (order) => createHash('sha256').update(new Uint8Array(order.buffer)).digest('hex').slice(0, 16);

const orders = [];
for (const run of [
  { seed: 0, count: 1, epoch: 0 },
  { seed: 7, count: 10, epoch: 0 },
  { seed: 7, count: 10, epoch: 3 },
  { seed: 4_294_967_295, count: 1001, epoch: 1 },
  { seed: 42, count: 5000, epoch: 0 },
]) {
  const order = await epochOrder(inkgrad, run);
  orders.push({ ...run, hash: hashOf(order), first: [...order.slice(0, 12)] });
}

/** @type {{ rate: number, seed: number, layers: import('inkgrad').Spec['layers'] }[]} */
const dropouts = [
  { rate: 0.5, seed: 1, layers: [{ kind: 'dropout', rate: 0.5 }] },
  {
    rate: 0.3,
    seed: 99,
    layers: [
      { kind: 'activation', function: 'linear' },
      { kind: 'dropout', rate: 0.3 },
    ],
  },
];
const masks = [];
for (const { rate, seed, layers } of dropouts) {
  for (const { batch, sample, step } of [
    { batch: 1, sample: 0, step: 0 },
    { batch: 8, sample: 5, step: 3 },
  ]) {
    const image = new Float32Array(30).fill(1);
    const run = { spec: { seed, input: [30], layers }, image, batch, sample, step };
    masks.push({
      rate,
      seed,
      stream: layers.length - 1,
      sample,
      step,
      mask: [...(await trainingOutput(inkgrad, run))],
    });
  }
}

const image = Float32Array.from({ length: 2 * 9 * 8 }, (_, index) => Math.fround(Math.sin(index * index) ** 2));
const augmented = [];
for (const augment of [
  { shift: 2, rotate: 15, scale: 0.2 },
  { shift: 1, rotate: 0, scale: 0, elastic: 1.5 },
]) {
  for (const { batch, sample, step } of [
    { batch: 1, sample: 0, step: 0 },
    { batch: 4, sample: 3, step: 2 },
  ]) {
    const spec = { seed: 11, input: [2, 9, 8], layers: [], augment };
    const output = await trainingOutput(inkgrad, { spec, image, batch, sample, step });
    augmented.push({ augment, seed: 11, sample, step, image: [...output] });
  }
}

const golden = {
  version: inkgrad.info.version,
  orders,
  masks,
  augmentation: { shape: [2, 9, 8], image: [...image], cases: augmented },
};
writeFileSync(new URL('../golden/onward.json', import.meta.url), `${JSON.stringify(golden)}\n`);
