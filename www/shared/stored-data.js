/**
 * @file The content of one's own data set as one `Blob`: a header as JSON, then the arrays one after the other. A `Blob`
 * is handed from page to worker and to the browser's database without being copied.
 */

/**
 * `labels` are class indices, or the numbers to predict. Where there is no validation part, it is taken from the training
 * part.
 *
 * @typedef {{ inputs: Uint8Array | Float32Array, labels: Uint8Array | Float32Array }} StoredPart
 * @typedef {{ train: StoredPart, validation?: StoredPart, test?: StoredPart }} StoredParts
 * @typedef {'uint8' | 'float32'} Elements
 * @typedef {{ elements: Elements, offset: number, length: number }} Place of an array after the header
 */

const MAGIC = 'inkgrad-data-1';

/** The arrays begin at multiples of this. */
const ALIGNMENT = 8;

/**
 * @param {StoredParts} parts
 * @returns {Blob}
 */
export function storedBlob(parts) {
  /** @type {BlobPart[]} */
  const arrays = [];
  let offset = 0;
  const place = (/** @type {Uint8Array | Float32Array} */ array) => {
    const at = { elements: array instanceof Uint8Array ? 'uint8' : 'float32', offset, length: array.length };
    const padding = (ALIGNMENT - (array.byteLength % ALIGNMENT)) % ALIGNMENT;
    arrays.push(/** @type {BlobPart} */ (array), new Uint8Array(padding));
    offset += array.byteLength + padding;
    return at;
  };
  const entries = Object.entries(parts).map(([name, part]) => [
    name,
    { inputs: place(part.inputs), labels: place(part.labels) },
  ]);
  const header = new TextEncoder().encode(JSON.stringify({ magic: MAGIC, parts: Object.fromEntries(entries) }));
  const size = Math.ceil((ALIGNMENT + header.length) / ALIGNMENT) * ALIGNMENT;
  const head = new Uint8Array(size);
  head.set(header, ALIGNMENT);
  new DataView(head.buffer).setUint32(0, size, true);
  new DataView(head.buffer).setUint32(4, header.length, true);
  return new Blob([head, ...arrays]);
}

/**
 * @param {Blob} blob
 * @returns {Promise<StoredParts>}
 * @throws {RangeError} where it is damaged
 */
export async function storedParts(blob) {
  const buffer = await blob.arrayBuffer();
  const { parts, size } = headerOf(buffer);
  const array = (/** @type {Place} */ { elements, offset, length }) =>
    elements === 'uint8'
      ? new Uint8Array(buffer, size + offset, length)
      : new Float32Array(buffer, size + offset, length);
  const entries = Object.entries(parts).map(([name, { inputs, labels }]) => [
    name,
    { inputs: array(inputs), labels: array(labels) },
  ]);
  return Object.fromEntries(entries);
}

/**
 * @param {ArrayBuffer} buffer
 * @returns {{ parts: Record<string, { inputs: Place, labels: Place }>, size: number }} `size`: bytes before the arrays
 */
function headerOf(buffer) {
  try {
    const view = new DataView(buffer);
    const [size, length] = [view.getUint32(0, true), view.getUint32(4, true)];
    const { magic, parts } = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, ALIGNMENT, length)));
    if (magic === MAGIC && parts.train) return { parts, size };
  } catch {
    // Said below.
  }
  throw new RangeError('the content of the data set is damaged');
}

/**
 * @template {StoredPart} Part
 * @param {Part} part
 * @returns {Part} of the same kind, without samples
 */
export function emptyOf(part) {
  return { ...part, inputs: part.inputs.subarray(0, 0), labels: part.labels.subarray(0, 0) };
}
