/** @file The calls of a session, in the order in which they were made; a failed one does not stop those after it. */

export class Queue {
  #check;
  /** @type {Promise<void> | null} the end of the last call; null when none is under way */
  #last = null;

  /** @param {() => void} check throws where the session takes no more calls */
  constructor(check) {
    this.#check = check;
  }

  /**
   * The next call. With nothing before it, it begins at once.
   *
   * @template Given, Result
   * @param {() => Given} prepare checks and copies what the call is given
   * @param {(given: Given) => Result | Promise<Result>} work
   * @returns {Promise<Result>}
   */
  add(prepare, work) {
    /** @type {() => Given} */
    let given;
    try {
      this.#check();
      const value = prepare();
      given = () => value;
    } catch (error) {
      given = () => {
        throw error;
      };
    }
    const run = async () => work(given());
    const result = this.#last ? this.#last.then(run) : run();
    const ended = () => {
      if (this.#last === last) this.#last = null;
    };
    const last = result.then(ended, ended);
    this.#last = last;
    return result;
  }
}
