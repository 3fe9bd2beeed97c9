/** @file The benchmark's page: operation counts, and a network timed with a fake clock. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workloads } from '../../benches/workloads.js';
import { median, operations } from '../../www/bench/arithmetic.js';
import { run } from '../../www/bench/run.js';
import { dataSets } from '../../www/shared/data-sets.js';

test('the operations of a step of each network', () => {
  const millions = Object.values(workloads).map((workload) => Math.round(operations(workload) / 1e5) / 10);
  // 2 × batch × (twice the first product, three times each later one).
  assert.deepEqual(millions, [13.1, 52.4, 52.4, 308.2, 109.1, 0.3]);
});

test('the median of odd and even counts', () => {
  assert.equal(median([5, 1, 3]), 3);
  assert.equal(median([4, 1, 2, 3]), 2.5);
});

test('rates are steps per time, and sessions are freed', async () => {
  let time = 0;
  let freed = 0;
  const session = {
    setData: async () => {},
    evaluate: async () => ({ accuracy: 0.5 }),
    /** @param {number} count of steps, half a millisecond each */
    step: async (count) => {
      time += count / 2;
    },
    predict: async () => {
      time += 0.02;
    },
    free: () => {
      freed += 1;
    },
  };
  const inkgrad = /** @type {any} */ ({ Session: { create: async () => session } });
  const part = { inputs: new Uint8Array(784), labels: new Uint8Array(1) };
  const parts = { dataSet: dataSets.mnist, train: part, validation: part };
  const [workload] = Object.values(workloads);
  assert.ok(workload);
  const { rates, predictMicroseconds, accuracy } = await run(inkgrad, workload, parts, 3, () => time);
  assert.deepEqual(rates, [2000, 2000, 2000]);
  assert.equal(Math.round(predictMicroseconds), 20);
  assert.deepEqual([accuracy, freed], [0.5, 1]);
  session.evaluate = () => Promise.reject(new Error('lost'));
  await assert.rejects(
    run(inkgrad, workload, parts, 3, () => time),
    /lost/,
  );
  assert.equal(freed, 2);
});
