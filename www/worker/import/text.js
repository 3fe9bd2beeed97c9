/** @file Text files: plain, or compressed by gzip. */

/** Bytes from which it is told whether a file is text. */
const LOOK = 4096;

/** @param {Blob} file */
async function isGzip(file) {
  const [a, b] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return a === 0x1f && b === 0x8b;
}

/**
 * @param {Blob} file
 * @returns {Promise<ReadableStream<Uint8Array>>} what it holds
 */
async function streamOf(file) {
  const stream = file.stream();
  return (await isGzip(file)) ? stream.pipeThrough(new DecompressionStream('gzip')) : stream;
}

/**
 * @param {Blob} file
 * @returns {Promise<Uint8Array>}
 */
export async function decodedText(file) {
  return new Uint8Array(await new Response(await streamOf(file)).arrayBuffer());
}

/**
 * @param {Blob} file
 * @returns {Promise<boolean>} whether it begins as text: no control character but white space
 */
export async function isText(file) {
  try {
    const reader = (await streamOf(file)).getReader();
    const { value } = await reader.read();
    await reader.cancel();
    const start = value?.subarray(0, LOOK) ?? new Uint8Array();
    return start.length > 0 && start.every((byte) => byte >= 32 || (byte >= 9 && byte <= 13));
  } catch {
    return false;
  }
}
