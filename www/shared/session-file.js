/** @file Reads the texts of a saved session, which is a safetensors file: eight bytes of length, then JSON. */

/**
 * @param {Uint8Array} bytes
 * @returns {Record<string, string> | null} null where the file has none
 */
export function textsOf(bytes) {
  if (bytes.length < 8) return null;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(bytes.length - 8)) return null;
  const header = parsed(new TextDecoder().decode(bytes.subarray(8, 8 + Number(length))));
  const texts = isObject(header) ? header.__metadata__ : null;
  if (!isObject(texts) || Object.values(texts).some((text) => typeof text !== 'string')) return null;
  return /** @type {Record<string, string>} */ (texts);
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
