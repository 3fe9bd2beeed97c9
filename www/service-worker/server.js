/** @file Answers the requests of the site's pages, each page from the revision that it began with. */

import { isVersioned, pageFiles, parse } from './addresses.js';
import { isolated } from './responses.js';
import { isDocumentation } from './visited.js';

/** What of a request decides. */
/** @typedef {Pick<Request, 'method' | 'mode' | 'url' | 'cache'>} Asked */

export class Server {
  #scope;
  #precache;
  #revisions;
  #fetch;
  #visited;

  /**
   * @param {string} scope
   * @param {import('./precache.js').Precache} precache of the newest revision
   * @param {import('./revisions.js').Revisions} revisions
   * @param {(request: any) => Promise<Response>} fetcher
   * @param {import('./visited.js').Visited} visited
   */
  constructor(scope, precache, revisions, fetcher, visited) {
    this.#scope = scope;
    this.#precache = precache;
    this.#revisions = revisions;
    this.#fetch = fetcher;
    this.#visited = visited;
  }

  /**
   * @param {Asked} request
   * @param {string} client of a navigation: the page that is about to be; '' where it is not known
   * @returns {Promise<Response> | null} null for what is not the site's: the browser fetches that itself
   */
  answer(request, client) {
    const asked = request.method === 'GET' ? parse(request.url, this.#scope) : null;
    if (!asked) return null;
    if (isDocumentation(asked.path)) return this.#visited.answer(request);
    if (request.mode === 'navigate') {
      const page = pageFiles(asked.path).find((path) => this.#precache.has(path));
      return page === undefined ? null : this.#page(page, request, client);
    }
    if (asked.revision !== null) return this.#file(asked.path, asked.revision, request);
    // Of a page that came from the host: so does all of it.
    if (isVersioned(asked.path)) return this.#fromHost(request);
    return this.#precache.has(asked.path) ? this.#file(asked.path, this.#precache.revision, request) : null;
  }

  /**
   * @param {string} path
   * @param {Asked} request
   * @param {string} client
   */
  async #page(path, request, client) {
    const { revision } = this.#precache;
    const kept = await this.#kept(path, revision);
    if (!kept) return this.#fromHost(request);
    if (client !== '') await this.#revisions.began(client, revision);
    return kept;
  }

  /**
   * A file that is missing, or that the page found damaged and asks for again, is fetched, but only ever of this revision.
   *
   * @param {string} path
   * @param {string} revision
   * @param {Asked} request
   * @returns {Promise<Response>}
   */
  async #file(path, revision, request) {
    const kept = await this.#kept(path, revision);
    if (kept && request.cache !== 'reload') return kept;
    if (revision !== this.#precache.revision || !this.#precache.has(path)) return kept ?? Response.error();
    try {
      const fetched = await this.#precache.fetch(path, ['reload']);
      const cache = await this.#revisions.open(revision);
      await cache.put(this.#revisions.address(path), fetched.clone());
      return fetched;
    } catch {
      return kept ?? Response.error();
    }
  }

  /** @param {string} path @param {string} revision */
  async #kept(path, revision) {
    const cache = await this.#revisions.find(revision);
    return cache?.match(this.#revisions.address(path));
  }

  /** @param {Asked} request */
  async #fromHost(request) {
    return isolated(await this.#fetch(request));
  }
}
