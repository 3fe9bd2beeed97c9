/**
 * @file The worker's instance of the package. Only the current one is kept: with other options it is replaced, and its
 * memory is given back. A failed load is not kept.
 */

/**
 * @template Options, Loaded
 */
export class EngineCache {
  #load;
  /** @type {{ key: string, loaded: Promise<Loaded> } | null} */
  #current = null;

  /** @param {(options: Options) => Promise<Loaded>} load */
  constructor(load) {
    this.#load = load;
  }

  /**
   * The sessions of an instance with other options must be freed before.
   *
   * @param {Options} options
   * @returns {Promise<Loaded>}
   */
  get(options) {
    const key = JSON.stringify(options);
    if (this.#current?.key === key) return this.#current.loaded;
    const current = { key, loaded: this.#load(options) };
    this.#current = current;
    current.loaded.catch(() => {
      if (this.#current === current) this.#current = null;
    });
    return current.loaded;
  }
}
