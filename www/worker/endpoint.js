/**
 * @file The worker's endpoint of the protocol: receives commands, replies to each by id, sends heartbeats, and reports
 * errors as messages.
 */

import { unwrap, wrap } from '../shared/protocol.js';

/** Milliseconds between two heartbeats. The page ends a worker after several missing ones. */
const HEARTBEAT_MILLISECONDS = 250;

/**
 * @typedef {import('../shared/protocol.js').TrainingEvent | import('../shared/protocol.js').PredictionEvent} Event
 * @typedef {(event: Event, options?: { run?: number, id?: number, transfer?: Transferable[] }) => void} Post
 * @typedef {{ postMessage: (message: unknown, transfer: Transferable[]) => void,
 *   addEventListener: (type: 'message', listener: (event: MessageEvent) => void) => void }} Scope
 */

/**
 * @template Command
 * @param {Scope} scope the worker's global scope
 * @param {(post: Post) => (command: Command) => Promise<void>} createHandler
 */
export function listen(scope, createHandler) {
  let run = 0;
  /** @type {Post} */
  const post = (event, options = {}) => {
    scope.postMessage(wrap(event, options.run ?? run, options.id), options.transfer ?? []);
  };
  const handle = createHandler(post);
  scope.addEventListener('message', async ({ data }) => {
    let id = 0;
    let commandRun = run;
    try {
      const command = unwrap(data);
      id = command.id;
      run = Math.max(run, command.run);
      commandRun = command.run;
      await handle(/** @type {Command} */ (command));
      if (id !== 0) post({ type: 'done' }, { run: commandRun, id });
    } catch (error) {
      post(errorEvent(error), { run: commandRun, id });
    }
  });
  post({ type: 'hello' });
  setInterval(() => post({ type: 'heartbeat' }), HEARTBEAT_MILLISECONDS);
}

/**
 * An error of the package leaves the session valid. Any other error, such as a trap, is fatal.
 *
 * @param {unknown} error
 * @returns {import('../shared/protocol.js').ErrorEvent}
 */
export function errorEvent(error) {
  const fields = /** @type {{ name?: string, code?: unknown, message?: unknown, path?: unknown }} */ (Object(error));
  const isKnown = typeof fields.code === 'string' && (fields.name === 'InkgradError' || fields.name === 'LoadError');
  return {
    type: 'error',
    code: isKnown ? String(fields.code) : 'trap',
    message: typeof fields.message === 'string' ? fields.message : String(error),
    path: typeof fields.path === 'string' ? fields.path : null,
    fatal: !isKnown,
  };
}
