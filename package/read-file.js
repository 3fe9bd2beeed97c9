/** @file `readFile`: a file of any known kind. A wasm module of its own opens it; tables and IDX files the core reads then. */

import { bytes } from './array-arguments.js';
import { fromCore, isCoreError } from './core-errors.js';
import { InkgradError } from './error.js';
import { readCsv, readIdx } from './readers.js';

/**
 * @typedef {import('./core-errors.js').CoreError} CoreError
 * @typedef {import('./inkgrad.js').FileContents} FileContents
 * @typedef {{ kind: 'text', bytes: Uint8Array } | { kind: 'idx', bytes: Uint8Array } | Extract<FileContents, { kind: 'array' | 'image' }>
 *   | { kind: 'archive', files: ({ name: string } & (Opened | { kind: 'unreadable', error: CoreError }))[] }} Opened
 */

/**
 * @param {import('./engine.js').Engine} engine
 * @param {unknown} file
 * @param {unknown} [options]
 * @returns {Promise<FileContents>}
 */
export async function readFile(engine, file, options = {}) {
  const array = bytes(file, 'bytes');
  const { openFile } = await import('./inkgrad-files.js').catch((cause) => {
    // A service worker cannot import dynamically.
    const message = `what reads files cannot be loaded here (${cause.message})`;
    throw new InkgradError('state', message, { id: 'state.no_file_reader', values: { why: cause.message }, cause });
  });
  const opened = await openFile(array).catch((/** @type {unknown} */ thrown) => {
    if (isCoreError(thrown)) throw fromCore(thrown);
    throw thrown instanceof WebAssembly.RuntimeError ? outOfMemory(thrown) : thrown;
  });
  return contentsOf(engine, opened, options);
}

/**
 * @param {import('./engine.js').Engine} engine
 * @param {Opened} opened
 * @param {unknown} options
 * @returns {FileContents}
 */
function contentsOf(engine, opened, options) {
  if (opened.kind === 'text') return { kind: 'table', ...readCsv(engine, opened.bytes, options) };
  if (opened.kind === 'idx') return { kind: 'array', ...readIdx(engine, opened.bytes) };
  if (opened.kind !== 'archive') return opened;
  return { kind: 'archive', files: opened.files.map((file) => archivedFile(engine, file, options)) };
}

/**
 * @param {import('./engine.js').Engine} engine
 * @param {Extract<Opened, { kind: 'archive' }>['files'][number]} file
 * @param {unknown} options
 * @returns {import('./inkgrad.js').ArchivedFile}
 */
function archivedFile(engine, { name, ...file }, options) {
  if (file.kind === 'unreadable') return { name, kind: 'unreadable', error: fromCore(file.error) };
  try {
    return { name, ...contentsOf(engine, file, options) };
  } catch (error) {
    if (error instanceof InkgradError && error.code === 'format') return { name, kind: 'unreadable', error };
    throw error;
  }
}

/** @param {Error} cause */
function outOfMemory(cause) {
  const message = `the reader has failed (${cause.message}): the file may take more memory than there is; take a part of it`;
  return new InkgradError('memory', message, { id: 'memory.file', values: { why: cause.message }, cause });
}
