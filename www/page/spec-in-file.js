/** @file Reads the spec out of a saved session, which is a safetensors file: eight bytes of length, then JSON. */

/**
 * @param {Uint8Array} bytes
 * @returns {import('../shared/experiment.js').PlainSpec | null} null where the file holds none
 */
export function specInFile(bytes) {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const length = Number(view.getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    return JSON.parse(header.__metadata__['inkgrad.spec']);
  } catch {
    return null;
  }
}
