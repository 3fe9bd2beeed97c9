/**
 * @file Predicts drawings with the latest snapshot, independently of training, and answers queries about them. Only the
 * newest drawing is kept, and it is predicted before a query goes on. If the network fits the main thread, the weights
 * are forwarded to the page.
 */

import { fitsMainThread } from '../shared/main-thread-budget.js';
import { Predictor } from '../shared/predictor.js';
import { Analysis } from './analysis.js';
import { errorEvent } from './endpoint.js';
import { fileQueries, predictionQueries } from './queries/index.js';
import { QueryRunner } from './query-runner.js';
import { abortedError } from './worker-error.js';

/**
 * @typedef {import('../shared/protocol.js').PredictionCommand & import('../shared/protocol.js').Envelope} Command
 * @typedef {import('../shared/protocol.js').OpenPrediction & import('../shared/protocol.js').Envelope} Open
 * @typedef {import('../shared/predictor.js').Weights} Weights
 *
 * @typedef {object} Environment what differs between a worker and a test
 * @property {(options: import('inkgrad').LoadOptions) => Promise<import('inkgrad').Inkgrad>} load
 * @property {(data: import('../shared/protocol.js').DataCommand, inkgrad: import('inkgrad').Inkgrad) =>
 *   Promise<import('./data-source.js').Source>} open
 * @property {import('./endpoint.js').Post} post
 * @property {() => number} now milliseconds
 * @property {() => Promise<void>} yieldToEventLoop processes queued messages
 */

export class PredictionServer {
  #environment;
  #queries;
  #fileQueries;
  /** @type {Predictor | null} */
  #predictor = null;
  /** @type {Analysis | null} of the predictor's network */
  #analysis = null;
  #forwardsWeights = false;
  /** @type {MessagePort | null} */
  #port = null;
  /** @type {import('../shared/protocol.js').Predict | null} */
  #drawing = null;
  /** @type {import('../shared/protocol.js').Damage | null} what is broken in the copy that answers */
  #damage = null;
  /** @type {{ damage: object, predictor: Predictor, breakage: import('./damage/index.js').Breakage } | null} as it is applied */
  #broken = null;
  #generation = 0;
  /** @type {Float32Array | null} the last drawing as the network's input */
  #input = null;
  #pending = false;
  /** @type {Promise<void> | null} while a drawing or a snapshot is processed */
  #processing = null;
  #run = 0;
  /** Lets the queries to the present network begin: once it has weights, or will have none. */
  #begin = () => {};
  #begun = Promise.resolve();

  /** @param {Environment} environment */
  constructor(environment) {
    this.#environment = environment;
    this.#queries = new QueryRunner(predictionQueries, environment.now, async () => {
      await environment.yieldToEventLoop();
      await this.#processed();
    });
    this.#fileQueries = new QueryRunner(fileQueries, environment.now, environment.yieldToEventLoop);
  }

  /**
   * @param {Command} command
   * @param {AbortSignal} [signal]
   * @returns {Promise<unknown>} its answer, once it is done
   */
  async handle(command, signal) {
    if (command.type === 'open') return this.#open(command);
    if (command.type === 'query') return this.#query(command, signal);
    if (command.run !== this.#run || command.type === 'cancel') return;
    if (command.type === 'damage') this.#damage = command.damage;
    else {
      this.#generation = command.generation;
      this.#drawing = command.type === 'predict' ? command : null;
    }
    return this.#processPending();
  }

  /** @param {Open} command */
  async #open(command) {
    this.#run = command.run;
    this.#queries.abort();
    this.#begin();
    this.#begun = new Promise((resolve) => {
      this.#begin = resolve;
    });
    this.#analysis?.free();
    this.#analysis = null;
    this.#predictor?.free();
    this.#predictor = null;
    this.#drawing = null;
    this.#damage = null;
    this.#broken = null;
    this.#input = null;
    this.#port?.close();
    this.#port = command.snapshots;
    try {
      await this.#create(command);
    } catch (error) {
      if (this.#run === command.run) this.#begin();
      throw error;
    }
  }

  /** @param {Open} command */
  async #create(command) {
    const inkgrad = await this.#environment.load({ ...command.engine, workers: 1 });
    if (this.#run !== command.run) return;
    const source = await this.#environment.open(command.data, inkgrad);
    const predictor = await Predictor.open(inkgrad, command.spec, source.dataSet);
    if (this.#run !== command.run) return predictor.free();
    this.#predictor = predictor;
    this.#analysis = new Analysis(inkgrad, predictor, source);
    this.#forwardsWeights = fitsMainThread(predictor.session.summary());
    command.snapshots.onmessage = ({ data }) => {
      predictor.queueWeights(data);
      command.snapshots.postMessage(null);
      this.#processPending().catch((error) => this.#environment.post(errorEvent(error), { run: command.run }));
    };
  }

  /**
   * @param {import('../shared/protocol.js').Query & import('../shared/protocol.js').Envelope} command
   * @param {AbortSignal} [signal]
   */
  async #query(command, signal) {
    // A file may be looked into whatever has become of the network.
    if (command.name in fileQueries) {
      const load = (/** @type {import('inkgrad').LoadOptions} */ options = { gpu: 'off', workers: 1 }) =>
        this.#environment.load(options);
      return this.#fileQueries.run(command, { load, open: this.#environment.open }, signal);
    }
    if (command.run === this.#run) await this.#begun;
    await this.#processed();
    if (command.run !== this.#run) throw abortedError();
    const [predictor, analysis] = [this.#predictor, this.#analysis];
    if (!predictor || !analysis || predictor.weights.size === 0) return null;
    const generation = this.#generation;
    const isCurrent = () => predictor === this.#predictor && generation === this.#generation;
    return this.#queries.run(command, { predictor, analysis, input: this.#input, generation, isCurrent }, signal);
  }

  /** Settled when no drawing and no snapshot waits. */
  async #processed() {
    while (this.#processing) await this.#processing.catch(() => {});
  }

  /** Processes one drawing or snapshot at a time. Of those that arrive meanwhile, only the newest is processed. */
  async #processPending() {
    this.#pending = true;
    if (this.#processing || !this.#predictor) return;
    this.#processing = this.#process();
    try {
      await this.#processing;
    } finally {
      this.#processing = null;
    }
  }

  async #process() {
    while (this.#pending && this.#predictor) {
      this.#pending = false;
      const predictor = this.#predictor;
      try {
        await this.#predict(predictor);
      } catch (error) {
        // The session of a network that was replaced meanwhile is freed.
        if (predictor === this.#predictor) throw error;
      }
    }
  }

  /** @param {Predictor} predictor */
  async #predict(predictor) {
    const { now, post } = this.#environment;
    const begun = now();
    const run = this.#run;
    const breakage = this.#damage || this.#broken ? await this.#breakageOf(predictor) : null;
    const generation = this.#generation;
    const drawn = this.#drawing && predictor.prepare(this.#drawing);
    const input = drawn && breakage ? breakage.input(drawn) : drawn;
    this.#input = input;
    const snapshot = await predictor.applyQueued();
    if (snapshot) this.#begin();
    if (snapshot) post({ type: 'applied', step: snapshot.step }, { run });
    const answer = input && (await predictor.predict(input));
    if (answer) post({ type: 'answer', generation, ...answer, input, milliseconds: now() - begun }, { run });
    if (snapshot && this.#forwardsWeights) this.#forwardWeights(snapshot, run);
  }

  /**
   * Breaks the predictor's weights as they are to be broken, or mends them.
   *
   * @param {Predictor} predictor
   */
  async #breakageOf(predictor) {
    const damage = this.#damage;
    if (this.#broken && this.#broken.damage === damage && this.#broken.predictor === predictor)
      return this.#broken.breakage;
    const breakage =
      damage && (await import('./damage/index.js')).breakageOf(damage, predictor.session.spec.layers, predictor.shape);
    await predictor.alterWeights(breakage?.weights ?? null);
    this.#broken = damage && breakage && { damage, predictor, breakage };
    return breakage;
  }

  /**
   * @param {Weights} snapshot
   * @param {number} run
   */
  #forwardWeights({ step, parameters }, run) {
    const copies = parameters.map((parameter) => ({ ...parameter, data: parameter.data.slice() }));
    const transfer = copies.map(({ data }) => data.buffer);
    this.#environment.post({ type: 'weights', step, parameters: copies }, { run, transfer });
  }
}
