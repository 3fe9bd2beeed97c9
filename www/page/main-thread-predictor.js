/**
 * @file Predicts drawings on the main thread, so that a prediction does not wait for a message behind frames. The
 * prediction worker sends the weights of networks that fit the main thread, and predicts in all other cases.
 */

import { Predictor } from '../shared/predictor.js';
import { RateLimiter } from '../shared/rate-limiter.js';

/** Minimum milliseconds between two predictions; the worker predicts the points in between. */
const INTERVAL = 4;

/** Predictions take at most a third of the main thread's time. */
const DURATIONS = 3;

/**
 * @typedef {import('../shared/predictor.js').Weights} Weights
 * @typedef {import('../shared/protocol.js').Answer} Answer
 * @typedef {{ generation: number } & (import('../shared/protocol.js').Pixels | import('../shared/protocol.js').PreparedInput)} Drawing
 */

export class MainThreadPredictor {
  #load;
  #now;
  /** @type {import('inkgrad').Inkgrad | null} */
  #inkgrad = null;
  /** @type {Predictor | null} */
  #predictor = null;
  /** @type {{ spec: import('inkgrad').Spec, data: import('../shared/data-sets.js').DataSet } | null} */
  #network = null;
  /** @type {Weights | null} the newest, until there is a predictor to take it */
  #snapshot = null;
  #opening = false;
  #failed = false;
  #limiter = new RateLimiter(INTERVAL, DURATIONS);

  /**
   * @param {() => Promise<import('inkgrad').Inkgrad>} load
   * @param {() => number} [now] milliseconds
   */
  constructor(load, now = () => performance.now()) {
    this.#load = load;
    this.#now = now;
  }

  /** Whether the next drawing may be predicted here. */
  get ready() {
    return this.#predictor !== null && this.#limiter.isReady(this.#now());
  }

  /**
   * Opens another network. Predictions start once its weights arrive, also where those of the one before have failed.
   *
   * @param {import('inkgrad').Spec} spec
   * @param {import('../shared/data-sets.js').DataSet} data
   */
  open(spec, data) {
    this.#predictor?.free();
    this.#predictor = null;
    this.#snapshot = null;
    this.#failed = false;
    this.#network = { spec, data };
  }

  /** @param {Weights} snapshot */
  receiveWeights(snapshot) {
    this.#snapshot = snapshot;
    if (this.#predictor) this.#predictor.queueWeights(snapshot);
    else if (!this.#opening && !this.#failed) this.#create();
  }

  /**
   * Predicts before the caller's task ends, unless a promise of the session is still pending.
   *
   * @param {Drawing} drawing
   * @returns {Promise<Answer | null>} null where there is no ink or no prediction is possible here
   */
  async predict(drawing) {
    const predictor = this.#predictor;
    if (!predictor) return null;
    const begun = this.#now();
    try {
      const input = predictor.prepare(drawing);
      await predictor.applyQueued();
      const answer = input && (await predictor.predict(input));
      const ended = this.#now();
      this.#limiter.record(begun, ended);
      const { generation } = drawing;
      return answer ? { type: 'answer', generation, ...answer, input, milliseconds: ended - begun } : null;
    } catch {
      if (predictor === this.#predictor) this.#fail();
      return null;
    }
  }

  /** Opens one session at a time, and starts again if the network has changed meanwhile. */
  async #create() {
    const network = this.#network;
    if (!network) return;
    this.#opening = true;
    try {
      this.#inkgrad ??= await this.#load();
      const predictor = await Predictor.open(this.#inkgrad, network.spec, network.data);
      if (network !== this.#network || !this.#snapshot) predictor.free();
      else {
        predictor.queueWeights(this.#snapshot);
        this.#predictor = predictor;
      }
    } catch {
      if (network === this.#network) this.#fail();
      else this.#inkgrad = null;
    }
    this.#opening = false;
    if (this.#snapshot && !this.#predictor && !this.#failed) this.#create();
  }

  /** A failed instance is not used again. The worker predicts everything until another network is opened. */
  #fail() {
    this.#predictor?.free();
    this.#predictor = null;
    this.#inkgrad = null;
    this.#failed = true;
  }
}
