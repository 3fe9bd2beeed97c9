/** @file In the page: two builds of the package alternate in training the same network. */

import { batches, mnist } from './data.js';

/** Not measured: the engine recompiles hot code meanwhile. */
const WARM_UP_MILLISECONDS = 1000;

/**
 * @param {import('./workloads.js').Workload} workload
 * @param {[string, string]} entries of the packages
 * @param {'auto' | import('inkgrad').Build} build
 * @param {number} pairs
 * @param {number} milliseconds of each measurement
 * @returns {Promise<[number, number][]>} steps per second of both, for each pair
 */
export async function compare(workload, entries, build, pairs, milliseconds) {
  const { train } = await mnist(workload);
  const [first, second] = await Promise.all(entries.map((entry) => sessionOf(entry, workload, build, train)));
  for (const session of [first, second]) await rate(session, WARM_UP_MILLISECONDS);
  /** @type {[number, number][]} */
  const rates = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    // The order alternates, so that thermal throttling favours neither build.
    if (pair % 2 === 0) rates.push([await rate(first, milliseconds), await rate(second, milliseconds)]);
    else
      rates.push(
        /** @type {[number, number]} */ ([await rate(second, milliseconds), await rate(first, milliseconds)].reverse()),
      );
  }
  return rates;
}

/**
 * @param {string} entry
 * @param {import('./workloads.js').Workload} workload
 * @param {'auto' | import('inkgrad').Build} build
 * @param {import('./data.js').Samples} train
 * @returns {Promise<import('inkgrad').Session>}
 */
async function sessionOf(entry, { input, layers, optimizer, batch }, build, train) {
  const { load } = await import(entry);
  const { Session } = await load({ build });
  const loss = { kind: 'cross_entropy' };
  const session = await Session.create({ seed: 1, input, layers, loss, optimizer, batch_size: batch, shuffle: false });
  const [own] = batches(train, 64 * batch);
  await session.setData('train', own ?? train);
  return session;
}

/**
 * @param {import('inkgrad').Session} session
 * @param {number} milliseconds
 */
async function rate(session, milliseconds) {
  const start = performance.now();
  let steps = 0;
  do {
    await session.step(1);
    steps += 1;
  } while (performance.now() - start < milliseconds);
  return (steps / (performance.now() - start)) * 1000;
}
