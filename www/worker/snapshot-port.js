/** @file The training worker's end of the channel that sends snapshots to the prediction worker. */

export class SnapshotPort {
  /** @type {MessagePort | null} */
  #port = null;
  #acknowledged = true;
  #skipped = false;
  #onAcknowledged;

  /** @param {() => void} onAcknowledged called if a newer snapshot was skipped before the acknowledgement */
  constructor(onAcknowledged) {
    this.#onAcknowledged = onAcknowledged;
  }

  /** @param {MessagePort} port of the current prediction worker */
  use(port) {
    this.#port?.close();
    this.#port = port;
    this.#acknowledged = true;
    this.#skipped = false;
    port.onmessage = () => {
      this.#acknowledged = true;
      if (!this.#skipped) return;
      this.#skipped = false;
      this.#onAcknowledged();
    };
  }

  /** Records that a newer snapshot was not sent. */
  skip() {
    this.#skipped = true;
  }

  /** Whether the last snapshot was acknowledged. At most one is in flight. */
  get ready() {
    return this.#port !== null && this.#acknowledged;
  }

  /**
   * @param {number} step
   * @param {import('../shared/protocol.js').Parameter[]} parameters transferred, not copied
   */
  send(step, parameters) {
    this.#acknowledged = false;
    /** @type {import('../shared/protocol.js').Snapshot} */
    const snapshot = { type: 'snapshot', step, parameters };
    this.#port?.postMessage(snapshot, [...new Set(parameters.map(({ data }) => data.buffer))]);
  }
}
