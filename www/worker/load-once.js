/** @file Caches instances of the package by their options. A failed load is not cached. */

/**
 * @template Options, Loaded
 * @param {(options: Options) => Promise<Loaded>} load
 * @returns {(options: Options) => Promise<Loaded>}
 */
export function loadOnce(load) {
  /** @type {Map<string, Promise<Loaded>>} */
  const cache = new Map();
  return (options) => {
    const key = JSON.stringify(options);
    const loaded = cache.get(key) ?? load(options);
    cache.set(key, loaded);
    loaded.catch(() => cache.delete(key));
    return loaded;
  };
}
