/** @file Opens files of data in a wasm module of its own. The entry imports it when a file is first read. */

/// <reference path="./text-modules.d.ts" />

import { instantiate } from './generated/glue-files.js';
import binary from './generated/inkgrad-files.wasm.gz';
import { inflate } from './inflate.js';

/** @type {Promise<WebAssembly.Module> | undefined} */
let compiled;

/**
 * Each call has an instance of its own: the memory that a file took is given back with it.
 *
 * @param {Uint8Array} bytes
 * @returns {Promise<import('./read-file.js').Opened>} throws an error of the core as a plain object
 */
export async function openFile(bytes) {
  compiled ??= inflate(binary).then((wasm) => WebAssembly.compile(wasm));
  compiled.catch(() => {
    compiled = undefined;
  });
  const glue = instantiate();
  await glue.default({ module_or_path: await compiled });
  return glue.open_file(bytes);
}
