/** @file Opens files of data in a wasm module of its own. The entry imports it when a file is first read. */

/// <reference path="./text-modules.d.ts" />

import { freshInstances } from './fresh-instance.js';
import { instantiate } from './generated/glue-files.js';
import binary from './generated/inkgrad-files.wasm.gz';

const fresh = freshInstances(instantiate, binary);

/**
 * @param {Uint8Array} bytes
 * @returns {Promise<import('./read-file.js').Opened>} throws an error of the core as a plain object
 */
export async function openFile(bytes) {
  return (await fresh()).open_file(bytes);
}
