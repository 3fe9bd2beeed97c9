/** @file `session.export` and `importModel`: a wasm module of its own writes and reads the files of other programs. */

import * as check from './arguments.js';
import { bytes } from './array-arguments.js';
import { fromCore, isCoreError } from './core-errors.js';
import { InkgradError, mismatch } from './error.js';
import { plainObject } from './plain-object.js';

/** @typedef {import('./inkgrad.js').ModelFile} ModelFile */

/** The formats that a part of their own writes. */
const KERAS = new Set(['keras', 'tfjs']);

/** Folders of programs that go on with the session. */
const ONWARD = new Set(['torchrun', 'flower']);

/**
 * @param {unknown} format
 * @param {unknown} options
 * @param {string} build which binary trained
 * @returns {(saved: Uint8Array) => Promise<ModelFile[]>} checked now, done with what `save()` gives
 */
export function exporter(format, options, build) {
  const name = check.string(format, 'format');
  const json = JSON.stringify({ ...plainObject(options, 'options'), build });
  return (saved) =>
    withModule(
      () => partFor(name),
      (module) => module.exportModel(saved, name, json),
    );
}

/**
 * The part that writes a format.
 *
 * @param {string} format
 */
function partFor(format) {
  if (KERAS.has(format)) return import('./inkgrad-keras.js');
  return ONWARD.has(format) ? import('./inkgrad-onward.js') : import('./inkgrad-export.js');
}

/**
 * @param {import('./inkgrad.js').Inkgrad['describe']} describe
 * @param {import('./inkgrad.js').SessionClass} Session
 * @param {unknown} files
 * @param {unknown} options
 * @returns {Promise<import('./inkgrad.js').ImportedModel>}
 */
export async function importModel(describe, Session, files, options = {}) {
  const list = checkFiles(files).map((file) => withDefaults(describe, file));
  const json = JSON.stringify(plainObject(options, 'options'));
  const archive = list.some(({ bytes: [first, second] }) => first === 0x50 && second === 0x4b);
  const load = archive ? () => import('./inkgrad-keras.js') : () => import('./inkgrad-import.js');
  const { session, notes } = await withModule(load, (module) => module.importModel(list, json));
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
 * A file that is a spec in JSON with every default filled in; another as it is.
 *
 * @param {import('./inkgrad.js').Inkgrad['describe']} describe
 * @param {ModelFile} file
 * @returns {ModelFile}
 */
function withDefaults(describe, file) {
  if (!/^\s*\{/.test(new TextDecoder().decode(file.bytes.subarray(0, 64)))) return file;
  let json;
  try {
    json = JSON.parse(new TextDecoder().decode(file.bytes));
  } catch {
    return file;
  }
  if (!('input' in json && Array.isArray(json.layers))) return file;
  return { name: file.name, bytes: new TextEncoder().encode(JSON.stringify(describe(json).spec)) };
}

/**
 * @template Module, T
 * @param {() => Promise<Module>} load
 * @param {(module: Module) => Promise<T>} use
 * @returns {Promise<T>}
 */
async function withModule(load, use) {
  const module = await load().catch((cause) => {
    // A service worker cannot import dynamically.
    const message = `what exports and imports cannot be loaded here (${cause.message})`;
    throw new InkgradError('state', message, { id: 'state.no_formats', values: { why: cause.message }, cause });
  });
  return use(module).catch((/** @type {unknown} */ thrown) => {
    if (isCoreError(thrown)) throw fromCore(thrown);
    throw thrown instanceof WebAssembly.RuntimeError ? outOfMemory(thrown) : thrown;
  });
}

/** @param {Error} cause */
function outOfMemory(cause) {
  const message = `the formats have failed (${cause.message}): the network may take more memory than there is`;
  return new InkgradError('memory', message, { id: 'memory.formats', values: { why: cause.message }, cause });
}
