/** @file A worker with an independent single-core session. It trains for the requested time. */

import { createSession, samplesFor } from './scaling-page.js';

/** Calls within the requested time. */
const CALLS = 10;

/** @type {import('inkgrad').Session} */
let session;

/** Steps per call. */
let stepsPerCall = 1;

/**
 * @param {number} milliseconds
 * @returns {Promise<number>} steps per second
 */
async function measureRate(milliseconds) {
  const startTime = performance.now();
  for (let steps = stepsPerCall; ; steps += stepsPerCall) {
    await session.step(stepsPerCall);
    const elapsedTime = performance.now() - startTime;
    if (elapsedTime < milliseconds) continue;
    stepsPerCall = Math.max(1, Math.min(2 * stepsPerCall, Math.round((milliseconds * steps) / elapsedTime / CALLS)));
    return (1000 * steps) / elapsedTime;
  }
}

/** @param {import('./scaling-networks.js').Network | number} message */
async function handle(message) {
  if (typeof message === 'number') return measureRate(message);
  session = await createSession(message, 1, await samplesFor(message));
  return 0;
}

/** @param {MessageEvent<import('./scaling-networks.js').Network | number>} event */
self.onmessage = ({ data }) =>
  handle(data).then(
    (rate) => self.postMessage(rate),
    (error) => self.postMessage(String(error)),
  );
