/** @file Reads the files of an import, one after the other. A file that cannot be read does not stop the others. */

import { isHidden } from '../../shared/hidden-files.js';
import { readZip } from '../../shared/unzip.js';
import { fileBytes } from '../file-bytes.js';
import { abortedError } from '../worker-error.js';
import { decodePicture } from './decode-picture.js';
import { readTable } from './read-table.js';
import { decodedText, isText } from './text.js';

/**
 * @typedef {import('./imported.js').ImportedFile} ImportedFile
 * @typedef {import('../../shared/imports.js').ReadFault} ReadFault
 * @typedef {import('../long-query.js').Course} Course
 * @typedef {Pick<import('inkgrad').Inkgrad, 'readFile'>} Reader
 * @typedef {{ name: string, size: number, blob: () => Promise<Blob> }} Piece a file, or an entry of an archive
 */

/** A file of so many bytes takes the core long, and it does not say how far it is. */
const LARGE = 16_000_000;

/** What an archive may hold, unpacked. */
const LIMITS = { bytes: 1_000_000_000, entries: 65_535 };

/**
 * @param {{ name: string, file: Blob }[]} files
 * @param {Reader} inkgrad
 * @param {Course} course
 * @returns {Promise<ImportedFile[]>}
 */
export async function readFiles(files, inkgrad, { onProgress, signal, turn }) {
  /** @type {Piece[]} */
  const pieces = [];
  for (const { name, file } of files) pieces.push(...(await piecesOf(name, file)));
  const total = pieces.reduce((sum, { size }) => sum + size, 0);
  const read = [];
  let done = 0;
  for (const piece of pieces) {
    if (piece.size > LARGE) onProgress(0, 0);
    else onProgress(done, total);
    await turn();
    if (signal.aborted) throw abortedError();
    read.push(...(await readPiece(piece, inkgrad)));
    done += piece.size;
  }
  onProgress(total, total);
  return read;
}

/**
 * The entries of an archive are read one by one, so that reading can be stopped. What is no archive that can be read so is
 * one piece: the core says what is wrong with it.
 *
 * @param {string} name
 * @param {Blob} file
 * @returns {Promise<Piece[]>}
 */
async function piecesOf(name, file) {
  const whole = { name, size: file.size, blob: async () => file };
  const entries = (await isZip(file)) ? await readZip(file, LIMITS).catch(() => null) : null;
  if (!entries || isWorkbook(entries)) return [whole];
  const folder = name.replace(/\.(zip|npz)$/i, '');
  return [...entries.values()]
    .filter((entry) => !isHidden(entry.name))
    .map((entry) => ({
      name: `${folder}/${entry.name}`,
      size: entry.size,
      blob: async () => new Blob([await entry.read()]),
    }));
}

/** @param {Map<string, unknown>} entries */
function isWorkbook(entries) {
  return entries.has('xl/workbook.xml') || entries.has('content.xml');
}

/** @param {Blob} file */
async function isZip(file) {
  const [a, b, c, d] = new Uint8Array(await fileBytes(file.slice(0, 4)));
  return a === 0x50 && b === 0x4b && c === 3 && d === 4;
}

/**
 * @param {Piece} piece
 * @param {Reader} inkgrad
 * @returns {Promise<ImportedFile[]>}
 */
async function readPiece({ name, blob }, inkgrad) {
  /** @type {Blob} */
  let file;
  try {
    file = await blob();
  } catch (error) {
    return [{ name, contents: { kind: 'unreadable', fault: readFaultOf(error) } }];
  }
  const text = () => decodedText(file);
  try {
    const contents = await inkgrad.readFile(await fileBytes(file), { name });
    if (contents.kind === 'archive') return contents.files.map((entry) => archived(name, entry));
    if (contents.kind === 'table') return [{ name, contents: await readTable(contents, text, inkgrad), text }];
    return [{ name, contents }];
  } catch (error) {
    const fault = readFaultOf(error);
    if (!(await isText(file))) {
      const image = await decodePicture(file);
      return [{ name, contents: image ? { kind: 'image', image } : { kind: 'unreadable', fault: namedFault(fault) } }];
    }
    return [{ name, contents: await readTable({ fault }, text, inkgrad), text }];
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
  if (!fault.path?.startsWith('line') || fault.id.startsWith('format.found')) return fault;
  return { id: 'page.unknown_kind', message: 'a file of another kind' };
}

/**
 * @param {unknown} error
 * @returns {ReadFault}
 */
function readFaultOf(error) {
  const { id = '', message = String(error), ...rest } = /** @type {Partial<ReadFault>} */ (error ?? {});
  const { values, path, found, expected, offset } = rest;
  const known = Object.entries({ values: values && { ...values }, path, found, expected, offset });
  return { id, message, ...Object.fromEntries(known.filter(([, value]) => value !== undefined)) };
}
