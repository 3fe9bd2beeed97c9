/** @file Writes IDX, the format of MNIST's files. */

/**
 * @param {Uint8Array} data
 * @param {readonly number[]} shape
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function idxOf(data, shape) {
  const bytes = new Uint8Array(4 + 4 * shape.length + data.length);
  const view = new DataView(bytes.buffer);
  // Two zeros, the type of unsigned bytes, the number of axes.
  view.setUint32(0, 0x0800 + shape.length);
  for (const [axis, length] of shape.entries()) view.setUint32(4 + 4 * axis, length);
  bytes.set(data, 4 + 4 * shape.length);
  return bytes;
}
