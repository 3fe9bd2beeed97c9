/** @file Export to safetensors, PyTorch and ONNX in a wasm module of its own. The entry imports it when a network is first exported so. */

/// <reference path="./text-modules.d.ts" />

import { freshInstances } from './fresh-instance.js';
import { instantiate } from './generated/glue-export.js';
import binary from './generated/inkgrad-export.wasm.gz';

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
