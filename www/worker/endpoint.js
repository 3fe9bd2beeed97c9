/**
 * @file The worker's endpoint of the protocol: receives commands, replies to each by id, takes them back, sends
 * heartbeats, and reports errors as messages.
 */

import { unwrap, wrap } from '../shared/protocol.js';
import { Answer } from './answer.js';

/** Milliseconds between two heartbeats. The page ends a worker after several missing ones. */
const HEARTBEAT_MILLISECONDS = 250;

/** Names of the errors that leave the worker usable. */
const KNOWN = new Set(['InkgradError', 'WorkerError']);

/**
 * @typedef {import('../shared/protocol.js').TrainingEvent | import('../shared/protocol.js').PredictionEvent} Event
 * @typedef {(event: Event, options?: { run?: number, id?: number, transfer?: Transferable[] }) => void} Post
 * @typedef {{ postMessage: (message: unknown, transfer: Transferable[]) => void,
 *   addEventListener: (type: 'message', listener: (event: MessageEvent) => void) => void }} Scope
 */

/**
 * @template Command
 * @param {Scope} scope the worker's global scope
 * @param {(post: Post) => (command: Command, signal: AbortSignal) => Promise<unknown>} createHandler the handler gives
 *   the command's value, or an `Answer`
 */
export function listen(scope, createHandler) {
  let run = 0;
  /** @type {Map<number, AbortController>} commands without a reply, by id */
  const pending = new Map();
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
      if (command.type === 'cancel') return pending.get(Number(Object(command).target))?.abort();
      id = command.id;
      run = Math.max(run, command.run);
      commandRun = command.run;
      const abort = new AbortController();
      pending.set(id, abort);
      const answer = await handle(/** @type {Command} */ (command), abort.signal);
      if (id !== 0) postDone(post, answer, { run: commandRun, id });
    } catch (error) {
      post(errorEvent(error), { run: commandRun, id });
    } finally {
      pending.delete(id);
    }
  });
  post({ type: 'hello' });
  setInterval(() => post({ type: 'heartbeat' }), HEARTBEAT_MILLISECONDS);
}

/**
 * @param {Post} post
 * @param {unknown} answer
 * @param {{ run: number, id: number }} to
 */
function postDone(post, answer, to) {
  if (answer instanceof Answer) post({ type: 'done', value: answer.value }, { ...to, transfer: answer.transfer });
  else post({ type: 'done', value: answer }, to);
}

/**
 * A known error leaves the worker usable, unless it tells that the instance is lost. Any other error is fatal.
 *
 * @param {unknown} error
 * @returns {import('../shared/protocol.js').ErrorEvent}
 */
export function errorEvent(error) {
  const fields = /** @type {Record<string, unknown>} */ (Object(error));
  const isKnown = typeof fields.code === 'string' && KNOWN.has(String(fields.name));
  const code = isKnown ? String(fields.code) : 'trap';
  const id = isKnown ? (text(fields.id) ?? `${code}.other`) : 'trap';
  return {
    type: 'error',
    code,
    messageId: id,
    message: text(fields.message) ?? String(error),
    values: isKnown ? { .../** @type {Record<string, string>} */ (fields.values) } : {},
    path: text(fields.path),
    found: text(fields.found),
    expected: text(fields.expected),
    fatal: !isKnown || id.endsWith('.instance_lost'),
  };
}

/** @param {unknown} value */
function text(value) {
  return typeof value === 'string' ? value : null;
}
