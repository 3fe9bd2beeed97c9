/**
 * @file Predicts drawings with the latest snapshot, independently of training. Only the newest drawing is kept. While
 * no drawing waits, it sends activations and connections. If the network fits the main thread, it also forwards the
 * weights to the page.
 */

import { fitsMainThread } from '../shared/main-thread-budget.js';
import { Predictor } from '../shared/predictor.js';
import { RateLimiter } from '../shared/rate-limiter.js';
import { errorEvent } from './endpoint.js';
import { strongest } from './strongest-connections.js';
import { firstTiles } from './weight-tiles.js';

/**
 * @typedef {import('../shared/protocol.js').PredictionCommand} Command
 * @typedef {import('../shared/predictor.js').Weights} Weights
 * @typedef {import('inkgrad').Inkgrad} Inkgrad
 * @typedef {{ input: Float32Array | null, generation: number, run: number }} Predicted the last prediction
 */

export class PredictionServer {
  #load;
  #post;
  #now;
  #yieldToEventLoop;
  /** @type {Inkgrad | null} */
  #inkgrad = null;
  /** @type {Predictor | null} */
  #predictor = null;
  #forwardsWeights = false;
  /** @type {MessagePort | null} */
  #port = null;
  /** @type {import('../shared/protocol.js').Predict | null} */
  #drawing = null;
  #generation = 0;
  /** @type {Predicted} */
  #predicted = { input: null, generation: 0, run: 0 };
  #pending = false;
  #busy = false;
  #inspecting = false;
  #run = 0;
  #inspectionLimiter = new RateLimiter(100, 20);
  #tilesLimiter = new RateLimiter(250);

  /**
   * @param {(engine: import('../shared/protocol.js').Engine) => Promise<Inkgrad>} load
   * @param {import('./endpoint.js').Post} post
   * @param {() => number} now milliseconds
   * @param {(milliseconds: number) => Promise<void>} yieldToEventLoop processes queued messages, for at least this time
   */
  constructor(load, post, now, yieldToEventLoop) {
    this.#load = load;
    this.#post = post;
    this.#now = now;
    this.#yieldToEventLoop = yieldToEventLoop;
  }

  /** @param {Command & import('../shared/protocol.js').Envelope} command */
  async handle(command) {
    if (command.type === 'open') return this.#open(command);
    if (command.run !== this.#run) return;
    this.#generation = command.generation;
    this.#drawing = command.type === 'predict' ? command : null;
    return this.#processPending();
  }

  /** @param {import('../shared/protocol.js').OpenPrediction & import('../shared/protocol.js').Envelope} command */
  async #open(command) {
    this.#run = command.run;
    this.#predictor?.free();
    this.#predictor = null;
    this.#port?.close();
    this.#port = command.snapshots;
    this.#inkgrad ??= await this.#load({ ...command.engine, workers: 1 });
    const predictor = await Predictor.open(this.#inkgrad, command.spec, command.data);
    if (this.#run !== command.run) return predictor.free();
    this.#predictor = predictor;
    this.#forwardsWeights = fitsMainThread(predictor.session.summary());
    this.#port.onmessage = ({ data }) => {
      predictor.queueWeights(data);
      this.#port?.postMessage(null);
      this.#processPending().catch((error) => this.#post(errorEvent(error), { run: command.run }));
    };
  }

  /** Processes one drawing or snapshot at a time. Of those that arrive meanwhile, only the newest is processed. */
  async #processPending() {
    this.#pending = true;
    if (this.#busy || !this.#predictor) return;
    this.#busy = true;
    try {
      while (this.#pending && this.#predictor) {
        this.#pending = false;
        await this.#predict(this.#predictor);
      }
    } finally {
      this.#busy = false;
    }
    this.#inspect();
  }

  /** @param {Predictor} predictor */
  async #predict(predictor) {
    const begun = this.#now();
    const run = this.#run;
    const generation = this.#generation;
    const input = this.#drawing && predictor.prepare(this.#drawing);
    const snapshot = await predictor.applyQueued();
    this.#predicted = { input, generation, run };
    const answer = input && (await predictor.predict(input));
    if (answer) {
      const milliseconds = this.#now() - begun;
      this.#post({ type: 'answer', generation, ...answer, input, milliseconds }, { run });
    }
    if (snapshot && this.#forwardsWeights) this.#forwardWeights(snapshot, run);
  }

  /**
   * @param {Weights} snapshot
   * @param {number} run
   */
  #forwardWeights({ step, parameters }, run) {
    const copies = parameters.map((parameter) => ({ ...parameter, data: parameter.data.slice() }));
    this.#post({ type: 'weights', step, parameters: copies }, { run, transfer: copies.map(({ data }) => data.buffer) });
  }

  /** Sends activations and connections some time after the prediction. A new drawing is predicted first. */
  async #inspect() {
    if (this.#inspecting) return;
    this.#inspecting = true;
    await this.#yieldToEventLoop(this.#inspectionLimiter.remaining(this.#now()));
    const [begun, predicted] = [this.#now(), this.#predicted];
    try {
      await this.#postInspection(predicted);
    } catch (error) {
      this.#post(errorEvent(error), { run: predicted.run });
    }
    this.#inspectionLimiter.record(begun, this.#now());
    this.#inspecting = false;
    if (this.#predicted !== predicted) this.#inspect();
  }

  /**
   * Yields between layers. A drawing that arrives meanwhile is predicted, and the outdated inspection is dropped.
   *
   * @param {Predicted} predicted
   */
  async #postInspection(predicted) {
    const { input, generation, run } = predicted;
    const predictor = this.#predictor;
    const current = () => !this.#busy && predictor === this.#predictor && this.#predicted === predicted;
    if (!predictor || run !== this.#run || predictor.weights.size === 0 || !current()) return;
    const { session, weights } = predictor;
    const outputs = input ? await session.activations(input, { scale: 1 }) : null;
    const layers = [];
    for (const [at, { kind, outputShape }] of session.summary().entries()) {
      const weight = kind === 'dense' && outputShape.length === 1 ? weights.get(`layers.${at}.weight`) : undefined;
      if (weight) await this.#yieldToEventLoop(0);
      if (!current()) return;
      const source = outputs ? (outputs[at - 1]?.data ?? input) : null;
      const connections = weight ? strongest(weight, weight.length / (outputShape[0] ?? 1), source) : null;
      layers.push({ kind, shape: outputShape, activations: outputs?.[at]?.data ?? null, connections });
    }
    await this.#yieldToEventLoop(0);
    if (!current()) return;
    const event = { type: /** @type {const} */ ('inspection'), generation, empty: input === null, layers };
    const buffers = new Set(layers.flatMap(({ activations }) => (activations ? [activations.buffer] : [])));
    const transfer = /** @type {ArrayBuffer[]} */ ([...buffers]);
    this.#post({ ...event, tiles: this.#weightTiles(predictor) }, { run, transfer });
  }

  /**
   * @param {Predictor} predictor
   * @returns {import('../shared/protocol.js').WeightTiles | null} null where they were sent recently, or form no images
   */
  #weightTiles({ session, weights, shape }) {
    if (!this.#tilesLimiter.tryAcquire(this.#now())) return null;
    return firstTiles(session.summary(), weights, shape);
  }
}
