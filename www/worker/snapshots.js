/** @file The training worker's end of the way that snapshots go to the prediction worker, past the page. */

export class SnapshotPort {
  /** @type {MessagePort | null} */
  #port = null;
  #taken = true;
  #missed = false;
  #onTaken;

  /** @param {() => void} onTaken called once a reader is ready again for whom there was a newer snapshot */
  constructor(onTaken) {
    this.#onTaken = onTaken;
  }

  /** @param {MessagePort} port of the prediction worker that now lives */
  use(port) {
    this.#port?.close();
    this.#port = port;
    this.#taken = true;
    this.#missed = false;
    port.onmessage = () => {
      this.#taken = true;
      if (!this.#missed) return;
      this.#missed = false;
      this.#onTaken();
    };
  }

  /** There is a newer snapshot than the reader can take now. */
  miss() {
    this.#missed = true;
  }

  /** Whether the last snapshot was taken up: a slow reader is never sent a second one. */
  get ready() {
    return this.#port !== null && this.#taken;
  }

  /**
   * @param {number} step
   * @param {import('../shared/protocol.js').Parameter[]} parameters moved, not copied
   */
  send(step, parameters) {
    this.#taken = false;
    /** @type {import('../shared/protocol.js').Snapshot} */
    const snapshot = { type: 'snapshot', step, parameters };
    this.#port?.postMessage(snapshot, [...new Set(parameters.map(({ data }) => data.buffer))]);
  }
}
