/**
 * @file Loads the package, and passes by every cache once that has failed. The package keeps a binary that compiles but
 * belongs to another version, and so does the browser; both would fail again.
 */

/** Relative to the bundled script, of a worker or of the page; the build places the package there. */
const LIBRARY = new URL('./library/', import.meta.url);

/**
 * @typedef {import('inkgrad').LoadOptions} LoadOptions
 * @typedef {import('inkgrad').Inkgrad} Inkgrad
 *
 * @param {(options: LoadOptions) => Promise<Inkgrad>} load of the package
 * @param {(address: URL, options: RequestInit) => Promise<Response>} [fetcher]
 * @returns {(options: LoadOptions) => Promise<Inkgrad>}
 */
export function engineLoader(load, fetcher = (address, options) => fetch(address, options)) {
  let failed = false;
  /** @param {string} build */
  const fresh = (build) => fetcher(new URL(`inkgrad-${build}.wasm`, LIBRARY), { cache: 'reload' });
  return async (options) => {
    try {
      if (!failed) return await load(options);
      // The package itself has one source more, the text of the binary.
      return await load({ ...options, wasm: fresh }).catch(() => load(options));
    } catch (error) {
      failed = true;
      throw error;
    }
  };
}
