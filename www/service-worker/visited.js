/**
 * @file Pages of the documentation. They are not part of a revision: each comes from the host and is kept, so that what was
 * read once is there without a connection.
 */

import { isolated } from './responses.js';

/** Its folder on the site. */
const FOLDER = 'docs/';

/** @param {string} path relative to the scope @returns {boolean} */
export function isDocumentation(path) {
  return path.startsWith(FOLDER);
}

export class Visited {
  #caches;
  #fetch;
  #name;

  /**
   * @param {Pick<CacheStorage, 'open'>} caches
   * @param {string} scope
   * @param {(request: any) => Promise<Response>} fetcher
   */
  constructor(caches, scope, fetcher) {
    this.#caches = caches;
    this.#fetch = fetcher;
    this.#name = visitedName(scope);
  }

  /**
   * @param {Pick<Request, 'url'>} request
   * @returns {Promise<Response>} of the host; without a connection what was kept
   */
  async answer(request) {
    const cache = await this.#caches.open(this.#name);
    const { origin, pathname } = new URL(request.url);
    // Some hosts leave out `.html`.
    const address = origin + pathname.replace(/(index)?\.html$/, '');
    let response;
    try {
      response = isolated(await this.#fetch(request));
    } catch (error) {
      const kept = await cache.match(address);
      if (kept) return kept;
      throw error;
    }
    // A full disk is no reason not to show the page.
    if (response.status === 200) await cache.put(address, response.clone()).catch(() => {});
    return response;
  }
}

/** @param {string} scope @returns {string} of the cache; those of revisions begin otherwise */
export function visitedName(scope) {
  return `inkgrad documentation ${new URL(scope).pathname}`;
}
