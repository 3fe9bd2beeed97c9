/** @file The id of one's own data set: the same content has the same. */

/**
 * @param {Blob} content
 * @returns {Promise<string>} `own-` and twelve hexadecimal digits
 */
export async function dataName(content) {
  const bytes = await content.arrayBuffer();
  const { subtle } = globalThis.crypto;
  const digits = subtle ? hex(new Uint8Array(await subtle.digest('SHA-256', bytes))) : checksum(new Uint8Array(bytes));
  return `own-${digits.slice(0, 12)}`;
}

/** @param {Uint8Array} bytes */
function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Where a page is not served securely there is no SHA-256: FNV-1a, twice.
 *
 * @param {Uint8Array} bytes
 */
function checksum(bytes) {
  let [one, other] = [0x811c9dc5, 0x01000193];
  for (const byte of bytes) {
    one = Math.imul(one ^ byte, 0x01000193);
    other = Math.imul(other + byte, 0x85ebca6b);
  }
  return [one, other].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
