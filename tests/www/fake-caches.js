/** @file Caches as a service worker has them, in memory. */

/** One cache. */
class FakeCache {
  /** @type {Map<string, Response>} */
  #kept = new Map();

  /** @param {string} url */
  async match(url) {
    return this.#kept.get(url)?.clone();
  }

  /** @param {string} url @param {Response} response */
  async put(url, response) {
    this.#kept.set(url, response);
  }

  /** @param {string} url */
  async delete(url) {
    return this.#kept.delete(url);
  }

  async keys() {
    return [...this.#kept.keys()].map((url) => ({ url }));
  }
}

/** @returns {CacheStorage} */
export function fakeCaches() {
  /** @type {Map<string, FakeCache>} */
  const caches = new Map();
  const storage = {
    /** @param {string} name */
    async open(name) {
      const cache = caches.get(name) ?? new FakeCache();
      caches.set(name, cache);
      return cache;
    },
    /** @param {string} name */
    has: async (name) => caches.has(name),
    /** @param {string} name */
    delete: async (name) => caches.delete(name),
    keys: async () => [...caches.keys()],
  };
  return /** @type {CacheStorage} */ (/** @type {unknown} */ (storage));
}

/**
 * A host with files that can be changed, and that counts what is asked of it.
 *
 * @param {string} root
 * @param {Record<string, string>} files by path
 * @param {Record<string, string>} [headers]
 */
export function fakeHost(root, files, headers = {}) {
  const host = {
    files,
    /** What the browser's own cache holds, by path. */
    stale: /** @type {Record<string, string>} */ ({}),
    /** @type {string[]} */
    asked: [],
    atOnce: 0,
    most: 0,
    /** @param {string | Request} request @param {RequestInit} [options] */
    async fetch(request, options = {}) {
      const path = (typeof request === 'string' ? request : request.url).slice(root.length);
      host.asked.push(path);
      host.atOnce += 1;
      host.most = Math.max(host.most, host.atOnce);
      await new Promise((resolve) => setImmediate(resolve));
      host.atOnce -= 1;
      const text = (options.cache === 'default' ? host.stale[path] : undefined) ?? host.files[path || 'index.html'];
      if (text === undefined) return new Response('not here', { status: 404, headers });
      return new Response(text, { headers: { 'Content-Type': 'text/plain', ...headers } });
    },
  };
  return host;
}
