/**
 * @file Encodes a record as bytes, over which a checksum can be taken: the length of a text, the text in JSON, and the
 * bytes of all typed arrays. Numbers that JSON does not have are kept, NaN among them.
 */

/** Typed arrays that a record may hold, by name. */
const ARRAYS = { Uint8Array, Uint8ClampedArray, Int32Array, Uint32Array, Float32Array, Float64Array };

/** Field of a JSON object that stands for what JSON does not have. */
const SPECIAL = '$inkgrad';

/** Typed arrays begin at multiples of this many bytes. */
const ALIGNMENT = 8;

/** Bytes of the length of the text. */
const HEAD = 8;

/** @typedef {keyof typeof ARRAYS} ArrayName */

/**
 * @param {unknown} value plain objects, arrays, texts, numbers, booleans, null and typed arrays; undefined is left out
 * @returns {Uint8Array}
 */
export function encode(value) {
  /** @type {{ offset: number, bytes: Uint8Array }[]} */
  const parts = [];
  let end = 0;
  const text = JSON.stringify(value, (_, field) => {
    if (typeof field === 'number' && (!Number.isFinite(field) || Object.is(field, -0)))
      return { [SPECIAL]: Object.is(field, -0) ? '-0' : String(field) };
    if (!ArrayBuffer.isView(field)) return field;
    const bytes = new Uint8Array(field.buffer, field.byteOffset, field.byteLength);
    const offset = end;
    parts.push({ offset, bytes });
    end = aligned(offset + bytes.length);
    return { [SPECIAL]: field.constructor.name, offset, length: bytes.length };
  });
  const written = new TextEncoder().encode(text);
  const begin = aligned(HEAD + written.length);
  const whole = new Uint8Array(begin + end);
  new DataView(whole.buffer).setUint32(0, written.length, true);
  whole.set(written, HEAD);
  for (const { offset, bytes } of parts) whole.set(bytes, begin + offset);
  return whole;
}

/**
 * @param {Uint8Array} bytes of `encode`
 * @returns {any} the record; its typed arrays are copies
 */
export function decode(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const begin = aligned(HEAD + length);
  const text = new TextDecoder().decode(bytes.subarray(HEAD, HEAD + length));
  return JSON.parse(text, (_, field) => {
    const special = field?.[SPECIAL];
    if (special === undefined) return field;
    if (!(special in ARRAYS)) return Number(special);
    const from = begin + field.offset;
    const copy = bytes.slice(from, from + field.length);
    return new ARRAYS[/** @type {ArrayName} */ (special)](copy.buffer);
  });
}

/** @param {number} length */
function aligned(length) {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}
