/** @file Import in a wasm module of its own. The entry imports it when a model is first imported. */

/// <reference path="./text-modules.d.ts" />

import { freshInstances } from './fresh-instance.js';
import { instantiate } from './generated/glue-import.js';
import binary from './generated/inkgrad-import.wasm.gz';

const fresh = freshInstances(instantiate, binary);

/**
 * @param {import('./inkgrad.js').ModelFile[]} files
 * @param {string} options as JSON
 * @returns {Promise<{ session: Uint8Array, notes: import('./inkgrad.js').ImportNote[] }>} `session` is what `Session.load`
 * opens; throws an error of the core as a plain object
 */
export async function importModel(files, options) {
  return (await fresh()).import_model(files, options);
}
