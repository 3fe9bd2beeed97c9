/** @file Export and import in a wasm module of its own. The entry imports it when a network is first exported or imported. */

/// <reference path="./text-modules.d.ts" />

import { instantiate } from './generated/glue-formats.js';
import binary from './generated/inkgrad-formats.wasm.gz';
import { inflate } from './inflate.js';

/** @type {Promise<WebAssembly.Module> | undefined} */
let compiled;

/** Each call has an instance of its own: the memory that a network took is given back with it. */
async function fresh() {
  compiled ??= inflate(binary).then((wasm) => WebAssembly.compile(wasm));
  compiled.catch(() => {
    compiled = undefined;
  });
  const glue = instantiate();
  await glue.default({ module_or_path: await compiled });
  return glue;
}

/**
 * @param {Uint8Array} saved what `session.save()` gave
 * @param {string} format
 * @param {string} options as JSON
 * @returns {Promise<import('./inkgrad.js').ModelFile[]>} throws an error of the core as a plain object
 */
export async function exportModel(saved, format, options) {
  return (await fresh()).export_model(saved, format, options);
}

/**
 * @param {import('./inkgrad.js').ModelFile[]} files
 * @param {string} options as JSON
 * @returns {Promise<{ session: Uint8Array, notes: import('./inkgrad.js').ImportNote[] }>} `session` is what `Session.load`
 * opens; throws an error of the core as a plain object
 */
export async function importModel(files, options) {
  return (await fresh()).import_model(files, options);
}
