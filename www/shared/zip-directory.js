/** @file Where the directory of a zip archive is, and what stands in 64 bits (APPNOTE 4.3.14 to 4.3.16, 4.5.3). */

/** The end of an archive, and the longest comment behind it, or other bytes that a program has added. */
const [END, BEHIND] = [22, 0xffff];

/** The end of an archive with 64 bits, and what says where that is. */
const [END64, LOCATOR] = [56, 20];

/** Values that stand in 64 bits elsewhere. */
const [SHORT, LONG] = [0xffff, 0xffff_ffff];

/**
 * @typedef {'no_zip' | 'damaged' | 'encrypted' | 'method' | 'too_large' | 'too_many' | 'twice' | 'name'} Reason
 * @typedef {{ count: number, length: number, offset: number }} Directory
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
 * @returns {Promise<Directory & { moved: number }>} `moved`: bytes that were put before the archive; `offset` is after them
 * @throws {ZipError}
 */
export async function findDirectory(archive) {
  const from = Math.max(0, archive.size - END - BEHIND);
  const view = await viewOf(archive.slice(from));
  for (let at = view.byteLength - END; at >= 0; at -= 1) {
    if (view.getUint32(at, true) !== 0x06054b50 || at + END + view.getUint16(at + 20, true) > view.byteLength) continue;
    const [disk, first, here, count] = [4, 6, 8, 10].map((field) => view.getUint16(at + field, true));
    const [length, offset] = [view.getUint32(at + 12, true), view.getUint32(at + 16, true)];
    const long = count === SHORT || length === LONG || offset === LONG ? await findLong(archive, from + at) : null;
    if (long) return placed(long.directory, long.begin);
    if (disk !== 0 || first !== 0 || here !== count) throw new ZipError('damaged');
    return placed({ count: Number(count), length, offset }, from + at);
  }
  const begin = archive.size < 4 ? 0 : (await viewOf(archive.slice(0, 4))).getUint32(0, true);
  throw new ZipError(begin === 0x04034b50 ? 'damaged' : 'no_zip');
}

/**
 * The directory ends where the archive's end begins: where it says otherwise, something was put before the archive.
 *
 * @param {Directory} directory
 * @param {number} begin of the end
 */
function placed({ count, length, offset }, begin) {
  const moved = begin - length - offset;
  if (moved < 0) throw new ZipError('damaged');
  return { count, length, offset: offset + moved, moved };
}

/**
 * @param {Blob} archive
 * @param {number} end where the end of 32 bits begins
 * @returns {Promise<{ directory: Directory, begin: number } | null>} null where there is none of 64 bits
 */
async function findLong(archive, end) {
  if (end < LOCATOR + END64) return null;
  const locator = await viewOf(archive.slice(end - LOCATOR, end));
  if (locator.getUint32(0, true) !== 0x07064b50) return null;
  // Its place counts from the archive's begin, which may have been moved: without extensions it stands just before.
  for (const begin of [wide(locator, 8), end - LOCATOR - END64]) {
    const view = await viewOf(archive.slice(begin, begin + END64));
    if (view.byteLength < END64 || view.getUint32(0, true) !== 0x06064b50) continue;
    const [count, length, offset] = [wide(view, 32), wide(view, 40), wide(view, 48)];
    return { directory: { count, length, offset }, begin };
  }
  throw new ZipError('damaged');
}

/**
 * @param {DataView} view of the directory
 * @param {number} line where the line begins
 * @param {number} extra where its extra fields begin
 * @param {number} length of these
 * @returns {{ packed: number, size: number, offset: number }} of the entry
 */
export function sizesIn(view, line, extra, length) {
  const long = longIn(view, extra, length);
  const [size, packed, offset] = [24, 20, 42].map((field) => {
    const value = view.getUint32(line + field, true);
    return value === LONG ? long.next().value : value;
  });
  if (size === undefined || packed === undefined || offset === undefined) throw new ZipError('damaged');
  return { packed, size, offset };
}

/**
 * @param {DataView} view
 * @param {number} from
 * @param {number} length
 * @returns {Generator<number, undefined>} the values of 64 bits, in the order of the fields that lack them
 */
function* longIn(view, from, length) {
  for (let at = from; at + 4 <= from + length; ) {
    const [id, size] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    const end = Math.min(at + 4 + size, from + length);
    if (id === 1) for (let value = at + 4; value + 8 <= end; value += 8) yield wide(view, value);
    at += 4 + size;
  }
  return undefined;
}

/** @param {DataView} view @param {number} at */
function wide(view, at) {
  return Number(view.getBigUint64(at, true));
}

/** @param {Blob} blob @returns {Promise<DataView<ArrayBuffer>>} */
export async function viewOf(blob) {
  return new DataView(await blob.arrayBuffer());
}
