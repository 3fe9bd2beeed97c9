/** @file Fills the cache of a revision with every file of the site, each compared with its hash. */

import { keepable, sha256 } from './responses.js';
import { HASH } from './revisions.js';

/**
 * @typedef {{ revision: string, files: [path: string, hash: string][] }} List as the build writes it
 * @typedef {(url: string, options: RequestInit) => Promise<Response>} Fetcher
 */

/** Files that are fetched at the same time: training and what the person asks for come first. */
const CONCURRENCY = 2;

/** The browser's cache has most files already. What it has may be of another version, so the host is asked next. */
const CACHE_MODES = /** @type {const} */ (['default', 'reload']);

export class Precache {
  #list;
  #hashes;
  #revisions;
  #fetch;

  /**
   * @param {List} list
   * @param {import('./revisions.js').Revisions} revisions
   * @param {Fetcher} fetcher
   */
  constructor(list, revisions, fetcher) {
    this.#list = list;
    this.#hashes = new Map(list.files);
    this.#revisions = revisions;
    this.#fetch = fetcher;
  }

  get revision() {
    return this.#list.revision;
  }

  /** @param {string} path @returns {boolean} */
  has(path) {
    return this.#hashes.has(path);
  }

  /** Fails where one file is missing or differs. What was kept by then stays, so that the next attempt needs less. */
  async fill() {
    const cache = await this.#revisions.open(this.revision);
    const kept = new Set((await cache.keys()).map(({ url }) => url));
    const missing = this.#list.files.filter(([path]) => !kept.has(this.#revisions.address(path))).values();
    const work = async () => {
      for (const [path, hash] of missing) {
        const earlier = await this.#fromAnother(path, hash);
        await cache.put(this.#revisions.address(path), earlier ?? (await this.fetch(path)));
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
  }

  /**
   * A kept page names its revision.
   *
   * @param {string} path
   * @param {string} hash
   */
  #fromAnother(path, hash) {
    return path.endsWith('.html') ? null : this.#revisions.fromAnother(path, hash, this.revision);
  }

  /**
   * @param {string} path
   * @param {readonly RequestCache[]} [modes] tried in turn until the file is the one of this revision
   * @returns {Promise<Response>} to be kept
   */
  async fetch(path, modes = CACHE_MODES) {
    let reason = 'no attempt was made';
    for (const cache of modes) {
      const response = await this.#fetch(this.#revisions.address(path), { cache, priority: 'low' });
      const bytes = await response.arrayBuffer();
      const hash = await sha256(bytes);
      if (response.ok && hash === this.#hashes.get(path)) {
        const kept = keepable(response, bytes, path, this.revision);
        kept.headers.set(HASH, hash);
        return kept;
      }
      reason = response.ok ? 'is not the file of this revision' : `the host answers ${response.status}`;
    }
    throw new Error(`${path}: ${reason}`);
  }
}
