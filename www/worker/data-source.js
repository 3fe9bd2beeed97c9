/**
 * @file Fetches a data set in shards and decodes it in the worker. Returns the first shard once it is loaded, and the
 * full set once all are. What has failed is fetched again by the next call, past the browser's cache.
 */

import { dataSets, sizeOf } from '../shared/data-sets.js';
import { decompress, isGzip } from './gzip.js';
import { WorkerError } from './worker-error.js';

/** Relative to the bundled worker; the build places the data beside it. */
const DATA = new URL('./data/', import.meta.url);

/** Concurrent requests: enough to hide the network latency, few enough to decode shards as they arrive. */
const CONCURRENCY = 2;

/**
 * @typedef {import('../shared/data-sets.js').DataSetName} DataSetName
 * @typedef {import('../shared/data-sets.js').DataSet} DataSet
 * @typedef {{ inputs: Uint8Array | Float32Array, labels: Uint8Array | Float32Array }} Part `labels`: class indices, or the
 *   numbers to predict
 * @typedef {{ dataSet: DataSet, train: Part, validation: Part, table?: import('../shared/table.js').Table }} Parts
 * @typedef {(bytes: Uint8Array) => { shape: number[], data: Uint8Array }} ReadIdx
 * @typedef {{ file: string }} StoredFile
 * @typedef {{ first: number, count: number, inputs: StoredFile, labels: StoredFile }} Shard
 * @typedef {{ count: number, head: number, shards: Shard[] }} StoredPart
 * @typedef {'train' | 'validation' | 'test'} PartName
 * @typedef {{ version: number, shape: number[], parts: Record<PartName, StoredPart> }} Manifest
 * @typedef {(loaded: number, total: number) => void} Report
 *
 * @typedef {object} Source of a data set
 * @property {DataSet} dataSet
 * @property {Parts | null} whole once it is loaded
 * @property {ReadIdx | null} readIdx the current instance's; an earlier one must not be kept in memory
 * @property {() => Promise<{ parts: Parts, whole: boolean }>} first what training may begin with; `whole`: that is all
 * @property {(report: Report) => Promise<Parts>} all tells the samples loaded and in total, after each shard
 * @property {(name: PartName, count?: number) => Promise<Part>} part with `count`, only so many samples are needed; empty
 *   where there is no such part
 * @property {(name: PartName) => Promise<number>} count of the samples of a part
 */

/** A file that could not be fetched or is malformed. */
export class LoadError extends WorkerError {
  /**
   * @param {'network' | 'format'} code
   * @param {string} reason part of the id after its dot
   * @param {string} file
   * @param {string} detail of the message
   * @param {Record<string, string>} [values]
   */
  constructor(code, reason, file, detail, values = {}) {
    super(code, `${code}.${reason}`, `${file}${detail}`, { file, ...values });
  }
}

/** @implements {Source} */
export class DataSource {
  readIdx;
  #folder;
  #fetch;
  /** @type {Promise<Manifest> | null} */
  #manifest = null;
  /** @type {Map<string, Promise<Part>>} */
  #shards = new Map();
  /** @type {Map<string, Promise<Part>>} joined, by name and number of shards */
  #parts = new Map();
  /** @type {Set<string>} files that failed */
  #failed = new Set();

  /**
   * @param {DataSetName} name
   * @param {ReadIdx} readIdx
   * @param {URL} [data] the folder of all data sets
   * @param {(address: URL, options: RequestInit) => Promise<Response>} [fetcher]
   */
  constructor(name, readIdx, data = DATA, fetcher = (address, options) => fetch(address, options)) {
    this.dataSet = dataSets[name];
    this.#folder = new URL(`${name}/`, data);
    this.readIdx = readIdx;
    this.#fetch = fetcher;
    /** @type {Parts | null} the full set, once it is loaded */
    this.whole = null;
  }

  /** @returns {Promise<{ parts: Parts, whole: boolean }>} the first shard of each part; `whole`: that is all */
  async first() {
    const { parts, shape } = await this.#describe();
    const size = sizeOf(shape);
    const first = (/** @type {StoredPart} */ part) => this.#shard(part, 0, size);
    const [train, validation] = await Promise.all([first(parts.train), first(parts.validation)]);
    const whole = parts.train.shards.length === 1 && parts.validation.shards.length === 1;
    return { parts: { dataSet: this.dataSet, train, validation }, whole };
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
    const size = sizeOf(manifest.shape);
    const buffers = new Map(Object.values(manifest.parts).map((part) => [part, emptyPart(part.count, size)]));
    let loaded = 0;
    report(loaded, total);
    await inParallel(shards, CONCURRENCY, async ({ part, shard, at }) => {
      const { inputs, labels } = await this.#shard(part, at, size);
      buffers.get(part)?.inputs.set(inputs, shard.first * size);
      buffers.get(part)?.labels.set(labels, shard.first);
      loaded += shard.count;
      report(loaded, total);
    });
    const [train, validation] = [buffers.get(manifest.parts.train), buffers.get(manifest.parts.validation)];
    if (!train || !validation) throw new LoadError('format', 'manifest', 'manifest.json', ' lacks a part');
    this.#shards.clear();
    this.whole = { dataSet: this.dataSet, train, validation };
    return this.whole;
  }

  /**
   * @param {PartName} name
   * @param {number} [count] only so many samples from the beginning are needed
   * @returns {Promise<Part>} at least those, or all; empty where the data set has no such part
   */
  async part(name, count = Number.POSITIVE_INFINITY) {
    const { parts, shape } = await this.#describe();
    const [part, size] = [parts[name], sizeOf(shape)];
    if (!part) return emptyPart(0, size);
    const shards = part.shards.filter(({ first }) => first < count);
    const key = `${name} ${shards.length}`;
    const found = this.#parts.get(key) ?? this.#join(part, shards.length, size);
    this.#parts.set(key, found);
    return this.#forgetOnFailure(found, [], () => this.#parts.delete(key));
  }

  /** @param {PartName} name @returns {Promise<number>} samples of it */
  async count(name) {
    return (await this.#describe()).parts[name].count;
  }

  /**
   * @param {StoredPart} part
   * @param {number} count of shards, from the first on
   * @param {number} size of one image
   */
  async #join(part, count, size) {
    const shards = [];
    for (let at = 0; at < count; at += 1) shards.push(await this.#shard(part, at, size));
    const [only] = shards;
    if (only && shards.length === 1) return only;
    const samples = shards.reduce((sum, { labels }) => sum + labels.length, 0);
    const joined = emptyPart(samples, size);
    let at = 0;
    for (const { inputs, labels } of shards) {
      joined.inputs.set(inputs, at * size);
      joined.labels.set(labels, at);
      at += labels.length;
    }
    for (const { inputs } of part.shards.slice(0, count)) this.#shards.delete(inputs.file);
    return joined;
  }

  #describe() {
    this.#manifest ??= this.read('manifest.json').then(readManifest);
    return this.#forgetOnFailure(this.#manifest, ['manifest.json'], () => {
      this.#manifest = null;
    });
  }

  /**
   * @param {StoredPart} part
   * @param {number} at
   * @param {number} size of one image
   * @returns {Promise<Part>} decoded; fetched once
   */
  #shard(part, at, size) {
    const shard = part.shards[at];
    if (!shard) throw new LoadError('format', 'manifest', 'manifest.json', ` has no shard ${at}`);
    const { file } = shard.inputs;
    const found = this.#shards.get(file) ?? this.#decode(shard, size);
    this.#shards.set(file, found);
    return this.#forgetOnFailure(found, [file, shard.labels.file], () => this.#shards.delete(file));
  }

  /**
   * @param {Shard} shard
   * @param {number} size of one image
   */
  async #decode({ inputs, labels, count }, size) {
    const [images, classes] = await Promise.all([this.read(inputs.file), this.read(labels.file)]);
    const part = { inputs: this.readIdx(images).data, labels: this.readIdx(classes).data };
    checkCount(labels.file, part.labels, count, 'labels');
    checkCount(inputs.file, part.inputs, count * size, 'values');
    return part;
  }

  /**
   * Removes a failed promise from the cache, so that the next call fetches again.
   *
   * @template Value
   * @param {Promise<Value>} promise
   * @param {string[]} files that it is of
   * @param {() => void} forget
   */
  #forgetOnFailure(promise, files, forget) {
    promise.catch(() => {
      for (const file of files) this.#failed.add(file);
      forget();
    });
    return promise;
  }

  /**
   * @param {string} file
   * @returns {Promise<Uint8Array>} decompressed bytes; one that did not come is asked for again past the browser's cache
   */
  async read(file) {
    const address = new URL(file, this.#folder);
    const failed = (/** @type {Error} */ { message }) => {
      throw new LoadError('network', 'unreachable', file, ` did not come: ${message}`, { why: message });
    };
    const response = await this.#fetch(address, this.#failed.has(file) ? { cache: 'reload' } : {}).catch(failed);
    if (!response.ok) {
      const status = String(response.status);
      throw new LoadError('network', 'status', file, ` did not come: the server answers ${status}`, { status });
    }
    const bytes = new Uint8Array(await response.arrayBuffer().catch(failed));
    if (!isGzip(bytes)) return bytes;
    return decompress(bytes).catch(() => {
      throw new LoadError('format', 'compression', file, ' is incomplete or damaged');
    });
  }
}

/**
 * @param {Uint8Array} bytes
 * @returns {Manifest}
 */
function readManifest(bytes) {
  try {
    const manifest = JSON.parse(new TextDecoder().decode(bytes));
    const { train, validation } = manifest.parts;
    if (Array.isArray(manifest.shape) && Array.isArray(train.shards) && Array.isArray(validation.shards))
      return manifest;
  } catch {
    // Said below.
  }
  throw new LoadError('format', 'manifest', 'manifest.json', ' is incomplete or no manifest');
}

/**
 * @param {string} file
 * @param {Uint8Array} data
 * @param {number} expected
 * @param {string} what
 */
function checkCount(file, { length }, expected, what) {
  if (length === expected) return;
  const detail = `: expected ${expected} ${what} as the manifest says, found ${length}`;
  throw new LoadError('format', 'count', file, detail, { expected: String(expected), found: String(length) });
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
