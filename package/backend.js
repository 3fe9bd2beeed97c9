/** @file The interface of a session's backend, and the choice of one: the caller's thread, or several workers. */

import { LocalBackend } from './local-backend.js';
import { openWorkers } from './workers/open.js';

/**
 * Runs the commands of one session. `session.js` makes one call at a time.
 *
 * @typedef {object} Backend
 * @property {import('./inkgrad.js').FilledSpec} spec
 * @property {import('./inkgrad.js').LayerSummary[]} summary
 * @property {string[] | null} classes null if the classes have no names
 * @property {Omit<import('./inkgrad.js').Backend, 'reason'>} placement
 * @property {(inputs: import('./array-arguments.js').Inputs, path: string) => any} copyInputs copies the arguments of a
 *   call when it is made, so that the caller may reuse its arrays
 * @property {(labels: import('./array-arguments.js').Labels) => any} copyLabels
 * @property {(list: import('./array-arguments.js').Parameters) => any} copyParameters
 * @property {(name: string, args: any, control: import('./arguments.js').Control) => any} call runs a command of
 *   `commands.js`; returns a promise if it does not finish at once
 * @property {() => void} free
 */

/** @typedef {{ spec: object } | { file: Uint8Array }} Source what a session is created from: a spec or a saved file */

/**
 * @param {import('./engine.js').Engine} engine
 * @param {import('./workers/open.js').WorkerRequest} request
 * @param {Source} source
 * @returns {Promise<Backend>}
 */
export async function open(engine, request, source) {
  const createHandle = () =>
    engine.call(({ Handle }) => ('spec' in source ? Handle.create(source.spec) : Handle.load(source.file)));
  let previousReasons = engine.reasons;
  if (request.workers === 1 || engine.gpu) {
    const local = new LocalBackend(engine, createHandle());
    const { gpu, reasons } = local.placement;
    if (request.workers === 1 || gpu) return local;
    // The GPU is not used for this network. Workers create sessions of their own.
    local.free();
    previousReasons = reasons;
  }
  const { backend, reasons } = await openWorkers(engine, request, source, previousReasons);
  return backend ?? new LocalBackend(engine, createHandle(), reasons);
}
