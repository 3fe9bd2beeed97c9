/** @file Errors that a worker has foreseen: with a code, and an id and values from which the page says them. */

export class WorkerError extends Error {
  /**
   * @param {'aborted' | 'data' | 'format' | 'network' | 'query' | 'spec' | 'state' | 'storage'} code
   * @param {string} id with the code before its dot
   * @param {string} message
   * @param {Record<string, string>} [values]
   */
  constructor(code, id, message, values = {}) {
    super(message);
    this.name = 'WorkerError';
    this.code = code;
    this.id = id;
    this.values = values;
  }
}

/** @returns {WorkerError} of a command that was taken back, or that a later `open` has outdated */
export function abortedError() {
  return new WorkerError('aborted', 'aborted.command', 'the command was taken back');
}

/** @param {import('../shared/fit.js').Misfit} misfit @returns {WorkerError} of a network that cannot be trained here */
export function misfitError({ id, message, values, path, found, expected }) {
  return Object.assign(new WorkerError('spec', id, message, values), { path, found, expected });
}
