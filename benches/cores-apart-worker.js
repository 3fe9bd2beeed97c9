/** @file In a worker: a session of one core that knows of no other, and takes steps for as long as it is told to. */

import { createSession, samplesFor } from './cores-page.js';

const STEPS = 4;

/** @type {import('inkgrad').Session} */
let session;

/**
 * @param {number} milliseconds
 * @returns {Promise<number>} steps a second
 */
async function rate(milliseconds) {
  const begun = performance.now();
  for (let steps = STEPS; ; steps += STEPS) {
    await session.step(STEPS);
    const took = performance.now() - begun;
    if (took >= milliseconds) return (1000 * steps) / took;
  }
}

/** @param {MessageEvent<import('./cores-networks.js').Network | number>} event */
self.onmessage = async ({ data }) => {
  if (typeof data !== 'number') session = await createSession(data, 1, await samplesFor(data));
  self.postMessage(typeof data === 'number' ? await rate(data) : 0);
};
