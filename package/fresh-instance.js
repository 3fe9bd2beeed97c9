/** @file Instances of a binary that is embedded as text. */

import { inflate } from './inflate.js';

/**
 * Each call of the result makes an instance of its own: the memory that a call took is given back with it.
 *
 * @template {{ default: (module: { module_or_path: WebAssembly.Module }) => Promise<unknown> }} Glue
 * @param {() => Glue} instantiate
 * @param {string} binary gzip in base64
 * @returns {() => Promise<Glue>}
 */
export function freshInstances(instantiate, binary) {
  /** @type {Promise<WebAssembly.Module> | undefined} */
  let compiled;
  return async () => {
    compiled ??= inflate(binary).then((wasm) => WebAssembly.compile(wasm));
    compiled.catch(() => {
      compiled = undefined;
    });
    const glue = instantiate();
    await glue.default({ module_or_path: await compiled });
    return glue;
  };
}
