/** @file CRC-32 (ISO 3309), the checksum of zip files: four bytes at a time, and in pieces. */

const POLYNOMIAL = 0xedb88320;

/** Four tables of 256, one after the other. */
const TABLES = tables();

/** @returns {Uint32Array} */
function tables() {
  const all = new Uint32Array(4 * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
    all[byte] = value;
  }
  for (let at = 256; at < all.length; at += 1) {
    const before = Number(all[at - 256]);
    all[at] = (before >>> 8) ^ Number(all[before & 255]);
  }
  return all;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} [before] checksum of the bytes that come before these
 * @returns {number} unsigned
 */
export function crc32(bytes, before = 0) {
  const [table, values] = [TABLES, bytes].map((array) => /** @type {number[]} */ (/** @type {unknown} */ (array)));
  const whole = bytes.length - (bytes.length % 4);
  let crc = ~before;
  for (let at = 0; at < whole; at += 4) {
    crc ^= values[at] | (values[at + 1] << 8) | (values[at + 2] << 16) | (values[at + 3] << 24);
    crc =
      table[768 + (crc & 255)] ^
      table[512 + ((crc >>> 8) & 255)] ^
      table[256 + ((crc >>> 16) & 255)] ^
      table[crc >>> 24];
  }
  for (let at = whole; at < bytes.length; at += 1) crc = (crc >>> 8) ^ table[(crc ^ values[at]) & 255];
  return ~crc >>> 0;
}
