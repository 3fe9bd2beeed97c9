/** @file What computes a session, and which one a new session gets: the caller's thread, or several workers. */

import { LocalBackend } from './local-backend.js';
import { openWorkers } from './workers/open.js';

/**
 * What `session.js` asks of whatever computes a session. Calls come one at a time.
 *
 * @typedef {object} Backend
 * @property {import('./inkgrad.js').FilledSpec} spec
 * @property {import('./inkgrad.js').LayerSummary[]} summary
 * @property {string[] | null} classes the names of the classes, where they have names
 * @property {Omit<import('./inkgrad.js').Backend, 'reason'>} placement
 * @property {(inputs: import('./array-arguments.js').Inputs, path: string) => any} holdInputs a copy of what a call is given, made
 *   when it is made
 * @property {(labels: import('./array-arguments.js').Labels) => any} holdLabels
 * @property {(list: import('./array-arguments.js').Parameters) => any} holdParameters
 * @property {(name: string, given: any, control: import('./arguments.js').Control) => any} call a command of `commands.js`;
 *   a promise where it is not answered at once
 * @property {() => void} free
 */

/** @typedef {{ spec: object } | { file: Uint8Array }} Origin */

/**
 * @param {import('./engine.js').Engine} engine
 * @param {import('./workers/open.js').Request} team
 * @param {Origin} origin
 * @returns {Promise<Backend>}
 */
export async function open(engine, team, origin) {
  const alone = () =>
    engine.call(({ Handle }) => ('spec' in origin ? Handle.create(origin.spec) : Handle.load(origin.file)));
  let sofar = engine.reasons;
  if (team.wanted === 1 || engine.gpu) {
    const local = new LocalBackend(engine, alone());
    const { gpu, reasons } = local.placement;
    if (team.wanted === 1 || gpu) return local;
    // Several cores begin anew.
    local.free();
    sofar = reasons;
  }
  const { backend, reasons } = await openWorkers(engine, team, origin, sofar);
  return backend ?? new LocalBackend(engine, alone(), reasons);
}
