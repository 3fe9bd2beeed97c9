/**
 * @file A copy of the network with the pictures of its data set, in the prediction worker. Queries about many pictures
 * use it: it takes nothing from training, and drawings go first.
 */

import { TaskQueue } from './task-queue.js';

/**
 * @typedef {import('inkgrad').Session} Session
 * @typedef {import('../shared/predictor.js').Predictor} Predictor
 * @typedef {import('./data-source.js').Part} Part
 * @typedef {'train' | 'validation' | 'test'} PartName
 *
 * @typedef {object} Copy
 * @property {Session} session with the weights of `step`; nobody else uses it meanwhile
 * @property {number} step
 * @property {readonly import('../shared/protocol.js').Parameter[]} parameters the weights, another array for others
 */

export class Analysis {
  #inkgrad;
  #predictor;
  #source;
  #queue = new TaskQueue();
  /** @type {Session | null} */
  #session = null;
  /** @type {Session | null} the network up to its last layer with parameters */
  #trunk = null;
  /** @type {readonly import('../shared/protocol.js').Parameter[] | null} that the session has */
  #parameters = null;
  #freed = false;

  /**
   * @param {import('inkgrad').Inkgrad} inkgrad
   * @param {Predictor} predictor whose weights are copied
   * @param {import('./data-source.js').Source} source
   */
  constructor(inkgrad, predictor, source) {
    this.#inkgrad = inkgrad;
    this.#predictor = predictor;
    this.#source = source;
  }

  get inkgrad() {
    return this.#inkgrad;
  }

  get source() {
    return this.#source;
  }

  get dataSet() {
    return this.#source.dataSet;
  }

  /**
   * @param {PartName} name
   * @param {number} [count] only so many samples from the beginning are needed
   * @returns {Promise<Part>} as stored: `dataSet.scale` is still to be applied
   */
  part(name, count) {
    return this.#source.part(name, count);
  }

  /**
   * @param {PartName} name
   * @returns {Promise<number>} samples of it
   */
  count(name) {
    return this.#source.count(name);
  }

  /**
   * Work with the copy, one piece at a time, with the weights of the moment at which it begins.
   *
   * @template Result
   * @param {(copy: Copy) => Promise<Result>} work
   * @param {{ asAnswered?: boolean }} [options] `asAnswered`: with the weights that answer the drawing, broken ones where they
   *   are broken
   * @returns {Promise<Result>}
   */
  use(work, { asAnswered = false } = {}) {
    return this.#queue.add(async () => {
      this.#refuseFreed();
      this.#session ??= await this.#create(this.#predictor.session.spec);
      const session = this.#session;
      const { step } = this.#predictor;
      const parameters = asAnswered ? this.#predictor.parametersInUse : this.#predictor.parameters;
      if (this.#parameters !== parameters) await session.setParameters([...parameters]);
      this.#parameters = parameters;
      return work({ session, step, parameters });
    });
  }

  /**
   * Inside `use`: what the last layer with parameters is given, for many samples at once.
   *
   * @param {Pick<Session, 'spec' | 'summary' | 'parameters'>} session
   * @param {Uint8Array | Float32Array} inputs of n samples
   * @param {number} scale that is still to be applied
   * @param {AbortSignal} [signal]
   * @returns {Promise<{ values: Float32Array, size: number }>} n × size
   */
  async features(session, inputs, scale, signal) {
    const size = session.spec.input.reduce((product, length) => product * length, 1);
    const layers = session.spec.layers.slice(0, lastLayer(session));
    if (layers.length === 0) return { values: Float32Array.from(inputs, (value) => scale * value), size };
    this.#trunk ??= await this.#create({
      input: session.spec.input,
      layers,
      loss: { kind: 'mse' },
      optimizer: { kind: 'sgd', learning_rate: 1 },
    });
    const trunk = this.#trunk;
    const names = new Set((await trunk.parameters()).map(({ name }) => name));
    await trunk.setParameters((await session.parameters()).filter(({ name }) => names.has(name)));
    const values = await trunk.predict(inputs, { scale, ...(signal && { signal }) });
    return { values, size: values.length / (inputs.length / size) };
  }

  /**
   * @param {import('inkgrad').Spec} spec
   * @returns {Promise<Session>}
   */
  async #create(spec) {
    const session = await this.#inkgrad.Session.create(spec);
    if (this.#freed) session.free();
    this.#refuseFreed();
    return session;
  }

  free() {
    this.#freed = true;
    this.#session?.free();
    this.#trunk?.free();
  }

  #refuseFreed() {
    if (this.#freed) throw new Error('the network was replaced');
  }
}

/**
 * @param {Pick<Session, 'summary'>} session
 * @returns {number} index of the last layer with parameters, 0 without any
 */
function lastLayer(session) {
  return Math.max(
    0,
    session.summary().findLastIndex(({ parameters }) => parameters > 0),
  );
}
