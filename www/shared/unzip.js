/**
 * @file Reads a zip archive without taking it into memory: its directory first, then each entry when it is wanted. What
 * an archive claims is checked before anything of that size is allocated.
 */

import { crc32 } from './crc32.js';
import { DEFLATED, STORED } from './zip.js';
import { findDirectory, sizesIn, viewOf, ZipError } from './zip-directory.js';
import { decodedNames } from './zip-names.js';

export { ZipError };

/** Bytes of a directory's line without its name, and of an entry's header. */
const [LINE, HEADER] = [46, 30];

/** The flag of an entry whose name is in UTF-8. */
const UTF8 = 0x800;

/**
 * @typedef {object} Limits
 * @property {number} bytes of all entries together, unpacked
 * @property {number} entries
 * @property {boolean} [lenient] whether an entry that cannot be read fails when it is read, and not the archive, and the last
 *   of several with one name is taken
 *
 * @typedef {object} ZipEntry
 * @property {string} name
 * @property {number} size bytes of its content
 * @property {(signal?: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>} read fails with `ZipError` where it is damaged
 */

/**
 * @param {Blob} archive
 * @param {Limits} limits
 * @returns {Promise<Map<string, ZipEntry>>} by name; folders are left out
 * @throws {ZipError}
 */
export async function readZip(archive, { bytes, entries: most, lenient = false }) {
  const { count, length, offset, moved } = await findDirectory(archive);
  if (count > most) throw new ZipError('too_many', { found: String(count), most: String(most) });
  if (offset + length > archive.size || length < count * LINE) throw new ZipError('damaged');
  const lines = linesOf(await viewOf(archive.slice(offset, offset + length)), count, moved, most);
  checkPlaces(lines, offset);
  const size = lines.reduce((sum, line) => sum + line.size, 0);
  if (size > bytes) throw new ZipError('too_large', { found: megabytes(size), most: megabytes(bytes) });
  /** @type {Map<string, ZipEntry>} */
  const entries = new Map();
  for (const line of lines) {
    if (line.fault && !lenient) throw line.fault;
    if (line.name.endsWith('/')) continue;
    if (entries.has(line.name) && !lenient) throw new ZipError('twice', { name: line.name });
    const read = async (/** @type {AbortSignal | undefined} */ signal) => {
      if (line.fault) throw line.fault;
      return readEntry(archive, line, signal);
    };
    entries.set(line.name, { name: line.name, size: line.size, read });
  }
  return entries;
}

/**
 * @typedef {{ name: string, method: number, checksum: number, packed: number, size: number, offset: number, fault: ZipError | null }} Line
 *
 * @param {DataView<ArrayBuffer>} view of the directory
 * @param {number} count of entries, as the archive says
 * @param {number} moved bytes before the archive
 * @param {number} most entries
 * @returns {Line[]}
 */
function linesOf(view, count, moved, most) {
  const lines = [];
  let at = 0;
  while (at < view.byteLength) {
    if (lines.length === most) throw new ZipError('too_many', { found: String(most + 1), most: String(most) });
    if (at + LINE > view.byteLength || view.getUint32(at, true) !== 0x02014b50) throw new ZipError('damaged');
    const u16 = (/** @type {number} */ field) => view.getUint16(at + field, true);
    const [flags, method, length, extra] = [u16(8), u16(10), u16(28), u16(30)];
    const next = at + LINE + length + extra + u16(32);
    if (next > view.byteLength) throw new ZipError('damaged');
    const bytes = new Uint8Array(view.buffer, view.byteOffset + at + LINE, length);
    const { packed, size, offset } = sizesIn(view, at, at + LINE + length, extra);
    const checksum = view.getUint32(at + 16, true);
    lines.push({ bytes, isUtf8: (flags & UTF8) !== 0, flags, method, checksum, packed, size, offset: offset + moved });
    at = next;
  }
  // macOS counts to 65,535 and begins again at 0.
  if (lines.length !== count && lines.length % 0x1_0000 !== count) throw new ZipError('damaged');
  const names = decodedNames(lines);
  return lines.map(({ bytes: _, isUtf8: __, flags, ...line }, index) => {
    const name = names[index] ?? null;
    if (name === null) throw new ZipError('name');
    return { ...line, name, fault: faultOf(name, flags, line.method) };
  });
}

/**
 * @param {string} name
 * @param {number} flags
 * @param {number} method
 * @returns {ZipError | null} why the entry cannot be read
 */
function faultOf(name, flags, method) {
  if (flags & 1) return new ZipError('encrypted', { name });
  return method === STORED || method === DEFLATED ? null : new ZipError('method', { name, method: String(method) });
}

/**
 * Entries that share bytes could unpack to far more than there is.
 *
 * @param {Line[]} lines
 * @param {number} end of the last one
 */
function checkPlaces(lines, end) {
  let free = end;
  for (const { offset, packed } of lines.toSorted((a, b) => b.offset - a.offset)) {
    if (offset + HEADER + packed > free) throw new ZipError('damaged');
    free = offset;
  }
}

/**
 * @param {Blob} archive
 * @param {Line} line
 * @param {AbortSignal} [signal]
 */
async function readEntry(archive, { name, method, checksum, packed, size, offset }, signal) {
  const damaged = () => new ZipError('damaged', { name });
  const header = await viewOf(archive.slice(offset, offset + HEADER));
  if (header.byteLength < HEADER || header.getUint32(0, true) !== 0x04034b50) throw damaged();
  const from = offset + HEADER + header.getUint16(26, true) + header.getUint16(28, true);
  const body = archive.slice(from, from + packed);
  if (body.size !== packed || (method === STORED && packed !== size)) throw damaged();
  const stream = body.stream();
  const content = method === STORED ? stream : stream.pipeThrough(new DecompressionStream('deflate-raw'));
  const bytes = await collect(content, size, signal).catch((error) => {
    signal?.throwIfAborted();
    // The file itself could not be read.
    if (error instanceof DOMException) throw error;
    throw damaged();
  });
  if (crc32(bytes) !== checksum) throw damaged();
  return bytes;
}

/**
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
 * @param {number} size that it must have
 * @param {AbortSignal} [signal]
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 * @throws {RangeError} where it is of another size; no more is read then
 */
async function collect(stream, size, signal) {
  const chunks = [];
  let length = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > size || signal?.aborted) {
      await reader.cancel().catch(() => {});
      throw new RangeError('too long');
    }
    chunks.push(value);
  }
  if (length !== size) throw new RangeError('too short');
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** @param {number} bytes */
function megabytes(bytes) {
  return String(Math.ceil(bytes / 1e6));
}
