/** @file The texts of a saved session, which is a safetensors file: eight bytes of length, then JSON. */

/** The header is filled up with spaces to a multiple of this. */
const ALIGNMENT = 8;

/**
 * @param {Uint8Array} bytes
 * @returns {Record<string, unknown> | null} what lies in a safetensors file; null where it is none
 */
export function headerOf(bytes) {
  if (bytes.length < 8) return null;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(bytes.length - 8)) return null;
  const header = parsed(new TextDecoder().decode(bytes.subarray(8, 8 + Number(length))));
  return isObject(header) ? header : null;
}

/**
 * @param {Uint8Array} bytes
 * @returns {Record<string, string> | null} null where the file has none
 */
export function textsOf(bytes) {
  const texts = headerOf(bytes)?.__metadata__;
  if (!isObject(texts) || Object.values(texts).some((text) => typeof text !== 'string')) return null;
  return /** @type {Record<string, string>} */ (texts);
}

/**
 * @param {Uint8Array} bytes of a saved session
 * @param {(texts: Record<string, string>) => Record<string, string>} change
 * @returns {Uint8Array<ArrayBuffer>} the same file with other texts
 */
export function withTexts(bytes, change) {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  const __metadata__ = change(header.__metadata__);
  const written = new TextEncoder().encode(JSON.stringify({ ...header, __metadata__ }));
  const size = Math.ceil(written.length / ALIGNMENT) * ALIGNMENT;
  const whole = new Uint8Array(8 + size + bytes.length - 8 - length).fill(0x20, 8, 8 + size);
  new DataView(whole.buffer).setBigUint64(0, BigInt(size), true);
  whole.set(written, 8);
  whole.set(bytes.subarray(8 + length), 8 + size);
  return whole;
}

/**
 * @param {Record<string, string>} texts
 * @returns {import('./experiment.js').PlainSpec | null} null where there is none that can be read
 */
export function specIn(texts) {
  const spec = parsed(texts['inkgrad.spec'] ?? '');
  return isObject(spec) ? /** @type {import('./experiment.js').PlainSpec} */ (/** @type {unknown} */ (spec)) : null;
}

/** @param {string} text */
function parsed(text) {
  try {
    return /** @type {unknown} */ (JSON.parse(text));
  } catch {
    return null;
  }
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
