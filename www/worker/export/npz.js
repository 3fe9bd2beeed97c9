/** @file Writes NPZ, NumPy's archive of arrays. */

import { writeZip } from '../../shared/zip.js';

/** The header is filled up so that the numbers begin at a multiple of this. */
const ALIGNMENT = 64;

/** Bytes before the header's text: a signature, the version 1.0, and the text's length. */
const BEGIN = 10;

/** @typedef {{ data: Uint8Array | Float32Array, shape: readonly number[] }} NumberArray */

/**
 * @param {Record<string, NumberArray>} arrays by name
 * @param {AbortSignal} [signal]
 * @returns {Promise<Blob>}
 */
export function npzOf(arrays, signal) {
  const entries = Object.entries(arrays).map(([name, array]) => ({ name: `${name}.npy`, content: npyOf(array) }));
  return writeZip(entries, { ...(signal && { signal }) });
}

/** @param {NumberArray} array @returns {Blob} */
function npyOf({ data, shape }) {
  const type = data instanceof Float32Array ? '<f4' : '|u1';
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${axes}), }`;
  const length = Math.ceil((BEGIN + text.length + 1) / ALIGNMENT) * ALIGNMENT - BEGIN;
  const head = new Uint8Array(BEGIN + length).fill(0x20);
  head.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, length & 255, length >> 8]);
  head.set(new TextEncoder().encode(text), BEGIN);
  head[BEGIN + length - 1] = 0x0a;
  return new Blob([head, /** @type {BlobPart} */ (data)]);
}
