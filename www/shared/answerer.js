/**
 * @file Reads drawings with the latest weights that it was given, in a session of its own. The prediction worker has one,
 * and for small networks the page has another; when to ask which is their business.
 */

import { dataSets } from './data-sets.js';

/**
 * @typedef {{ step: number, parameters: import('./protocol.js').Parameter[] }} Weights
 * @typedef {import('./protocol.js').Predict} Predict
 * @typedef {import('inkgrad').Inkgrad} Inkgrad
 * @typedef {import('inkgrad').Session} Session
 */

export class Answerer {
  #inkgrad;
  #session;
  #dataSet;
  /** @type {Weights | null} the newest, not yet set */
  #snapshot = null;
  /** @type {ReadonlyMap<string, Float32Array>} of the snapshot in use, by parameter name */
  #weights = new Map();
  #step = 0;

  /**
   * @param {Inkgrad} inkgrad
   * @param {Session} session of which nothing but the layers matters
   * @param {import('./data-sets.js').DataSetName} data
   */
  constructor(inkgrad, session, data) {
    this.#inkgrad = inkgrad;
    this.#session = session;
    this.#dataSet = dataSets[data];
  }

  /**
   * @param {Inkgrad} inkgrad
   * @param {import('inkgrad').Spec} spec
   * @param {import('./data-sets.js').DataSetName} data
   */
  static async open(inkgrad, spec, data) {
    return new Answerer(inkgrad, await inkgrad.Session.create(spec), data);
  }

  get session() {
    return this.#session;
  }

  get shape() {
    return this.#dataSet.shape;
  }

  /** Empty before the first snapshot is in use. */
  get weights() {
    return this.#weights;
  }

  /** @param {Weights} snapshot to be used from the next answer on */
  take(snapshot) {
    this.#snapshot = snapshot;
  }

  /** @returns {Promise<Weights | null>} the snapshot that is in use from now on, where it is another than before */
  async adopt() {
    const snapshot = this.#snapshot;
    if (!snapshot) return null;
    this.#snapshot = null;
    await this.#session.setParameters(snapshot.parameters);
    this.#step = snapshot.step;
    this.#weights = new Map(snapshot.parameters.map(({ name, data }) => [name, data]));
    return snapshot;
  }

  /**
   * @param {Omit<Predict, 'type'>} drawing
   * @returns {Float32Array | null} what the network sees of it; null where there is no ink
   */
  prepare({ pixels, width, height }) {
    const { shape, fit } = this.#dataSet;
    return this.#inkgrad.prepareDrawing({ pixels, width, height, shape, fit }).input;
  }

  /**
   * @param {Float32Array} input as `prepare` gives it
   * @returns {Promise<{ step: number, probabilities: Float32Array } | null>} null without weights
   */
  async predict(input) {
    if (this.#weights.size === 0) return null;
    const step = this.#step;
    return { step, probabilities: await this.#session.predict(input, { scale: 1, blocking: true }) };
  }

  free() {
    this.#session.free();
  }
}
