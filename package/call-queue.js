/** @file Runs the calls of a session one after another. A call that fails does not stop the next ones. */

export class CallQueue {
  #check;
  /** @type {Promise<void> | null} settles with the last call; null if the queue is empty */
  #last = null;

  /** @param {() => void} check throws if the session was freed */
  constructor(check) {
    this.#check = check;
  }

  /**
   * Adds a call. It starts at once if the queue is empty.
   *
   * @template Args, Result
   * @param {() => Args} prepare validates and copies the arguments, synchronously
   * @param {(args: Args) => Result | Promise<Result>} work
   * @returns {Promise<Result>}
   */
  add(prepare, work) {
    /** @type {() => Args} */
    let args;
    try {
      this.#check();
      const value = prepare();
      args = () => value;
    } catch (error) {
      args = () => {
        throw error;
      };
    }
    const run = async () => work(args());
    const result = this.#last ? this.#last.then(run) : run();
    const settled = () => {
      if (this.#last === last) this.#last = null;
    };
    const last = result.then(settled, settled);
    this.#last = last;
    return result;
  }
}
