/** @file Handlers of queries whose script is loaded when they are first asked. */

/**
 * @template Context
 * @param {() => Promise<import('../query-runner.js').Handler<Context>>} load
 * @returns {import('../query-runner.js').Handler<Context>}
 */
export function lazily(load) {
  return async (context, params, control) => (await load())(context, params, control);
}
