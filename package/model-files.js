/** @file `session.export` and `importModel`: a wasm module of its own writes and reads the files of other programs. */

import * as check from './arguments.js';
import { bytes } from './array-arguments.js';
import { fromCore, isCoreError } from './core-errors.js';
import { InkgradError, mismatch } from './error.js';
import { plainObject } from './plain-object.js';

/**
 * @typedef {import('./inkgrad.js').ModelFile} ModelFile
 * @typedef {typeof import('./inkgrad-formats.js')} Formats
 */

/**
 * @param {unknown} format
 * @param {unknown} options
 * @param {string} build which binary trained
 * @returns {(saved: Uint8Array) => Promise<ModelFile[]>} checked now, done with what `save()` gives
 */
export function exporter(format, options, build) {
  const name = check.string(format, 'format');
  const json = JSON.stringify({ ...plainObject(options, 'options'), build });
  return (saved) => withFormats((formats) => formats.exportModel(saved, name, json));
}

/**
 * @param {import('./inkgrad.js').SessionClass} Session
 * @param {unknown} files
 * @param {unknown} options
 * @returns {Promise<import('./inkgrad.js').ImportedModel>}
 */
export async function importModel(Session, files, options = {}) {
  const list = checkFiles(files);
  const json = JSON.stringify(plainObject(options, 'options'));
  const { session, notes } = await withFormats((formats) => formats.importModel(list, json));
  return { session: await Session.load(session), notes };
}

/**
 * @param {unknown} files
 * @returns {ModelFile[]}
 */
function checkFiles(files) {
  if (!Array.isArray(files) || files.length === 0) {
    const found = Array.isArray(files) ? 'an empty array' : typeof files;
    throw mismatch('spec.expected_files', 'files', 'an array of { name, bytes }', found);
  }
  return files.map((file, index) => {
    const fields = check.object(file, `files[${index}]`);
    return {
      name: check.string(fields.name ?? '', `files[${index}].name`),
      bytes: bytes(fields.bytes, `files[${index}].bytes`),
    };
  });
}

/**
 * @template T
 * @param {(formats: Formats) => Promise<T>} use
 * @returns {Promise<T>}
 */
async function withFormats(use) {
  const formats = await import('./inkgrad-formats.js').catch((cause) => {
    // A service worker cannot import dynamically.
    const message = `what exports and imports cannot be loaded here (${cause.message})`;
    throw new InkgradError('state', message, { id: 'state.no_formats', values: { why: cause.message }, cause });
  });
  return use(formats).catch((/** @type {unknown} */ thrown) => {
    if (isCoreError(thrown)) throw fromCore(thrown);
    throw thrown instanceof WebAssembly.RuntimeError ? outOfMemory(thrown) : thrown;
  });
}

/** @param {Error} cause */
function outOfMemory(cause) {
  const message = `the formats have failed (${cause.message}): the network may take more memory than there is`;
  return new InkgradError('memory', message, { id: 'memory.formats', values: { why: cause.message }, cause });
}
