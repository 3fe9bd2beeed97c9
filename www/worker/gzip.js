/** @file Files that are compressed by gzip. */

/**
 * A server may have decompressed the file already, so the bytes decide and not the name.
 *
 * @param {Uint8Array} bytes
 */
export function isGzip(bytes) {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
export async function decompress(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
