/** @file Loads the data of runs. The source is kept from run to run, so that a data set is decoded once. */

/**
 * @typedef {import('./data-source.js').DataSource} DataSource
 * @typedef {import('./data-source.js').Parts} Parts
 * @typedef {import('../shared/data-sets.js').DataSetName} DataSetName
 * @typedef {import('inkgrad').Inkgrad} Inkgrad
 */

export class DataLoader {
  #open;
  #post;
  /** @type {DataSource | null} */
  #source = null;

  /**
   * @param {(name: DataSetName, inkgrad: Inkgrad) => DataSource} open
   * @param {import('./endpoint.js').Post} post
   */
  constructor(open, post) {
    this.#open = open;
    this.#post = post;
  }

  /**
   * @param {DataSetName} name
   * @param {Inkgrad} inkgrad the current instance
   * @returns {DataSource}
   */
  source(name, inkgrad) {
    if (this.#source?.name !== name) this.#source = this.#open(name, inkgrad);
    this.#source.readIdx = inkgrad.readIdx;
    return this.#source;
  }

  /**
   * @param {DataSource} source
   * @param {number} run
   * @param {boolean} usedBefore then the full set is loaded first, and otherwise only the first shard
   * @returns {Promise<{ parts: Parts, whole: boolean }>}
   */
  async first(source, run, usedBefore) {
    if (!usedBefore && !source.whole) return source.first();
    return { parts: await this.all(source, run), whole: true };
  }

  /**
   * @param {DataSource} source
   * @param {number} run that is told of the progress
   * @returns {Promise<Parts>}
   */
  all(source, run) {
    return source.all((loaded, total) => this.#post({ type: 'data', loaded, total }, { run }));
  }
}
