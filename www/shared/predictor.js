/**
 * @file Predicts drawings with the latest weights, in a separate session. The prediction worker has one instance; the
 * page has another one for small networks.
 */

import { fitOf } from './data-sets.js';

/**
 * @typedef {{ step: number, parameters: import('./protocol.js').Parameter[] }} Weights
 * @typedef {import('inkgrad').Inkgrad} Inkgrad
 * @typedef {import('inkgrad').Session} Session
 */

export class Predictor {
  #inkgrad;
  #session;
  #dataSet;
  /** @type {Weights | null} the newest, not yet applied */
  #snapshot = null;
  /** @type {ReadonlyMap<string, Float32Array>} of the applied snapshot, by parameter name */
  #weights = new Map();
  /** @type {readonly import('./protocol.js').Parameter[]} */
  #parameters = [];
  /** @type {readonly import('./protocol.js').Parameter[]} */
  #parametersInUse = [];
  /** @type {((parameters: readonly import('./protocol.js').Parameter[]) => import('./protocol.js').Parameter[]) | null} */
  #alter = null;
  #step = 0;

  /**
   * @param {Inkgrad} inkgrad
   * @param {Session} session of which only the layers matter
   * @param {import('./data-sets.js').DataSet} data
   */
  constructor(inkgrad, session, data) {
    this.#inkgrad = inkgrad;
    this.#session = session;
    this.#dataSet = data;
  }

  /**
   * @param {Inkgrad} inkgrad
   * @param {import('inkgrad').Spec} spec
   * @param {import('./data-sets.js').DataSet} data
   */
  static async open(inkgrad, spec, data) {
    return new Predictor(inkgrad, await inkgrad.Session.create(spec), data);
  }

  get session() {
    return this.#session;
  }

  get shape() {
    return this.#dataSet.shape;
  }

  /** Empty before the first snapshot is applied. */
  get weights() {
    return this.#weights;
  }

  /** What the session has: the same, unless they are altered. */
  get parametersInUse() {
    return this.#parametersInUse;
  }

  /** @returns {readonly import('./protocol.js').Parameter[]} of the applied snapshot */
  get parameters() {
    return this.#parameters;
  }

  /** Of the applied weights. */
  get step() {
    return this.#step;
  }

  /** @param {Weights} snapshot for the next prediction */
  queueWeights(snapshot) {
    this.#snapshot = snapshot;
  }

  /** @returns {Promise<Weights | null>} the newly applied snapshot, or null without one */
  async applyQueued() {
    const snapshot = this.#snapshot;
    if (!snapshot) return null;
    this.#snapshot = null;
    await this.#use(snapshot.parameters);
    this.#step = snapshot.step;
    this.#parameters = snapshot.parameters;
    this.#weights = new Map(snapshot.parameters.map(({ name, data }) => [name, data]));
    return snapshot;
  }

  /**
   * Predictions use altered copies of the weights, of later snapshots too.
   *
   * @param {((parameters: readonly import('./protocol.js').Parameter[]) => import('./protocol.js').Parameter[]) | null} alter
   *   null for the weights as they are
   */
  async alterWeights(alter) {
    this.#alter = alter;
    if (this.#parameters.length > 0) await this.#use(this.#parameters);
  }

  /** @param {readonly import('./protocol.js').Parameter[]} parameters of a snapshot */
  async #use(parameters) {
    const used = this.#alter?.(parameters) ?? [...parameters];
    await this.#session.setParameters(used);
    this.#parametersInUse = used;
  }

  /**
   * @param {import('./protocol.js').Pixels | import('./protocol.js').PreparedInput} drawing
   * @returns {Float32Array | null} the network's input; null where there is no ink
   */
  prepare(drawing) {
    if ('input' in drawing) return drawing.input;
    const { pixels, width, height } = drawing;
    const { shape } = this.#dataSet;
    return this.#inkgrad.prepareDrawing({ pixels, width, height, shape, fit: fitOf(this.#dataSet) }).input;
  }

  /**
   * @param {Float32Array} input from `prepare`
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
