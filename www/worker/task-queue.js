/** @file Runs one task at a time, in order. A task that fails does not stop those after it. */

export class TaskQueue {
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();

  /**
   * @template Result
   * @param {() => Promise<Result> | Result} task
   * @returns {Promise<Result>}
   */
  add(task) {
    const result = this.#last.then(task);
    this.#last = result.catch(() => {});
    return result;
  }
}
