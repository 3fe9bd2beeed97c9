/** @file Loads the data of runs. */

import { SourceCache } from './source-cache.js';

/**
 * @typedef {import('./data-source.js').Source} Source
 * @typedef {import('./data-source.js').Parts} Parts
 */

export class DataLoader {
  #sources;
  #post;

  /**
   * @param {import('./source-cache.js').Open} open
   * @param {import('./endpoint.js').Post} post
   */
  constructor(open, post) {
    this.#sources = new SourceCache(open);
    this.#post = post;
  }

  /**
   * @param {import('../shared/protocol.js').DataCommand} data
   * @param {import('inkgrad').Inkgrad} inkgrad the current instance
   * @returns {Promise<Source>}
   */
  source(data, inkgrad) {
    return this.#sources.get(data, inkgrad.readIdx);
  }

  /**
   * @param {Source} source
   * @param {number} run
   * @param {boolean} usedBefore then the full set is loaded first, and otherwise only the first shard
   * @returns {Promise<{ parts: Parts, whole: boolean }>}
   */
  async first(source, run, usedBefore) {
    if (!usedBefore && !source.whole) return source.first();
    return { parts: await this.all(source, run), whole: true };
  }

  /**
   * @param {Source} source
   * @param {number} run that is told of the progress
   * @returns {Promise<Parts>}
   */
  all(source, run) {
    return source.all((loaded, total) => this.#post({ type: 'data', loaded, total }, { run }));
  }
}
