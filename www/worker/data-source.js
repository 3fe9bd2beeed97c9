/**
 * @file Fetches a data set in shards and decodes it in the worker. Returns the first shard once it is loaded, and the
 * full set once all are.
 */

/** Relative to the bundled worker; the build places the data beside it. */
const DATA = new URL('./data/', import.meta.url);

/** Concurrent requests: enough to hide the network latency, few enough to decode shards as they arrive. */
const CONCURRENCY = 2;

/**
 * @typedef {import('../shared/data-sets.js').DataSetName} DataSetName
 * @typedef {{ inputs: Uint8Array, labels: Uint8Array }} Part
 * @typedef {{ name: DataSetName, train: Part, validation: Part }} Parts
 * @typedef {(bytes: Uint8Array) => { shape: number[], data: Uint8Array }} ReadIdx
 * @typedef {{ file: string }} StoredFile
 * @typedef {{ first: number, count: number, inputs: StoredFile, labels: StoredFile }} Shard
 * @typedef {{ count: number, head: number, shards: Shard[] }} StoredPart
 * @typedef {{ version: number, shape: number[], parts: { train: StoredPart, validation: StoredPart } }} Manifest
 * @typedef {(loaded: number, total: number) => void} Report
 */

/** A file that could not be fetched or is malformed. */
export class LoadError extends Error {
  /**
   * @param {'network' | 'format'} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.name = 'LoadError';
    this.code = code;
  }
}

export class DataSource {
  #folder;
  #readIdx;
  #fetch;
  /** @type {Promise<Manifest> | null} */
  #manifest = null;
  /** @type {Map<string, Promise<Part>>} */
  #shards = new Map();

  /**
   * @param {DataSetName} name
   * @param {ReadIdx} readIdx
   * @param {URL} [data] the folder of all data sets
   * @param {(address: URL) => Promise<Response>} [fetcher]
   */
  constructor(name, readIdx, data = DATA, fetcher = (address) => fetch(address)) {
    this.name = name;
    this.#folder = new URL(`${name}/`, data);
    this.#readIdx = readIdx;
    this.#fetch = fetcher;
    /** @type {Parts | null} the full set, once it is loaded */
    this.whole = null;
  }

  /** @returns {Promise<{ parts: Parts, whole: boolean }>} the first shard of each part; `whole`: that is all */
  async first() {
    const { parts } = await this.#describe();
    const [train, validation] = await Promise.all([this.#shard(parts.train, 0), this.#shard(parts.validation, 0)]);
    const whole = parts.train.shards.length === 1 && parts.validation.shards.length === 1;
    return { parts: { name: this.name, train, validation }, whole };
  }

  /**
   * @param {Report} report samples loaded and in total, after each shard
   * @returns {Promise<Parts>}
   */
  async all(report) {
    if (this.whole) return this.whole;
    const manifest = await this.#describe();
    const shards = [manifest.parts.validation, manifest.parts.train].flatMap((part) =>
      part.shards.map((shard, at) => ({ part, shard, at })),
    );
    const total = shards.reduce((sum, { shard }) => sum + shard.count, 0);
    const size = manifest.shape.reduce((product, length) => product * length, 1);
    const buffers = new Map(Object.values(manifest.parts).map((part) => [part, emptyPart(part.count, size)]));
    let loaded = 0;
    report(loaded, total);
    await inParallel(shards, CONCURRENCY, async ({ part, shard, at }) => {
      const { inputs, labels } = await this.#shard(part, at);
      buffers.get(part)?.inputs.set(inputs, shard.first * size);
      buffers.get(part)?.labels.set(labels, shard.first);
      loaded += shard.count;
      report(loaded, total);
    });
    const [train, validation] = [buffers.get(manifest.parts.train), buffers.get(manifest.parts.validation)];
    if (!train || !validation) throw new LoadError('format', `${this.#folder}: a part is missing`);
    this.#shards.clear();
    this.whole = { name: this.name, train, validation };
    return this.whole;
  }

  #describe() {
    this.#manifest ??= this.#read('manifest.json').then((bytes) => JSON.parse(new TextDecoder().decode(bytes)));
    return this.#forgetOnFailure(this.#manifest, () => {
      this.#manifest = null;
    });
  }

  /**
   * @param {StoredPart} part
   * @param {number} at
   * @returns {Promise<Part>} decoded; fetched once
   */
  #shard(part, at) {
    const shard = part.shards[at];
    if (!shard) throw new LoadError('format', `${this.#folder}: there is no shard ${at}`);
    const { file } = shard.inputs;
    const found = this.#shards.get(file) ?? this.#decode(shard);
    this.#shards.set(file, found);
    return this.#forgetOnFailure(found, () => this.#shards.delete(file));
  }

  /** @param {Shard} shard */
  async #decode(shard) {
    const [inputs, labels] = await Promise.all([this.#read(shard.inputs.file), this.#read(shard.labels.file)]);
    const part = { inputs: this.#readIdx(inputs).data, labels: this.#readIdx(labels).data };
    if (part.labels.length !== shard.count) {
      const detail = `expected ${shard.count} labels as the manifest says, found ${part.labels.length}`;
      throw new LoadError('format', `${shard.labels.file}: ${detail}`);
    }
    return part;
  }

  /**
   * Removes a failed promise from the cache, so that the next call fetches again.
   *
   * @template Value
   * @param {Promise<Value>} promise
   * @param {() => void} forget
   */
  #forgetOnFailure(promise, forget) {
    promise.catch(forget);
    return promise;
  }

  /**
   * @param {string} file
   * @returns {Promise<Uint8Array>} decompressed bytes
   */
  async #read(file) {
    const address = new URL(file, this.#folder);
    const response = await this.#fetch(address).catch((error) => {
      throw new LoadError('network', `${file} did not come: ${error.message}`);
    });
    if (!response.ok) throw new LoadError('network', `${file} did not come: the server answers ${response.status}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    return isGzip(bytes) ? decompress(bytes) : bytes;
  }
}

/**
 * @param {number} count
 * @param {number} size of one image
 * @returns {Part}
 */
function emptyPart(count, size) {
  return { inputs: new Uint8Array(count * size), labels: new Uint8Array(count) };
}

/**
 * A server may have decompressed the file already, so the bytes decide and not the name.
 *
 * @param {Uint8Array} bytes
 */
function isGzip(bytes) {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function decompress(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * @template Item
 * @param {Item[]} items
 * @param {number} concurrency
 * @param {(item: Item) => Promise<void>} work
 */
async function inParallel(items, concurrency, work) {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
