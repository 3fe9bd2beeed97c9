/** @file A worker's end of the protocol: it hears commands, answers each by its id, beats, and tells of errors as messages. */

import { seal, unseal } from '../shared/protocol.js';

/** Milliseconds between two signs of life; the page waits for several before it gives a worker up. */
const BEAT_MILLISECONDS = 250;

/**
 * @typedef {import('../shared/protocol.js').TrainingEvent | import('../shared/protocol.js').PredictionEvent} Event
 * @typedef {(event: Event, options?: { run?: number, id?: number, transfer?: Transferable[] }) => void} Post
 * @typedef {{ postMessage: (message: unknown, transfer: Transferable[]) => void,
 *   addEventListener: (type: 'message', listener: (event: MessageEvent) => void) => void }} Scope
 */

/**
 * @template Command
 * @param {Scope} scope the worker's global
 * @param {(post: Post) => (command: Command) => Promise<void>} serve
 */
export function link(scope, serve) {
  let run = 0;
  /** @type {Post} */
  const post = (event, options = {}) => {
    scope.postMessage(seal(event, options.run ?? run, options.id), options.transfer ?? []);
  };
  const handle = serve(post);
  scope.addEventListener('message', async ({ data }) => {
    let id = 0;
    let asked = run;
    try {
      const command = unseal(data);
      id = command.id;
      run = Math.max(run, command.run);
      asked = command.run;
      await handle(/** @type {Command} */ (command));
      if (id !== 0) post({ type: 'done' }, { run: asked, id });
    } catch (error) {
      post(errorEvent(error), { run: asked, id });
    }
  });
  post({ type: 'hello' });
  setInterval(() => post({ type: 'beat' }), BEAT_MILLISECONDS);
}

/**
 * An error of the package leaves its session as it was; any other, a trap of the instance above all, loses it.
 *
 * @param {unknown} error
 * @returns {import('../shared/protocol.js').ErrorEvent}
 */
export function errorEvent(error) {
  const known = /** @type {{ name?: string, code?: unknown, message?: unknown, path?: unknown }} */ (Object(error));
  const named = typeof known.code === 'string' && (known.name === 'InkgradError' || known.name === 'LoadError');
  return {
    type: 'error',
    code: named ? String(known.code) : 'trap',
    message: typeof known.message === 'string' ? known.message : String(error),
    path: typeof known.path === 'string' ? known.path : null,
    fatal: !named,
  };
}
