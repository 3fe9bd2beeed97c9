/** @file Instances of the package, one for all who ask for the same options; what could not be loaded is not kept. */

/**
 * @template Options, Loaded
 * @param {(options: Options) => Promise<Loaded>} load
 * @returns {(options: Options) => Promise<Loaded>}
 */
export function loadOnce(load) {
  /** @type {Map<string, Promise<Loaded>>} */
  const kept = new Map();
  return (options) => {
    const key = JSON.stringify(options);
    const loaded = kept.get(key) ?? load(options);
    kept.set(key, loaded);
    loaded.catch(() => kept.delete(key));
    return loaded;
  };
}
