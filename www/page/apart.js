/** @file A worker apart from those of the network, for queries that need no network and take long. */

import { WorkerClient } from './client.js';

/** One that is silent is at work: a large file is read in one go. Whoever waits may end it. */
const patient = { set: () => null, clear: () => {} };

/**
 * @param {Worker} worker a prediction worker that opens no network
 * @returns {{ ask: import('./app/queries.js').Ask, close: () => void }}
 */
export function apart(worker) {
  /** @type {WorkerClient<import('../shared/protocol.js').Query, import('../shared/protocol.js').PredictionEvent>} */
  const client = new WorkerClient(
    worker,
    () => {},
    () => {},
    patient,
  );
  return {
    ask: (_, name, params, signal) => client.call({ type: 'query', name, params }, [], signal),
    close: () => client.close(),
  };
}
