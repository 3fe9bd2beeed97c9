/**
 * @file Reads a zip archive without taking it into memory: its directory first, then each entry when it is wanted. What
 * an archive claims is checked before anything of that size is allocated.
 */

import { crc32 } from './crc32.js';
import { DEFLATED, STORED } from './zip.js';

/** The end of an archive, and the longest comment behind it. */
const [END, COMMENT] = [22, 0xffff];

/** Bytes of a directory's line without its name, and of an entry's header. */
const [LINE, HEADER] = [46, 30];

/** A size that stands elsewhere, in the format's extension to 64 bits. */
const ELSEWHERE = 0xffff_ffff;

/**
 * @typedef {'no_zip' | 'damaged' | 'encrypted' | 'method' | 'too_large' | 'too_many' | 'twice' | 'name'} Reason
 *
 * @typedef {object} Limits
 * @property {number} bytes of all entries together, unpacked
 * @property {number} entries
 *
 * @typedef {object} ZipEntry
 * @property {string} name
 * @property {number} size bytes of its content
 * @property {(signal?: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>} read fails with `ZipError` where it is damaged
 */

/** Why an archive cannot be read. */
export class ZipError extends Error {
  code = 'format';

  /**
   * @param {Reason} reason
   * @param {Record<string, string>} [values] of the message
   */
  constructor(reason, values = {}) {
    super(`zip: ${reason} ${Object.values(values).join(', ')}`.trim());
    this.name = 'ZipError';
    this.id = `zip.${reason}`;
    this.values = values;
  }
}

/**
 * @param {Blob} archive
 * @param {Limits} limits
 * @returns {Promise<Map<string, ZipEntry>>} by name; folders are left out
 * @throws {ZipError}
 */
export async function readZip(archive, limits) {
  const { count, length, offset } = await findDirectory(archive);
  if (count > limits.entries) throw new ZipError('too_many', { found: String(count), most: String(limits.entries) });
  if (offset + length > archive.size || length < count * LINE) throw new ZipError('damaged');
  const lines = linesOf(await viewOf(archive.slice(offset, offset + length)), count);
  checkPlaces(lines, offset);
  const size = lines.reduce((sum, line) => sum + line.size, 0);
  if (size > limits.bytes) throw new ZipError('too_large', { found: megabytes(size), most: megabytes(limits.bytes) });
  /** @type {Map<string, ZipEntry>} */
  const entries = new Map();
  for (const line of lines) {
    if (line.name.endsWith('/')) continue;
    if (entries.has(line.name)) throw new ZipError('twice', { name: line.name });
    const read = (/** @type {AbortSignal | undefined} */ signal) => readEntry(archive, line, signal);
    entries.set(line.name, { name: line.name, size: line.size, read });
  }
  return entries;
}

/** @param {Blob} archive */
async function findDirectory(archive) {
  const from = Math.max(0, archive.size - END - COMMENT);
  const view = await viewOf(archive.slice(from));
  for (let at = view.byteLength - END; at >= 0; at -= 1) {
    if (view.getUint32(at, true) !== 0x06054b50 || at + END + view.getUint16(at + 20, true) !== view.byteLength)
      continue;
    const [disk, first, here, count] = [4, 6, 8, 10].map((field) => view.getUint16(at + field, true));
    const [length, offset] = [view.getUint32(at + 12, true), view.getUint32(at + 16, true)];
    if (offset === ELSEWHERE || count === 0xffff) throw new ZipError('too_large', { found: '4000', most: '4000' });
    if (disk !== 0 || first !== 0 || here !== count) throw new ZipError('damaged');
    return { count: Number(count), length, offset };
  }
  const begin = archive.size < 4 ? 0 : (await viewOf(archive.slice(0, 4))).getUint32(0, true);
  throw new ZipError(begin === 0x04034b50 ? 'damaged' : 'no_zip');
}

/**
 * @typedef {{ name: string, method: number, checksum: number, packed: number, size: number, offset: number }} Line
 *
 * @param {DataView<ArrayBuffer>} view of the directory
 * @param {number} count
 * @returns {Line[]}
 */
function linesOf(view, count) {
  const lines = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + LINE > view.byteLength || view.getUint32(at, true) !== 0x02014b50) throw new ZipError('damaged');
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const [checksum, packed, size] = [16, 20, 24].map((field) => view.getUint32(at + field, true));
    const [length, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const next = at + LINE + Number(length) + Number(extra) + Number(comment);
    if (next > view.byteLength) throw new ZipError('damaged');
    const name = nameIn(new Uint8Array(view.buffer, view.byteOffset + at + LINE, length));
    if (flags & 1) throw new ZipError('encrypted', { name });
    if (method !== STORED && method !== DEFLATED) throw new ZipError('method', { name, method: String(method) });
    lines.push({ name, method, checksum, packed, size, offset: view.getUint32(at + 42, true) });
    at = next;
  }
  if (at !== view.byteLength) throw new ZipError('damaged');
  return /** @type {Line[]} */ (lines);
}

/** @param {Uint8Array} bytes */
function nameIn(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ZipError('name');
  }
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
    if (packed === ELSEWHERE || offset + HEADER + packed > free) throw new ZipError('damaged');
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

/** @param {Blob} blob @returns {Promise<DataView<ArrayBuffer>>} */
async function viewOf(blob) {
  return new DataView(await blob.arrayBuffer());
}

/** @param {number} bytes */
function megabytes(bytes) {
  return String(Math.ceil(bytes / 1e6));
}
