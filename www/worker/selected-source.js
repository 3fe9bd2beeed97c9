/** @file A data set of which a run uses a part: divided anew, fewer training samples, or labels that are wrong. */

import { outputsOf, sizeOf } from '../shared/data-sets.js';
import { counterRandom } from './random.js';

/**
 * @typedef {import('./data-source.js').Part} Part
 * @typedef {import('./data-source.js').Parts} Parts
 * @typedef {import('./data-source.js').Source} Source
 * @typedef {import('../shared/data-sets.js').Selection} Selection
 */

/** Purposes of random numbers: each has a sequence of its own. */
const [LIMIT, NOISE] = [1, 2];

/** @implements {Source} */
export class SelectedSource {
  #source;
  #selection;
  /** @type {Parts | null} */
  whole = null;

  /**
   * @param {Source} source
   * @param {Selection} selection
   */
  constructor(source, selection) {
    this.#source = source;
    this.#selection = selection;
  }

  get dataSet() {
    return this.#source.dataSet;
  }

  /** @param {import('./data-source.js').ReadIdx} read */
  set readIdx(read) {
    this.#source.readIdx = read;
  }

  async first() {
    return { parts: await this.all(() => {}), whole: true };
  }

  /** @param {import('./data-source.js').Report} report */
  async all(report) {
    this.whole ??= select(await this.#source.all(report), this.#selection);
    return this.whole;
  }

  /** @param {import('./data-source.js').PartName} name @param {number} [count] */
  async part(name, count) {
    return name === 'test' ? this.#source.part(name, count) : (await this.all(() => {}))[name];
  }

  /** @param {import('./data-source.js').PartName} name */
  async count(name) {
    return name === 'test' ? this.#source.count(name) : (await this.part(name)).labels.length;
  }
}

/**
 * @param {Parts} parts
 * @param {Selection} selection
 * @returns {Parts}
 */
export function select(parts, { validation, split_seed: seed = 0, limit, noise = 0 }) {
  const { dataSet } = parts;
  const size = sizeOf(dataSet.shape);
  const divided = validation === undefined ? parts : divide(parts, size, validation, seed);
  const count = divided.train.labels.length;
  const few =
    limit === undefined || limit >= count
      ? divided.train
      : take(divided.train, size, shuffled(count, seed + LIMIT).subarray(0, limit));
  const train = noise > 0 ? { ...few, labels: withNoise(few.labels, outputsOf(dataSet), noise, seed + NOISE) } : few;
  return { dataSet, train, validation: divided.validation };
}

/**
 * All samples in a random order, the first of them held back. Each class keeps its share only by chance, as in practice.
 *
 * @param {Parts} parts
 * @param {number} size of a sample
 * @param {number} share
 * @param {number} seed
 */
function divide(parts, size, share, seed) {
  const all = joined(parts.train, parts.validation);
  const count = all.labels.length;
  const order = shuffled(count, seed);
  // Both parts hold at least one sample.
  const held = Math.min(count - 1, Math.max(1, Math.round(share * count)));
  return {
    validation: take(all, size, order.subarray(0, held)),
    train: take(all, size, order.subarray(held)),
  };
}

/** @param {Part} a @param {Part} b @returns {Part} */
function joined(a, b) {
  if (b.labels.length === 0) return a;
  return { inputs: concatenated(a.inputs, b.inputs), labels: concatenated(a.labels, b.labels) };
}

/**
 * @template {Uint8Array | Float32Array} Values
 * @param {Values} a
 * @param {Values} b
 * @returns {Values}
 */
function concatenated(a, b) {
  const both = /** @type {Values} */ (
    a instanceof Uint8Array ? new Uint8Array(a.length + b.length) : new Float32Array(a.length + b.length)
  );
  both.set(a);
  both.set(b, a.length);
  return both;
}

/**
 * @param {number} count
 * @param {number} seed
 * @returns {Uint32Array} 0 to count − 1 in random order (Fisher–Yates)
 */
export function shuffled(count, seed) {
  const order = Uint32Array.from({ length: count }, (_, at) => at);
  const random = counterRandom(seed);
  for (let at = count - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const kept = /** @type {number} */ (order[at]);
    order[at] = /** @type {number} */ (order[other]);
    order[other] = kept;
  }
  return order;
}

/**
 * @param {Part} part
 * @param {number} size of a sample
 * @param {Uint32Array} order indices that are taken
 * @returns {Part}
 */
export function take({ inputs, labels }, size, order) {
  const [kind, label] = [inputs, labels].map((values) => (values instanceof Uint8Array ? Uint8Array : Float32Array));
  const taken = {
    inputs: new (kind ?? Uint8Array)(order.length * size),
    labels: new (label ?? Uint8Array)(order.length),
  };
  order.forEach((from, at) => {
    taken.inputs.set(inputs.subarray(from * size, (from + 1) * size), at * size);
    taken.labels[at] = /** @type {number} */ (labels[from]);
  });
  return taken;
}

/**
 * @param {Uint8Array | Float32Array} labels
 * @param {number} classes
 * @param {number} share of labels that become another class; of numbers to predict, that of another sample
 * @param {number} seed
 */
function withNoise(labels, classes, share, seed) {
  const noisy = labels.slice();
  const random = counterRandom(seed);
  for (let at = 0; at < labels.length; at += 1) {
    const [chance, other] = [random(), random()];
    if (chance >= share) continue;
    if (noisy instanceof Float32Array) noisy[at] = /** @type {number} */ (labels[Math.floor(other * labels.length)]);
    else if (classes > 1) noisy[at] = (Number(labels[at]) + 1 + Math.floor(other * (classes - 1))) % classes;
  }
  return noisy;
}
