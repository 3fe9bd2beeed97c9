/**
 * @file The data sets of a worker by what runs use of them. Those that come with the page are kept once they are decoded;
 * of one's own, and of those that are used in part, the last.
 */

import { isSelected } from '../shared/data-sets.js';

/**
 * @typedef {import('./data-source.js').Source} Source
 * @typedef {import('../shared/data-sets.js').Dataset} Dataset
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
   * @param {Dataset} dataset
   * @param {Blob | null} content of one's own
   * @param {import('./data-source.js').ReadIdx} readIdx of the current instance
   * @param {Blob | null} [hand] content of one's own samples among those of the data set
   * @returns {Promise<Source>}
   */
  async get(dataset, content, readIdx, hand = null) {
    const source = await this.#find(dataset, content, readIdx, hand);
    // An earlier instance must not be kept in memory.
    source.readIdx = readIdx;
    return source;
  }

  /**
   * @param {Dataset} dataset
   * @param {Blob | null} content
   * @param {import('./data-source.js').ReadIdx} readIdx
   * @param {Blob | null} hand
   * @returns {Promise<Source>}
   */
  async #find(dataset, content, readIdx, hand) {
    if (!dataset.own && !dataset.hand && !isSelected(dataset)) return this.#built(dataset, readIdx);
    const key = JSON.stringify(dataset);
    if (this.#last?.key === key) return this.#last.source;
    const base = dataset.own ? await stored(dataset.own, content) : this.#built(dataset, readIdx);
    const used = isSelected(dataset) ? await selected(base, dataset) : base;
    const source = dataset.hand ? await withHand(used, dataset.hand, hand) : used;
    this.#last = { key, source };
    return source;
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
