/** @file Reads what `session.save()` wrote, a safetensors file: optimiser state and counters that no method gives. */

/** @typedef {{ dtype: string, shape: number[], data_offsets: [number, number] }} Entry */

const HEAD = 8;

export class Saved {
  #bytes;
  #start;
  /** @type {Record<string, Entry>} */
  #entries;
  /** @type {Record<string, string>} */
  metadata;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const length = Number(view.getBigUint64(0, true));
    const { __metadata__: metadata, ...entries } = JSON.parse(
      new TextDecoder().decode(bytes.subarray(HEAD, HEAD + length)),
    );
    this.#bytes = bytes;
    this.#start = HEAD + length;
    this.#entries = entries;
    this.metadata = metadata;
  }

  /** @param {string} name of a counter, as in `step` @returns {number} 0 without it */
  counter(name) {
    return Number(this.metadata[`inkgrad.${name}`] ?? 0);
  }

  /**
   * @param {string} name
   * @param {number} index
   * @returns {number} one value of a tensor; 0 where there is no such tensor, as optimiser state begins
   */
  value(name, index) {
    const entry = this.#entries[name];
    if (!entry) return 0;
    const at = this.#bytes.byteOffset + this.#start + entry.data_offsets[0] + 4 * index;
    return new DataView(this.#bytes.buffer, at, 4).getFloat32(0, true);
  }

  /**
   * @param {Record<string, string>} changes of the metadata
   * @returns {Uint8Array} the file with them
   */
  with(changes) {
    const header = JSON.stringify({ __metadata__: { ...this.metadata, ...changes }, ...this.#entries });
    const encoded = new TextEncoder().encode(header);
    const length = Math.ceil(encoded.length / 8) * 8;
    const data = this.#bytes.subarray(this.#start);
    const bytes = new Uint8Array(HEAD + length + data.length).fill(0x20, HEAD, HEAD + length);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
    bytes.set(encoded, HEAD);
    bytes.set(data, HEAD + length);
    return bytes;
  }
}
