/** @file Runs the queries of one worker: by name, each with a signal and a time budget. */

import { Timeline } from '../shared/timeline.js';
import { abortedError, WorkerError } from './worker-error.js';

/** Milliseconds of a query that names no budget. */
const BUDGET = 200;

/**
 * What a query gets besides its context and its parameters.
 *
 * @typedef {object} Control
 * @property {AbortSignal} signal
 * @property {number} deadline on the clock of `now`; a handler that loops stops there and says `partial: true`
 * @property {() => number} now milliseconds
 * @property {() => Promise<boolean>} turn yields to the event loop and gives whether there is time left; throws where the
 *   query was taken back
 */

/**
 * @template Context
 * @typedef {(context: Context, params: Record<string, unknown>, control: Control) => unknown} Handler
 */

/** @template Context */
export class QueryRunner {
  #handlers;
  #now;
  #yieldToEventLoop;
  /** @type {Set<AbortController>} */
  #running = new Set();
  #timeline = new Timeline('query');

  /**
   * @param {Record<string, Handler<Context>>} handlers by name
   * @param {() => number} now milliseconds
   * @param {() => Promise<void>} yieldToEventLoop lets everything more urgent go first
   */
  constructor(handlers, now, yieldToEventLoop) {
    this.#handlers = handlers;
    this.#now = now;
    this.#yieldToEventLoop = yieldToEventLoop;
  }

  /**
   * @param {import('../shared/protocol.js').Query} query
   * @param {Context} context
   * @param {AbortSignal} [given]
   * @returns {Promise<unknown>}
   */
  async run({ name, params, budget = BUDGET }, context, given) {
    const handler = Object.hasOwn(this.#handlers, name) ? this.#handlers[name] : undefined;
    if (!handler) throw new WorkerError('query', 'query.unknown', `there is no query ${name}`, { name });
    const abort = new AbortController();
    const { signal } = abort;
    const cancel = () => abort.abort();
    if (given?.aborted) cancel();
    given?.addEventListener('abort', cancel, { once: true });
    this.#running.add(abort);
    const begun = this.#now();
    const deadline = begun + budget;
    const turn = async () => {
      await this.#yieldToEventLoop();
      refuse(signal);
      return this.#now() < deadline;
    };
    try {
      refuse(signal);
      const value = await handler(context, params, { signal, deadline, now: this.#now, turn });
      refuse(signal);
      return value;
    } catch (error) {
      // A session that was freed meanwhile has other words for the same.
      refuse(signal);
      throw error;
    } finally {
      this.#timeline.note({ start: begun, end: this.#now(), detail: name });
      this.#running.delete(abort);
      given?.removeEventListener('abort', cancel);
    }
  }

  /** Takes back all queries on their way. */
  abort() {
    for (const abort of this.#running) abort.abort();
  }
}

/** @param {AbortSignal} signal */
function refuse(signal) {
  if (signal.aborted) throw abortedError();
}
