/** @file The page's end of the storage worker: started once the page is drawn, or when it is first asked; and again when it ends. */

import { remoteLibrary } from '../../storage/remote.js';
import { WorkerClient, WorkerEnded } from '../client.js';
import { FrequentEnds } from '../frequent-ends.js';

/**
 * @typedef {import('../../storage/remote.js').StorageCommand} Command
 * @typedef {import('../../storage/remote.js').StorageEvent} Event
 *
 * @typedef {object} Hearing
 * @property {(event: Event) => void} onEvent
 * @property {(port: MessagePort) => void} onPort another storage worker has begun: a port for the training worker
 * @property {() => void} onOff there is none any more
 */

export class StorageClient {
  #start;
  #hearing;
  /** @type {WorkerClient<Command, Event> | null} */
  #client = null;
  #attached = false;
  #closed = false;
  /** @type {MessagePort | null} the other end of a training worker's, until there is a storage worker */
  #waiting = null;
  #ends = new FrequentEnds();

  /**
   * @param {() => Worker} start
   * @param {Hearing} hearing
   */
  constructor(start, hearing) {
    this.#start = start;
    this.#hearing = hearing;
    this.library = remoteLibrary((command) => this.call(command));
  }

  /** @returns {Promise<import('../../storage/remote.js').Opened>} once it is known what is kept */
  open() {
    return this.call({ type: 'open' });
  }

  /** @returns {MessagePort} over which a training worker sends its states */
  attach() {
    this.#attached = true;
    const { port1, port2 } = new MessageChannel();
    this.#waiting = port2;
    if (this.#client) this.#bringPort();
    return port1;
  }

  #bringPort() {
    const port = this.#waiting;
    this.#waiting = null;
    if (port) this.call({ type: 'checkpoints', port }, [port]).catch(() => {});
  }

  /**
   * @param {Command} command
   * @param {Transferable[]} [transfer]
   * @returns {Promise<any>}
   */
  call(command, transfer) {
    if (this.#closed || this.#ends.tooMany)
      return Promise.reject(new WorkerEnded('closed', 'there is no storage worker'));
    if (!this.#client) {
      this.#client = new WorkerClient(this.#start(), this.#hearing.onEvent, () => this.#ended());
      this.#bringPort();
    }
    return this.#client.call(command, transfer);
  }

  /** Ends the worker: every call fails until it is opened again. */
  close() {
    this.#closed = true;
    this.#attached = false;
    this.#waiting = null;
    this.#client?.close();
    this.#client = null;
  }

  /** Another worker starts when it is called next. */
  reopen() {
    this.#closed = false;
  }

  get isClosed() {
    return this.#closed;
  }

  /** Whether a training worker has the port of a storage worker. */
  get isAttached() {
    return this.#attached;
  }

  #ended() {
    this.#client = null;
    this.#ends.add();
    if (this.#ends.tooMany) this.#hearing.onOff();
    else if (this.#attached) {
      this.#hearing.onPort(this.attach());
      // Another one that finds no database begins with nothing.
      this.open().then(
        ({ reason }) => reason && this.#hearing.onEvent({ type: 'lost', reason: 'ended' }),
        () => {},
      );
    }
  }
}
