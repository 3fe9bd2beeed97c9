/** @file Reads the files of an import, one after the other. A file that cannot be read does not stop the others. */

import { fileBytes } from '../file-bytes.js';
import { abortedError } from '../worker-error.js';
import { decodePicture } from './decode-picture.js';
import { piecesOf } from './pieces.js';
import { readTable } from './read-table.js';
import { decodedText, isText } from './text.js';

/**
 * @typedef {import('./imported.js').ImportedFile} ImportedFile
 * @typedef {import('../../shared/imports.js').ReadFault} ReadFault
 * @typedef {import('../long-query.js').Course} Course
 * @typedef {Pick<import('inkgrad').Inkgrad, 'readFile'>} Reader
 * @typedef {import('./pieces.js').Piece} Piece
 */

/** Faults of files that are no data, by what was found. */
const OTHER_KINDS = /^(page\.data_is_|format\.found_)/;

/** Of these the core says what to do with a model. What to do with data is said by other messages. */
const FOR_MODELS = /^format\.found_(?=(gzip|zip|pickle|html|json|utf16|hdf5|numpy|png)$)/;

/** A file of so many bytes takes the core long, and it does not say how far it is. */
const LARGE = 16_000_000;

/**
 * @param {{ name: string, file: Blob }[]} files
 * @param {Reader} inkgrad
 * @param {Course} course
 * @returns {Promise<ImportedFile[]>}
 */
export async function readFiles(files, inkgrad, { onProgress, signal, turn }) {
  /** @type {Piece[]} */
  const pieces = [];
  for (const { name, file } of files) {
    if (signal.aborted) throw abortedError();
    for (const piece of await piecesOf(name, file)) pieces.push(piece);
  }
  const total = pieces.reduce((sum, { size }) => sum + size, 0);
  /** @type {ImportedFile[]} */
  const read = [];
  let done = 0;
  for (const piece of pieces) {
    if (piece.size > LARGE) onProgress(0, 0);
    else onProgress(done, total);
    await turn();
    if (signal.aborted) throw abortedError();
    for (const one of await readPiece(piece, inkgrad)) read.push(one);
    done += piece.size;
  }
  onProgress(total, total);
  return read;
}

/**
 * @param {Piece} piece
 * @param {Reader} inkgrad
 * @returns {Promise<ImportedFile[]>} whatever happens: one file does not stop the others
 */
async function readPiece({ name, blob }, inkgrad) {
  try {
    return await readBlob(name, await blob(), inkgrad);
  } catch (error) {
    return [{ name, contents: { kind: 'unreadable', fault: readFaultOf(error) } }];
  }
}

/**
 * @param {string} name
 * @param {Blob} file
 * @param {Reader} inkgrad
 * @returns {Promise<ImportedFile[]>}
 */
async function readBlob(name, file, inkgrad) {
  const text = () => decodedText(file);
  try {
    const contents = await inkgrad.readFile(await fileBytes(file), { name });
    if (contents.kind === 'archive') return contents.files.map((entry) => archived(name, entry));
    if (contents.kind === 'table') return [{ name, contents: await readTable(contents, text, inkgrad), text }];
    return [{ name, contents }];
  } catch (error) {
    const fault = readFaultOf(error);
    if (!isOther(fault) && (await isText(file))) {
      const contents = await readTable({ fault }, text, inkgrad).catch(() => null);
      if (contents) return [{ name, contents, text }];
    }
    const image = await decodePicture(file);
    return [{ name, contents: image ? { kind: 'image', image } : { kind: 'unreadable', fault: namedFault(fault) } }];
  }
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

/**
 * What is no text and of no known kind the core takes for a table.
 *
 * @param {ReadFault} fault
 * @returns {ReadFault}
 */
function namedFault(fault) {
  if (!fault.path?.startsWith('line') || isOther(fault)) return fault;
  return { id: 'page.unknown_kind', message: 'a file of another kind' };
}

/**
 * @param {ReadFault} fault
 * @returns {boolean} whether the file is of a known kind, and no table
 */
function isOther({ id }) {
  return OTHER_KINDS.test(id);
}

/** @param {unknown} error @returns {ReadFault} */
function readFaultOf(error) {
  const { id = '', message = String(error), ...rest } = /** @type {Partial<ReadFault>} */ (error ?? {});
  const { values, path, found, expected, offset } = rest;
  const known = Object.entries({ values: values && { ...values }, path, found, expected, offset });
  const named = id === 'zip.damaged' && !values?.name ? 'format.damaged_archive' : id;
  return {
    id: named.replace(FOR_MODELS, 'page.data_is_'),
    message,
    ...Object.fromEntries(known.filter(([, value]) => value !== undefined)),
  };
}
