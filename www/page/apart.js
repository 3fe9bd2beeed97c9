/** @file A worker apart from those of the network, for a query that needs no network and takes long. */

import { WorkerClient } from './client.js';

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
  );
  return {
    ask: (_, name, params, signal) => client.call({ type: 'query', name, params }, [], signal),
    close: () => client.close(),
  };
}
