/** @file Loads the data of runs. The sources are kept from run to run: a data set is fetched and
 * decoded once, and one that was left can be had back without a connection. */

/**
 * @typedef {import('./data-source.js').DataSource} DataSource
 * @typedef {import('./data-source.js').Parts} Parts
 * @typedef {import('../shared/data-sets.js').DataSetName} DataSetName
 * @typedef {import('inkgrad').Inkgrad} Inkgrad
 */

export class DataLoader {
  #open;
  #post;
  /** @type {Map<DataSetName, DataSource>} */
  #sources = new Map();

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
    const source = this.#sources.get(name) ?? this.#open(name, inkgrad);
    this.#sources.set(name, source);
    source.readIdx = inkgrad.readIdx;
    return source;
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
