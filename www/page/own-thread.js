/**
 * @file Reads drawings on the page's own thread, so that an answer waits for no message behind the browser's pictures.
 * The prediction worker sends the weights, of networks that are light enough for this, and answers whatever this cannot.
 */

import { Answerer } from '../shared/answerer.js';
import { Due } from '../shared/due.js';

/** A hand that moves faster than this, in milliseconds, leaves some of its points to the worker. */
const INTERVAL = 4;

/** At most a third of the page's time goes into answers. */
const COSTS = 3;

/**
 * @typedef {import('../shared/answerer.js').Weights} Weights
 * @typedef {import('../shared/protocol.js').Answer} Answer
 * @typedef {Omit<import('../shared/protocol.js').Predict, 'type'>} Drawing
 */

export class OwnThread {
  #load;
  #now;
  /** @type {import('inkgrad').Inkgrad | null} */
  #inkgrad = null;
  /** @type {Answerer | null} */
  #answerer = null;
  /** @type {{ spec: import('inkgrad').Spec, data: import('../shared/data-sets.js').DataSetName } | null} */
  #network = null;
  /** @type {Weights | null} the newest, until there is an answerer to take it */
  #snapshot = null;
  #opening = false;
  #givenUp = false;
  #due = new Due(INTERVAL, COSTS);

  /**
   * @param {() => Promise<import('inkgrad').Inkgrad>} load
   * @param {() => number} [now] milliseconds
   */
  constructor(load, now = () => performance.now()) {
    this.#load = load;
    this.#now = now;
  }

  /** Whether the next drawing may be answered here. */
  get ready() {
    return this.#answerer !== null && this.#due.is(this.#now());
  }

  /**
   * Another network: nothing is answered before its weights come.
   *
   * @param {import('inkgrad').Spec} spec
   * @param {import('../shared/data-sets.js').DataSetName} data
   */
  open(spec, data) {
    this.#answerer?.free();
    this.#answerer = null;
    this.#snapshot = null;
    this.#network = { spec, data };
  }

  /** @param {Weights} snapshot */
  take(snapshot) {
    this.#snapshot = snapshot;
    if (this.#answerer) this.#answerer.take(snapshot);
    else if (!this.#opening && !this.#givenUp) this.#begin();
  }

  /**
   * Where nothing hinders it, it is answered before the caller's task ends.
   *
   * @param {Drawing} drawing
   * @returns {Promise<Answer | null>} null where there is no ink, and where no answer is to be had here
   */
  async answer(drawing) {
    const answerer = this.#answerer;
    if (!answerer) return null;
    const begun = this.#now();
    try {
      const input = answerer.prepare(drawing);
      await answerer.adopt();
      const answer = input && (await answerer.predict(input));
      const ended = this.#now();
      this.#due.done(begun, ended);
      const { generation } = drawing;
      return answer ? { type: 'answer', generation, ...answer, input, milliseconds: ended - begun } : null;
    } catch {
      this.#giveUp();
      return null;
    }
  }

  /** One at a time; if the network has changed meanwhile, its weights begin anew. */
  async #begin() {
    const network = this.#network;
    if (!network) return;
    this.#opening = true;
    try {
      this.#inkgrad ??= await this.#load();
      const answerer = await Answerer.open(this.#inkgrad, network.spec, network.data);
      if (network !== this.#network || !this.#snapshot) answerer.free();
      else {
        answerer.take(this.#snapshot);
        this.#answerer = answerer;
      }
    } catch {
      this.#giveUp();
    }
    this.#opening = false;
    if (this.#snapshot && !this.#answerer && !this.#givenUp) this.#begin();
  }

  /** The worker answers everything from here on: an instance that has failed once is not asked again. */
  #giveUp() {
    this.#answerer = null;
    this.#givenUp = true;
  }
}
