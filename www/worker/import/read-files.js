/** @file Reads the files of an import, one after the other. A file that cannot be read does not stop the others. */

import { abortedError, WorkerError } from '../worker-error.js';
import { decodedText, isText } from './text.js';

/**
 * @typedef {import('./imported.js').ImportedFile} ImportedFile
 * @typedef {import('../../shared/imports.js').ReadFault} ReadFault
 * @typedef {import('../long-query.js').Course} Course
 * @typedef {Pick<import('inkgrad').Inkgrad, 'readFile'>} Reader
 */

/**
 * @param {{ name: string, file: Blob }[]} files
 * @param {Reader} inkgrad
 * @param {Course} course
 * @returns {Promise<ImportedFile[]>}
 */
export async function readFiles(files, inkgrad, { onProgress, signal, turn }) {
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  const read = [];
  let done = 0;
  for (const { name, file } of files) {
    onProgress(done, total);
    await turn();
    if (signal.aborted) throw abortedError();
    read.push(...(await readOne(name, file, inkgrad)));
    done += file.size;
  }
  onProgress(total, total);
  return read;
}

/**
 * @param {string} name
 * @param {Blob} file
 * @param {Reader} inkgrad
 * @returns {Promise<ImportedFile[]>}
 */
async function readOne(name, file, inkgrad) {
  const bytes = await bytesOf(file);
  try {
    const contents = await inkgrad.readFile(bytes, { name });
    if (contents.kind === 'archive') return contents.files.map((entry) => archived(name, entry));
    return [{ name, contents, ...(contents.kind === 'table' && { text: () => decodedText(file) }) }];
  } catch (error) {
    const fault = readFaultOf(error);
    if (!(await isText(file))) return [{ name, contents: { kind: 'unreadable', fault } }];
    return [await readText(name, () => decodedText(file), fault, inkgrad)];
  }
}

/**
 * A text that the core cannot read as it is: with another separator, or with decimal commas, it may be one after all.
 *
 * @param {string} name
 * @param {() => Promise<Uint8Array>} text
 * @param {ReadFault} fault
 * @param {Reader} _
 * @returns {Promise<ImportedFile>}
 */
async function readText(name, text, fault, _) {
  return { name, contents: { kind: 'text', fault }, text };
}

/**
 * @param {string} archive
 * @param {import('inkgrad').ArchivedFile} file
 * @returns {ImportedFile}
 */
function archived(archive, { name: inside, ...contents }) {
  const name = `${archive.replace(/\.(zip|npz)$/i, '')}/${inside}`;
  if (contents.kind !== 'unreadable') return { name, contents: /** @type {ImportedFile['contents']} */ (contents) };
  return { name, contents: { kind: 'unreadable', fault: readFaultOf(contents.error) } };
}

/** @param {Blob} file */
async function bytesOf(file) {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new WorkerError('format', 'format.file_unreadable', `the file cannot be read: ${why}`, { why });
  }
}

/**
 * @param {unknown} error
 * @returns {ReadFault}
 */
export function readFaultOf(error) {
  const { id = '', message = String(error), values, offset } = /** @type {Partial<ReadFault>} */ (error ?? {});
  return { id, message, ...(values && { values: { ...values } }), ...(offset !== undefined && { offset }) };
}
