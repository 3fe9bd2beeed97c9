/**
 * @file Writes a zip archive as a `Blob`, one entry after the other, so that no more than one entry is in memory. The same
 * entries give the same bytes: no date is written.
 */

import { crc32 } from './crc32.js';

/** Larger archives and more entries need the format's extension to 64 bits, which not every program reads. */
export const MOST_BYTES = 0xffff_fffe;
export const MOST_ENTRIES = 0xfffe;

/** Version 2.0, names in UTF-8, the first of January 1980. */
const [VERSION, UTF8, DATE] = [20, 0x800, 0x21];

export const STORED = 0;
export const DEFLATED = 8;

/**
 * @typedef {object} Content of one entry
 * @property {string} name with `/` between folders
 * @property {Blob | Uint8Array | string} content text becomes UTF-8
 * @property {boolean} [compress] whether it is worth the time; stored where that makes it no smaller [true]
 *
 * @typedef {object} Entry as it is written
 * @property {Uint8Array} name
 * @property {number} method
 * @property {number} checksum of the content
 * @property {number} packed bytes in the archive
 * @property {number} size bytes of the content
 * @property {number} offset of its header
 */

/**
 * @param {Iterable<Content> | AsyncIterable<Content>} contents
 * @param {{ signal?: AbortSignal, onBytes?: (bytes: number) => void }} [options] `onBytes` tells the bytes that were read so
 *   far
 * @returns {Promise<Blob>}
 * @throws {RangeError} where it would be too large
 */
export async function writeZip(contents, { signal, onBytes = () => {} } = {}) {
  /** @type {Entry[]} */
  const entries = [];
  /** @type {BlobPart[]} */
  const parts = [];
  let [offset, read] = [0, 0];
  for await (const { name, content, compress = true } of contents) {
    signal?.throwIfAborted();
    const from = read;
    const { body, ...packed } = await pack(new Blob([/** @type {BlobPart} */ (content)]), compress, (bytes) => {
      signal?.throwIfAborted();
      read = from + bytes;
      onBytes(read);
    });
    const entry = { ...packed, name: new TextEncoder().encode(name), offset };
    const header = headerOf(entry);
    offset += header.length + body.size;
    if (offset > MOST_BYTES || entries.length === MOST_ENTRIES) throw new RangeError('the zip archive is too large');
    entries.push(entry);
    parts.push(header, body);
  }
  const directory = entries.map(directoryEntryOf);
  const length = directory.reduce((sum, entry) => sum + entry.length, 0);
  if (offset + length > MOST_BYTES) throw new RangeError('the zip archive is too large');
  return new Blob([...parts, ...directory, endOf(entries.length, length, offset)], { type: 'application/zip' });
}

/**
 * @param {Blob} content
 * @param {boolean} compress
 * @param {(bytes: number) => void} onBytes bytes of it that were read
 */
async function pack(content, compress, onBytes) {
  let [checksum, size] = [0, 0];
  const measure = new TransformStream({
    transform(/** @type {Uint8Array<ArrayBuffer>} */ bytes, controller) {
      checksum = crc32(bytes, checksum);
      size += bytes.length;
      onBytes(size);
      controller.enqueue(bytes);
    },
  });
  const measured = content.stream().pipeThrough(measure);
  if (!compress) {
    await measured.pipeTo(new WritableStream());
    return { body: content, method: STORED, checksum, packed: size, size };
  }
  const deflated = await new Response(measured.pipeThrough(new CompressionStream('deflate-raw'))).blob();
  const [body, method] = deflated.size < size ? [deflated, DEFLATED] : [content, STORED];
  return { body, method, checksum, packed: body.size, size };
}

/** @param {Entry} entry @returns {Uint8Array<ArrayBuffer>} what stands before its content */
function headerOf(entry) {
  const fields = fieldsOf(30, 0x04034b50, entry.name);
  describe(fields.view, 4, entry);
  return fields.bytes;
}

/** @param {Entry} entry @returns {Uint8Array<ArrayBuffer>} its line of the directory at the archive's end */
function directoryEntryOf(entry) {
  const { bytes, view } = fieldsOf(46, 0x02014b50, entry.name);
  view.setUint16(4, VERSION, true);
  describe(view, 6, entry);
  view.setUint32(42, entry.offset, true);
  return bytes;
}

/**
 * What header and directory say alike.
 *
 * @param {DataView} view
 * @param {number} at
 * @param {Entry} entry
 */
function describe(view, at, { name, method, checksum, packed, size }) {
  for (const [index, value] of [VERSION, UTF8, method, 0, DATE].entries()) view.setUint16(at + 2 * index, value, true);
  for (const [index, value] of [checksum, packed, size].entries()) view.setUint32(at + 10 + 4 * index, value, true);
  view.setUint16(at + 22, name.length, true);
}

/**
 * @param {number} entries
 * @param {number} length of the directory
 * @param {number} offset of the directory
 */
function endOf(entries, length, offset) {
  const { bytes, view } = fieldsOf(22, 0x06054b50);
  view.setUint16(8, entries, true);
  view.setUint16(10, entries, true);
  view.setUint32(12, length, true);
  view.setUint32(16, offset, true);
  return bytes;
}

/**
 * @param {number} length of the fields
 * @param {number} signature
 * @param {Uint8Array} [name] that follows them
 */
function fieldsOf(length, signature, name = new Uint8Array()) {
  const bytes = new Uint8Array(length + name.length);
  bytes.set(name, length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, signature, true);
  return { bytes, view };
}
