/** @file The files of an import, and those in its archives, one by one, so that reading can be stopped between them. */

import { isHidden } from '../../shared/hidden-files.js';
import { readZip, ZipError } from '../../shared/unzip.js';
import { fileBytes } from '../file-bytes.js';

/**
 * @typedef {import('../../shared/unzip.js').ZipEntry} ZipEntry
 * @typedef {{ id: string, message: string, values?: Record<string, string> }} Fault
 * @typedef {{ name: string, size: number, blob: () => Promise<Blob> }} Piece a file, or an entry of an archive; where it cannot be
 *   had, `blob` fails
 */

/** What an archive may hold, unpacked, with those in it. */
const MOST_BYTES = 1_000_000_000;
const MOST_ENTRIES = 300_000;

/** Archives in archives. */
const DEEPEST = 3;

/** Old workbooks of Excel begin so. */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0];

/**
 * @param {string} name
 * @param {Blob} file
 * @returns {Promise<Piece[]>} the entries of an archive, else the file; it may be gone by now
 */
export async function piecesOf(name, file) {
  const limits = { bytes: MOST_BYTES, entries: MOST_ENTRIES, lenient: true };
  const whole = { name, size: file.size, blob: async () => file };
  return unpacked(whole, file, limits, 0).catch((error) => [broken(whole, error)]);
}

/**
 * @param {Piece} piece
 * @param {Blob} file
 * @param {import('../../shared/unzip.js').Limits} limits what is left of them
 * @param {number} depth
 * @returns {Promise<Piece[]>}
 */
async function unpacked(piece, file, limits, depth) {
  const begin = new Uint8Array(await fileBytes(file.slice(0, 4)));
  if (COMPOUND.every((byte, at) => begin[at] === byte)) return [broken(piece, workbookFault())];
  if (!isZip(begin, piece.name)) return [piece];
  /** @type {Map<string, ZipEntry>} */
  let entries;
  try {
    entries = await readZip(file, limits);
  } catch (error) {
    if (error instanceof ZipError && error.id === 'zip.no_zip') return [piece];
    return [broken(piece, error)];
  }
  if (isWorkbook(entries)) return [broken(piece, workbookFault())];
  const folder = piece.name.replace(/\.(zip|npz)$/i, '');
  const pieces = [];
  for (const entry of entries.values()) {
    if (isHidden(entry.name)) continue;
    limits.bytes -= entry.size;
    for (const one of await inArchive(folder, entry, limits, depth)) pieces.push(one);
  }
  return pieces;
}

/**
 * @param {string} folder
 * @param {ZipEntry} entry
 * @param {import('../../shared/unzip.js').Limits} limits
 * @param {number} depth of its archive
 * @returns {Promise<Piece[]>}
 */
async function inArchive(folder, { name, size, read }, limits, depth) {
  const blob = async () => new Blob([await read()]);
  // Some programs of Windows write their own separator.
  const path = name.includes('/') ? name : name.replaceAll('\\', '/');
  const piece = { name: `${folder}/${path}`, size, blob };
  if (!/\.(zip|npz|xlsx|xlsm|xlsb|ods)$/i.test(name) || depth === DEEPEST) return [piece];
  try {
    const file = await blob();
    return await unpacked({ ...piece, blob: async () => file }, file, limits, depth + 1);
  } catch (error) {
    return [broken(piece, error)];
  }
}

/**
 * An archive behind a program that unpacks it begins otherwise.
 *
 * @param {Uint8Array} begin
 * @param {string} name
 */
function isZip([a, b, c, d], name) {
  const signed = a === 0x50 && b === 0x4b && ((c === 3 && d === 4) || (c === 5 && d === 6));
  return signed || /\.(zip|npz)$/i.test(name);
}

/**
 * @param {Map<string, ZipEntry>} entries
 * @returns {boolean} whether they are a workbook of Excel, or of LibreOffice
 */
function isWorkbook(entries) {
  const names = [...entries.keys()];
  const isExcel = entries.has('[Content_Types].xml') && names.some((name) => name.startsWith('xl/'));
  return isExcel || (entries.has('mimetype') && entries.has('content.xml'));
}

/** @returns {Fault} */
function workbookFault() {
  return { id: 'format.found_workbook', message: 'it is a workbook: save it as CSV' };
}

/** @param {Piece} piece @param {unknown} error @returns {Piece} */
function broken(piece, error) {
  return { ...piece, blob: () => Promise.reject(error) };
}
