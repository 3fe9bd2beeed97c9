/** @file What the last import has read: the worker ends when it is used or given up. */

import { WorkerError } from '../worker-error.js';

/**
 * @typedef {import('inkgrad').FileContents} FileContents
 * @typedef {Extract<FileContents, { kind: 'table' }> & { rows?: number | undefined }} TableContents `rows` where there are no labels
 * @typedef {Extract<FileContents, { kind: 'array' | 'image' }> | TableContents | { kind: 'text', fault: import('../../shared/imports.js').ReadFault }
 *   | { kind: 'unreadable', fault: import('../../shared/imports.js').ReadFault }} Contents
 *
 * @typedef {object} ImportedFile
 * @property {string} name with its folders, those of an archive too
 * @property {Contents} contents
 * @property {() => Promise<Uint8Array>} [text] the bytes of a text file, not compressed
 */

/** @type {{ id: string, files: ImportedFile[] } | null} */
let last = null;

/** @param {string} id @param {ImportedFile[]} files */
export function keepImport(id, files) {
  last = { id, files };
}

/**
 * @param {string} id
 * @returns {ImportedFile[]}
 */
export function importedFiles(id) {
  if (last?.id === id) return last.files;
  throw new WorkerError('state', 'page.import_gone', 'what was imported is no longer in memory');
}

/**
 * @param {TableContents} table
 * @returns {number}
 */
export function rowsOf({ rows, labels, inputs, columns }) {
  return rows ?? labels?.length ?? inputs.length / columns.length;
}
