/**
 * @file Answers drawings from the latest snapshot: a stroke never waits for a step. It keeps only the newest drawing and
 * tells, once nothing waits for an answer, what goes on inside the network. Weights of a network that is light enough
 * for the page's own thread are passed on to the page.
 */

import { Answerer } from '../shared/answerer.js';
import { Due } from '../shared/due.js';
import { isLight } from '../shared/lightness.js';
import { strongest } from './connections.js';
import { errorEvent } from './link.js';
import { firstTiles } from './tiles.js';

/**
 * @typedef {import('../shared/protocol.js').PredictionCommand} Command
 * @typedef {import('../shared/answerer.js').Weights} Weights
 * @typedef {import('inkgrad').Inkgrad} Inkgrad
 * @typedef {{ input: Float32Array | null, generation: number, run: number }} Shown what was answered last
 */

export class Predictor {
  #load;
  #post;
  #now;
  #turn;
  /** @type {Inkgrad | null} */
  #inkgrad = null;
  /** @type {Answerer | null} */
  #answerer = null;
  #light = false;
  /** @type {MessagePort | null} */
  #port = null;
  /** @type {import('../shared/protocol.js').Predict | null} */
  #drawing = null;
  #generation = 0;
  /** @type {Shown} */
  #shown = { input: null, generation: 0, run: 0 };
  #wanted = false;
  #busy = false;
  #looking = false;
  #run = 0;
  #lookDue = new Due(100, 20);
  #tilesDue = new Due(250);

  /**
   * @param {(engine: import('../shared/protocol.js').Engine) => Promise<Inkgrad>} load
   * @param {import('./link.js').Post} post
   * @param {() => number} now milliseconds
   * @param {(milliseconds: number) => Promise<void>} turn lets the worker hear its messages, for so long at least
   */
  constructor(load, post, now, turn) {
    this.#load = load;
    this.#post = post;
    this.#now = now;
    this.#turn = turn;
  }

  /** @param {Command & import('../shared/protocol.js').Seal} command */
  async handle(command) {
    if (command.type === 'open') return this.#open(command);
    if (command.run !== this.#run) return;
    this.#generation = command.generation;
    this.#drawing = command.type === 'predict' ? command : null;
    return this.#work();
  }

  /** @param {import('../shared/protocol.js').OpenPrediction & import('../shared/protocol.js').Seal} command */
  async #open(command) {
    this.#run = command.run;
    this.#answerer?.free();
    this.#answerer = null;
    this.#port?.close();
    this.#port = command.snapshots;
    this.#inkgrad ??= await this.#load({ ...command.engine, workers: 1 });
    const answerer = await Answerer.open(this.#inkgrad, command.spec, command.data);
    if (this.#run !== command.run) return answerer.free();
    this.#answerer = answerer;
    this.#light = isLight(answerer.session.summary());
    this.#port.onmessage = ({ data }) => {
      answerer.take(data);
      this.#port?.postMessage(null);
      this.#work().catch((error) => this.#post(errorEvent(error), { run: command.run }));
    };
  }

  /** One drawing or snapshot at a time; what came meanwhile is taken up after it, the newest alone. */
  async #work() {
    this.#wanted = true;
    if (this.#busy || !this.#answerer) return;
    this.#busy = true;
    try {
      while (this.#wanted && this.#answerer) {
        this.#wanted = false;
        await this.#answer(this.#answerer);
      }
    } finally {
      this.#busy = false;
    }
    this.#look();
  }

  /** @param {Answerer} answerer */
  async #answer(answerer) {
    const begun = this.#now();
    const run = this.#run;
    const generation = this.#generation;
    const input = this.#drawing && answerer.prepare(this.#drawing);
    const snapshot = await answerer.adopt();
    this.#shown = { input, generation, run };
    const answer = input && (await answerer.predict(input));
    if (answer) {
      const milliseconds = this.#now() - begun;
      this.#post({ type: 'answer', generation, ...answer, input, milliseconds }, { run });
    }
    if (snapshot && this.#light) this.#passOn(snapshot, run);
  }

  /**
   * @param {Weights} snapshot
   * @param {number} run
   */
  #passOn({ step, parameters }, run) {
    const copies = parameters.map((parameter) => ({ ...parameter, data: parameter.data.slice() }));
    this.#post({ type: 'weights', step, parameters: copies }, { run, transfer: copies.map(({ data }) => data.buffer) });
  }

  /** Tells what goes on inside, some time after the answer: a drawing that has come meanwhile is answered first. */
  async #look() {
    if (this.#looking) return;
    this.#looking = true;
    await this.#turn(this.#lookDue.left(this.#now()));
    const [begun, shown] = [this.#now(), this.#shown];
    try {
      await this.#tellInside(shown);
    } catch (error) {
      this.#post(errorEvent(error), { run: shown.run });
    }
    this.#lookDue.done(begun, this.#now());
    this.#looking = false;
    if (this.#shown !== shown) this.#look();
  }

  /**
   * In pieces: a drawing that comes between two is answered, and what goes on inside for the one before is of no use.
   *
   * @param {Shown} shown
   */
  async #tellInside(shown) {
    const { input, generation, run } = shown;
    const answerer = this.#answerer;
    const current = () => !this.#busy && answerer === this.#answerer && this.#shown === shown;
    if (!answerer || run !== this.#run || answerer.weights.size === 0 || !current()) return;
    const { session, weights } = answerer;
    const outputs = input ? await session.activations(input, { scale: 1 }) : null;
    const layers = [];
    for (const [at, { kind, outputShape }] of session.summary().entries()) {
      const weight = kind === 'dense' && outputShape.length === 1 ? weights.get(`layers.${at}.weight`) : undefined;
      if (weight) await this.#turn(0);
      if (!current()) return;
      const source = outputs ? (outputs[at - 1]?.data ?? input) : null;
      const connections = weight ? strongest(weight, weight.length / (outputShape[0] ?? 1), source) : null;
      layers.push({ kind, shape: outputShape, activations: outputs?.[at]?.data ?? null, connections });
    }
    await this.#turn(0);
    if (!current()) return;
    const event = { type: /** @type {const} */ ('inside'), generation, empty: input === null, layers };
    const buffers = new Set(layers.flatMap(({ activations }) => (activations ? [activations.buffer] : [])));
    const transfer = /** @type {ArrayBuffer[]} */ ([...buffers]);
    this.#post({ ...event, tiles: this.#tellTiles(answerer) }, { run, transfer });
  }

  /**
   * @param {Answerer} answerer
   * @returns {import('../shared/protocol.js').WeightTiles | null} null where they were told a moment ago, or are no pictures
   */
  #tellTiles({ session, weights, shape }) {
    if (!this.#tilesDue.take(this.#now())) return null;
    return firstTiles(session.summary(), weights, shape);
  }
}
