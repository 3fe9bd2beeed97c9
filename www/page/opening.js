/** @file What a place shows is asked for as soon as the place is, which may be before the first network. It waits for that. */

export class Opening {
  #isOpen = false;
  /** @type {((value?: unknown) => void)[]} */
  #waiting = [];

  /** There is a network to ask from now on. */
  open() {
    this.#isOpen = true;
    for (const go of this.#waiting.splice(0)) go();
  }

  /**
   * Settled once there is a network.
   *
   * @param {AbortSignal} [signal] settles it too
   */
  async wait(signal) {
    if (this.#isOpen || signal?.aborted) return;
    await new Promise((resolve) => {
      this.#waiting.push(resolve);
      signal?.addEventListener('abort', resolve, { once: true });
    });
  }
}
