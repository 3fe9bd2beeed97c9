/** @file Handlers of queries whose script is loaded when they are first asked. */

import { WorkerError } from '../worker-error.js';

/**
 * @template Context
 * @param {() => Promise<import('../query-runner.js').Handler<Context>>} load
 * @returns {import('../query-runner.js').Handler<Context>}
 */
export function lazily(load) {
  return async (context, params, control) => (await load().catch(refuse))(context, params, control);
}

/**
 * A script that did not come leaves the worker as it is: it can be asked again.
 *
 * @param {Error} error
 * @returns {never}
 */
function refuse({ message: why }) {
  throw new WorkerError('network', 'network.script', `the script of a query did not come: ${why}`, { why });
}
