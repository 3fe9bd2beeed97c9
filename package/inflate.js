/** @file Binaries that are embedded as text. */

/**
 * @param {string} text gzip in base64
 * @returns {Promise<ArrayBuffer>}
 */
export function inflate(text) {
  const gzip = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([gzip]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}
