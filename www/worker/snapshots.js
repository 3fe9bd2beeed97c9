/** @file The training worker's end of the way that snapshots go to the prediction worker, past the page. */

export class SnapshotPort {
  /** @type {MessagePort | null} */
  #port = null;
  #taken = true;

  /** @param {MessagePort} port of the prediction worker that now lives */
  use(port) {
    this.#port?.close();
    this.#port = port;
    this.#taken = true;
    port.onmessage = () => {
      this.#taken = true;
    };
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
