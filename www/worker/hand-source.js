/**
 * @file A data set with samples of the person's own among its training samples: a run that goes on to learn from them sees
 * the data set's too, so that it does not forget them (replay). The other parts stay as they are.
 */

import { sizeOf } from '../shared/data-sets.js';
import { shuffled, take } from './selected-source.js';

/** Samples of an epoch, own ones repeated: a few dozen steps, whatever the size of the data set. */
export const EPOCH = 4000;

/** Purposes of random numbers: each has a sequence of its own. */
const [REPLAY, ORDER] = [3, 4];

/**
 * @typedef {import('./data-source.js').Part} Part
 * @typedef {import('./data-source.js').Parts} Parts
 * @typedef {import('./data-source.js').Source} Source
 */

/** @implements {Source} */
export class HandSource {
  #source;
  #own;
  #share;
  /** @type {Parts | null} */
  whole = null;

  /**
   * @param {Source} source
   * @param {Source} own samples, as they are stored for the same data set
   * @param {number} share of them in an epoch, 0..1; 1 without replay
   */
  constructor(source, own, share) {
    this.#source = source;
    this.#own = own;
    this.#share = share;
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
    if (this.whole) return this.whole;
    const [parts, own] = await Promise.all([this.#source.all(report), this.#own.part('train')]);
    const train = mixed(parts.train, own, sizeOf(this.dataSet.shape), this.#share);
    this.whole = { ...parts, train };
    return this.whole;
  }

  /** @param {import('./data-source.js').PartName} name @param {number} [count] */
  async part(name, count) {
    return name === 'train' ? (await this.all(() => {})).train : this.#source.part(name, count);
  }

  /** @param {import('./data-source.js').PartName} name */
  async count(name) {
    return name === 'train' ? (await this.part(name)).labels.length : this.#source.count(name);
  }
}

/**
 * Own samples, each as often as the others, and samples of the data set, each at most once, in a random order.
 *
 * @param {Part} base of the data set
 * @param {Part} own of at least one sample
 * @param {number} size of a sample
 * @param {number} share of own samples
 * @returns {Part}
 */
export function mixed(base, own, size, share) {
  const replayed = Math.min(base.labels.length, Math.round((1 - share) * EPOCH));
  const wanted = share < 1 ? Math.round((share / (1 - share)) * replayed) : EPOCH;
  const repeats = Math.max(1, Math.round(wanted / own.labels.length));
  const chosen = take(base, size, shuffled(base.labels.length, REPLAY).subarray(0, replayed));
  const count = replayed + repeats * own.labels.length;
  const inputs = new (constructorOf(chosen.inputs))(count * size);
  const labels = new (constructorOf(chosen.labels))(count);
  inputs.set(chosen.inputs);
  labels.set(chosen.labels);
  for (let at = 0; at < repeats; at += 1) {
    const from = replayed + at * own.labels.length;
    inputs.set(own.inputs, from * size);
    labels.set(own.labels, from);
  }
  return take({ inputs, labels }, size, shuffled(count, ORDER));
}

/** @param {Uint8Array | Float32Array} array */
function constructorOf(array) {
  return array instanceof Uint8Array ? Uint8Array : Float32Array;
}
