/**
 * @file Export to Keras and TensorFlow.js, and import of our own Keras file, in a wasm module of its own. The entry imports it
 * when it is first asked for.
 */

/// <reference path="./text-modules.d.ts" />

import { freshInstances } from './fresh-instance.js';
import { instantiate } from './generated/glue-keras.js';
import binary from './generated/inkgrad-keras.wasm.gz';

const fresh = freshInstances(instantiate, binary);

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
 * @returns {Promise<{ session: Uint8Array, notes: import('./inkgrad.js').ImportNote[] }>} as of `inkgrad-import.js`
 */
export async function importModel(files) {
  return (await fresh()).import_model(files);
}
