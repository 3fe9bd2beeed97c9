/** @file In a worker: a session of one core that knows of no other, and takes steps for as long as it is told to. */

import { createSession, samplesFor } from './cores-page.js';

/** Calls in the time that is asked for. */
const CALLS = 10;

/** @type {import('inkgrad').Session} */
let session;

/** Steps of a call. */
let count = 1;

/**
 * @param {number} milliseconds
 * @returns {Promise<number>} steps a second
 */
async function rate(milliseconds) {
  const begun = performance.now();
  for (let steps = count; ; steps += count) {
    await session.step(count);
    const took = performance.now() - begun;
    if (took < milliseconds) continue;
    count = Math.max(1, Math.min(2 * count, Math.round((milliseconds * steps) / took / CALLS)));
    return (1000 * steps) / took;
  }
}

/** @param {import('./cores-networks.js').Network | number} message */
async function answer(message) {
  if (typeof message === 'number') return rate(message);
  session = await createSession(message, 1, await samplesFor(message));
  return 0;
}

/** @param {MessageEvent<import('./cores-networks.js').Network | number>} event */
self.onmessage = ({ data }) =>
  answer(data).then(
    (rate) => self.postMessage(rate),
    (error) => self.postMessage(String(error)),
  );
