/**
 * @file Fetches a data set shard by shard, decodes it off the page's thread and hands its parts out: the first shard as
 * soon as it is there, the whole set when all are. What is done with them is the trainer's business.
 */

/** Relative to the bundled worker, beside which the build puts the data. */
const DATA = new URL('./data/', import.meta.url);

/** Shards on their way at the same time: enough to hide the line's delay, few enough to decode as they come. */
const AT_ONCE = 2;

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

/** A file that did not come, or is not what it should be. */
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
    /** @type {Parts | null} the whole set, once it is here */
    this.whole = null;
  }

  /** @returns {Promise<{ parts: Parts, whole: boolean }>} the first shard of each part; `whole` where there is no more */
  async first() {
    const { parts } = await this.#describe();
    const [train, validation] = await Promise.all([this.#shard(parts.train, 0), this.#shard(parts.validation, 0)]);
    const whole = parts.train.shards.length === 1 && parts.validation.shards.length === 1;
    return { parts: { name: this.name, train, validation }, whole };
  }

  /**
   * @param {Report} report samples that are here of all, after each shard
   * @returns {Promise<Parts>}
   */
  async all(report) {
    if (this.whole) return this.whole;
    const manifest = await this.#describe();
    const pieces = [manifest.parts.validation, manifest.parts.train].flatMap((part) =>
      part.shards.map((shard, at) => ({ part, shard, at })),
    );
    const total = pieces.reduce((sum, { shard }) => sum + shard.count, 0);
    const size = manifest.shape.reduce((product, length) => product * length, 1);
    const room = new Map(Object.values(manifest.parts).map((part) => [part, emptyPart(part.count, size)]));
    let loaded = 0;
    report(loaded, total);
    await inParallel(pieces, AT_ONCE, async ({ part, shard, at }) => {
      const { inputs, labels } = await this.#shard(part, at);
      room.get(part)?.inputs.set(inputs, shard.first * size);
      room.get(part)?.labels.set(labels, shard.first);
      loaded += shard.count;
      report(loaded, total);
    });
    const [train, validation] = [room.get(manifest.parts.train), room.get(manifest.parts.validation)];
    if (!train || !validation) throw new LoadError('format', `${this.#folder}: a part is missing`);
    this.#shards.clear();
    this.whole = { name: this.name, train, validation };
    return this.whole;
  }

  #describe() {
    this.#manifest ??= this.#read('manifest.json').then((bytes) => JSON.parse(new TextDecoder().decode(bytes)));
    return this.#kept(this.#manifest, () => {
      this.#manifest = null;
    });
  }

  /**
   * @param {StoredPart} part
   * @param {number} at
   * @returns {Promise<Part>} decoded; fetched once, however often it is asked for
   */
  #shard(part, at) {
    const shard = part.shards[at];
    if (!shard) throw new LoadError('format', `${this.#folder}: there is no shard ${at}`);
    const { file } = shard.inputs;
    const found = this.#shards.get(file) ?? this.#decode(shard);
    this.#shards.set(file, found);
    return this.#kept(found, () => this.#shards.delete(file));
  }

  /** @param {Shard} shard */
  async #decode(shard) {
    const [inputs, labels] = await Promise.all([this.#read(shard.inputs.file), this.#read(shard.labels.file)]);
    const part = { inputs: this.#readIdx(inputs).data, labels: this.#readIdx(labels).data };
    if (part.labels.length !== shard.count) {
      const told = `expected ${shard.count} labels as the manifest says, found ${part.labels.length}`;
      throw new LoadError('format', `${shard.labels.file}: ${told}`);
    }
    return part;
  }

  /**
   * What failed is not kept: asked for again, it is fetched again.
   *
   * @template Value
   * @param {Promise<Value>} promise
   * @param {() => void} forget
   */
  #kept(promise, forget) {
    promise.catch(forget);
    return promise;
  }

  /**
   * @param {string} file
   * @returns {Promise<Uint8Array>} its bytes, decompressed
   */
  async #read(file) {
    const address = new URL(file, this.#folder);
    const answer = await this.#fetch(address).catch((error) => {
      throw new LoadError('network', `${file} did not come: ${error.message}`);
    });
    if (!answer.ok) throw new LoadError('network', `${file} did not come: the server answers ${answer.status}`);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return isGzip(bytes) ? decompress(bytes) : bytes;
  }
}

/**
 * @param {number} count
 * @param {number} size of one picture
 * @returns {Part}
 */
function emptyPart(count, size) {
  return { inputs: new Uint8Array(count * size), labels: new Uint8Array(count) };
}

/**
 * A host may have decompressed a file on its way already, so the bytes decide and not the name.
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
 * @param {number} atOnce
 * @param {(item: Item) => Promise<void>} work
 */
async function inParallel(items, atOnce, work) {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
