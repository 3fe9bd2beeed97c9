/**
 * @file The kept revisions of the site: a cache each. One is filled completely before it is used, and removed when no page
 * uses it. Which page has which revision is kept beside them, because a service worker is ended whenever it is idle.
 */

/** Milliseconds in which a page is surely open, from the answer to its navigation on. */
const BEGINNING = 60_000;

/** @typedef {Pick<CacheStorage, 'open' | 'has' | 'keys' | 'delete'>} Caches */

/** Caches are those of the whole origin: their names begin with the path of the site. */
export class Revisions {
  #caches;
  #scope;
  #prefix;

  /**
   * @param {Caches} caches
   * @param {string} scope
   */
  constructor(caches, scope) {
    this.#caches = caches;
    this.#scope = scope;
    this.#prefix = `inkgrad ${new URL(scope).pathname} `;
  }

  /** @param {string} revision @returns {Promise<Cache>} made where there is none */
  open(revision) {
    return this.#caches.open(this.#prefix + revision);
  }

  /** @param {string} revision @returns {Promise<Cache | null>} */
  async find(revision) {
    const name = this.#prefix + revision;
    return (await this.#caches.has(name)) ? this.#caches.open(name) : null;
  }

  /** @returns {Promise<string[]>} revisions of which something is kept */
  async all() {
    const names = await this.#caches.keys();
    const own = names.filter((name) => name.startsWith(this.#prefix) && name !== this.#pagesName);
    return own.map((name) => name.slice(this.#prefix.length));
  }

  /**
   * @param {string} path of a file that has the same content in every revision that has it
   * @param {string} hash of the content
   * @param {string} but the revision that lacks it
   * @returns {Promise<Response | null>}
   */
  async fromAnother(path, hash, but) {
    for (const revision of await this.all()) {
      if (revision === but) continue;
      const found = await (await this.find(revision))?.match(this.address(path));
      if (found?.headers.get(HASH) === hash) return found;
    }
    return null;
  }

  /** @param {string} path @returns {string} under which a file is kept */
  address(path) {
    return new URL(path, this.#scope).href;
  }

  get #pagesName() {
    return `${this.#prefix}pages`;
  }

  /**
   * @param {string} client
   * @param {string} revision of the page that it is about to get
   * @param {number} [now]
   */
  async began(client, revision, now = Date.now()) {
    const pages = await this.#caches.open(this.#pagesName);
    await pages.put(this.#page(client), new Response(JSON.stringify({ revision, began: now })));
  }

  /**
   * Removes what no page uses. A page of which nothing is known may use any.
   *
   * @param {string} current
   * @param {string[]} clients pages that are open
   * @param {number} [now]
   */
  async removeUnused(current, clients, now = Date.now()) {
    const pages = await this.#caches.open(this.#pagesName);
    const open = new Set(clients.map((client) => this.#page(client)));
    const used = new Set([current]);
    for (const { url } of await pages.keys()) {
      const page = await pages.match(url);
      const { revision, began } = (await page?.json()) ?? { revision: current, began: 0 };
      // One that has just begun is not among the open ones yet.
      if (open.delete(url) || now - began < BEGINNING) used.add(revision);
      else await pages.delete(url);
    }
    if (open.size > 0) return;
    for (const revision of await this.all())
      if (!used.has(revision)) await this.#caches.delete(this.#prefix + revision);
  }

  /** @param {string} client */
  #page(client) {
    return this.address(`pages/${client}`);
  }

  /** Removes everything. */
  async removeAll() {
    const names = await this.#caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(this.#prefix)).map((name) => this.#caches.delete(name)));
  }
}

/** Header of a kept response: the hash of its file. */
export const HASH = 'X-Inkgrad-Hash';
