/**
 * @file The page's end of the protocol for one worker: calls that are answered or rejected, events, and the end of a
 * worker that traps, dies or falls silent. What follows from an end is the laboratory's business.
 */

import { ProtocolError, unwrap, wrap } from '../shared/protocol.js';
import { Watchdog } from './watchdog.js';

/** A worker that can no longer be used, and why. */
export class WorkerEnded extends Error {
  /**
   * @param {'silent' | 'trap' | 'script' | 'protocol' | 'closed'} reason
   * @param {string} detail
   */
  constructor(reason, detail) {
    super(detail);
    this.name = 'WorkerEnded';
    this.reason = reason;
  }
}

/** A command that the worker refused, or that was taken back (code `aborted`); the worker goes on. */
export class Refused extends Error {
  /** @param {import('../shared/protocol.js').ErrorEvent} event */
  constructor({ code, messageId, message, values, path, found, expected }) {
    super(message);
    this.name = 'Refused';
    this.code = code;
    this.id = messageId;
    this.values = values;
    this.path = path;
    this.found = found;
    this.expected = expected;
  }
}

/** @returns {Refused} of a command whose signal was aborted */
function aborted() {
  const message = 'the command was taken back';
  const places = { path: null, found: null, expected: null };
  return new Refused({
    type: 'error',
    code: 'aborted',
    messageId: 'aborted.command',
    message,
    values: {},
    ...places,
    fatal: false,
  });
}

/**
 * @template {{ type: string }} Command
 * @template {{ type: string }} Event
 */
export class WorkerClient {
  #worker;
  #onEvent;
  #onEnd;
  #watchdog;
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
  #pending = new Map();
  #ids = 0;
  #ended = false;
  run = 0;

  /**
   * @param {Worker} worker
   * @param {(event: Event) => void} onEvent heard only if it is of the present run
   * @param {(error: WorkerEnded) => void} onEnd called once, after every pending call was rejected
   * @param {import('./watchdog.js').Timers} [timers]
   */
  constructor(worker, onEvent, onEnd, timers) {
    this.#worker = worker;
    this.#onEvent = onEvent;
    this.#onEnd = onEnd;
    this.#watchdog = new Watchdog(
      () => this.#fail(new WorkerEnded('silent', 'the worker gives no sign of life')),
      timers,
    );
    worker.onmessage = ({ data }) => this.#hear(data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.#fail(new WorkerEnded('script', event.message || 'the worker could not be started'));
    };
    worker.onmessageerror = () => this.#fail(new WorkerEnded('protocol', 'a message could not be read'));
  }

  /**
   * @template [Value=unknown]
   * @param {Command} command
   * @param {Transferable[]} [transfer]
   * @param {AbortSignal} [signal] takes the command back: the call rejects at once with code `aborted`
   * @returns {Promise<Value>} the answer, once the command was carried out
   */
  call(command, transfer = [], signal = undefined) {
    if (this.#ended) return Promise.reject(new WorkerEnded('closed', 'the worker has ended'));
    if (signal?.aborted) return Promise.reject(aborted());
    this.#ids += 1;
    const id = this.#ids;
    const answer = new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#worker.postMessage(wrap(command, this.run, id), transfer);
    });
    return signal ? this.#withSignal(id, answer, signal) : answer;
  }

  /**
   * @template Value
   * @param {number} id
   * @param {Promise<Value>} answer
   * @param {AbortSignal} signal
   */
  #withSignal(id, answer, signal) {
    const cancel = () => {
      this.#pending.get(id)?.reject(aborted());
      this.#pending.delete(id);
      if (!this.#ended) this.#worker.postMessage(wrap({ type: 'cancel', target: id }, this.run));
    };
    signal.addEventListener('abort', cancel, { once: true });
    return answer.finally(() => signal.removeEventListener('abort', cancel));
  }

  /** Ends the worker because it is no longer wanted. */
  close() {
    this.#end(new WorkerEnded('closed', 'the worker was closed'));
  }

  /** @param {unknown} data */
  #hear(data) {
    if (this.#ended) return;
    this.#watchdog.beat();
    try {
      const event = /** @type {Event & import('../shared/protocol.js').Envelope} */ (unwrap(data));
      this.#take(event);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#fail(new WorkerEnded('protocol', error.message));
    }
  }

  /** @param {Event & import('../shared/protocol.js').Envelope} event */
  #take(event) {
    if (event.type === 'heartbeat' || event.type === 'hello') return;
    const pending = this.#pending.get(event.id);
    this.#pending.delete(event.id);
    if (event.type === 'error') {
      const told = /** @type {import('../shared/protocol.js').ErrorEvent} */ (/** @type {unknown} */ (event));
      if (told.fatal) this.#fail(new WorkerEnded('trap', told.message));
      else if (event.id !== 0) pending?.reject(new Refused(told));
      else if (event.run === this.run) this.#onEvent(event);
    } else if (event.type === 'done') pending?.resolve(Object(event).value);
    else if (event.run === this.run) this.#onEvent(event);
  }

  /** @param {WorkerEnded} error */
  #fail(error) {
    if (this.#ended) return;
    this.#end(error);
    this.#onEnd(error);
  }

  /** @param {WorkerEnded} error */
  #end(error) {
    this.#ended = true;
    this.#watchdog.stop();
    this.#worker.terminate();
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}
