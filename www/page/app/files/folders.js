/** @file Folders that were dropped, with all that is in them. */

import { isHiddenWithin } from '../../../shared/hidden-files.js';

/**
 * @typedef {import('../incoming.js').NamedFile} NamedFile
 */

/**
 * @param {readonly (FileSystemEntry | null)[]} entries
 * @returns {Promise<NamedFile[]>} files by their path
 */
export async function filesIn(entries) {
  /** @type {NamedFile[]} */
  const found = [];
  for (const entry of entries) if (entry) await collect(entry, found);
  return found;
}

/**
 * @param {FileSystemEntry} entry
 * @param {NamedFile[]} found
 */
async function collect(entry, found) {
  if (entry.isFile) {
    const file = await fileOf(/** @type {FileSystemFileEntry} */ (entry));
    const name = entry.fullPath.replace(/^\//, '');
    if (!isHiddenWithin(name)) found.push({ name, file });
    return;
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  // A reader gives some entries at a time, and none at the end.
  for (let some = await read(reader); some.length > 0; some = await read(reader))
    for (const one of some) await collect(one, found);
}

/**
 * @param {FileSystemFileEntry} entry
 * @returns {Promise<File>}
 */
function fileOf(entry) {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/**
 * @param {FileSystemDirectoryReader} reader
 * @returns {Promise<FileSystemEntry[]>}
 */
function read(reader) {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}
