/**
 * @file The data sets of a worker by what runs use of them. Those that come with the page are kept once they are decoded;
 * of one's own, and of those that are used in part, the last.
 */

import { dataSetOf, isSelected, isTable } from '../shared/data-sets.js';

/**
 * @typedef {import('./data-source.js').Source} Source
 * @typedef {import('../shared/data-sets.js').Dataset} Dataset
 * @typedef {import('../shared/protocol.js').DataCommand} DataCommand
 * @typedef {(name: import('../shared/data-sets.js').DataSetName, readIdx: import('./data-source.js').ReadIdx) => Source} Open
 */

export class SourceCache {
  #open;
  /** @type {Map<string, Source>} those that come with the page, by name */
  #sources = new Map();
  /** @type {{ key: string, source: Source } | null} */
  #last = null;

  /** @param {Open} open */
  constructor(open) {
    this.#open = open;
  }

  /**
   * @param {DataCommand} data
   * @param {import('./data-source.js').ReadIdx} readIdx of the current instance
   * @returns {Promise<Source>}
   */
  async get(data, readIdx) {
    const source = await this.#find(data, readIdx);
    // An earlier instance must not be kept in memory.
    source.readIdx = readIdx;
    return source;
  }

  /**
   * @param {DataCommand} data
   * @param {import('./data-source.js').ReadIdx} readIdx
   * @returns {Promise<Source>}
   */
  async #find(data, readIdx) {
    const { dataset, table = null } = data;
    const isRows = isTable(dataSetOf(dataset));
    if (!dataset.own && !dataset.hand && !isSelected(dataset) && !isRows) return this.#built(dataset, readIdx);
    // Content that was lost may have come back.
    const key = JSON.stringify([dataset, table, !data.content, !data.hand]);
    if (this.#last?.key === key) return this.#last.source;
    const source = isRows ? await this.#table(data, readIdx) : await this.#used(data, readIdx);
    this.#last = { key, source };
    return source;
  }

  /**
   * @param {DataCommand} data
   * @param {import('./data-source.js').ReadIdx} readIdx
   */
  async #table(data, readIdx) {
    const { openTable } = await import('./table-source.js');
    const built = () => this.#built(data.dataset, readIdx);
    return openTable(data, /** @type {() => import('./data-source.js').DataSource} */ (built));
  }

  /**
   * @param {DataCommand} data
   * @param {import('./data-source.js').ReadIdx} readIdx
   */
  async #used({ dataset, content = null, hand = null }, readIdx) {
    const base = dataset.own ? await stored(dataset.own, content) : this.#built(dataset, readIdx);
    const used = isSelected(dataset) ? await selected(base, dataset) : base;
    return dataset.hand ? withHand(used, dataset.hand, hand) : used;
  }

  /**
   * @param {Dataset} dataset
   * @param {import('./data-source.js').ReadIdx} readIdx
   */
  #built({ name }, readIdx) {
    const source =
      this.#sources.get(name) ??
      this.#open(/** @type {import('../shared/data-sets.js').DataSetName} */ (name), readIdx);
    this.#sources.set(name, source);
    return source;
  }
}

/** @param {import('../shared/data-sets.js').DataSet} dataSet @param {Blob | null} content */
async function stored(dataSet, content) {
  const { StoredSource } = await import('./stored-source.js');
  return new StoredSource(dataSet, content);
}

/**
 * @param {Source} source
 * @param {import('../shared/data-sets.js').Hand} hand
 * @param {Blob | null} content
 */
async function withHand(source, { name, share }, content) {
  const { HandSource } = await import('./hand-source.js');
  return new HandSource(source, await stored({ ...source.dataSet, name }, content), share);
}

/** @param {Source} source @param {Dataset} dataset */
async function selected(source, dataset) {
  const { SelectedSource } = await import('./selected-source.js');
  return new SelectedSource(source, dataset);
}
