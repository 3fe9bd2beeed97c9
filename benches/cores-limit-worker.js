/** @file In a worker: a session of one core that knows of no other, timed when it is told to be. */

import { mnist } from './data.js';

/** @type {{ kind: 'adam', learning_rate: number }} */
const optimizer = { kind: 'adam', learning_rate: 0.001 };

/** @type {import('inkgrad').Session} */
let session;

/** @param {import('./cores-networks.js').Network} network */
async function begin({ input, layers, batch }) {
  const { load } = await import(/** @type {string} */ ('/pkg/inkgrad.js'));
  const { train } = await mnist({ input, layers: [], batch, optimizer });
  const { Session } = await load({ workers: 1 });
  session = await Session.create({
    input,
    layers,
    optimizer,
    batch_size: batch,
    loss: { kind: 'cross_entropy' },
  });
  await session.setData('train', train);
  await session.step(20);
}

/**
 * @param {number} milliseconds
 * @returns {Promise<number>} steps a second
 */
async function rate(milliseconds) {
  const begun = performance.now();
  let steps = 0;
  while (performance.now() - begun < milliseconds) {
    await session.step(4);
    steps += 4;
  }
  return (steps / (performance.now() - begun)) * 1000;
}

self.onmessage = async ({ data: { network, milliseconds } }) =>
  self.postMessage(network ? await begin(network) : await rate(milliseconds));
