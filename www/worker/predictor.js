/**
 * @file Answers drawings from the latest snapshot, with a session of its own: a stroke never waits for a step. It keeps
 * only the newest drawing and tells, once nothing waits for an answer, what goes on inside the network.
 */

import { dataSets } from '../shared/data-sets.js';
import { strongest } from './connections.js';
import { Due } from './due.js';
import { errorEvent } from './link.js';
import { firstTiles } from './tiles.js';

/**
 * @typedef {import('../shared/protocol.js').PredictionCommand} Command
 * @typedef {import('../shared/protocol.js').Snapshot} Snapshot
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
  /** @type {import('inkgrad').Session | null} */
  #session = null;
  /** @type {import('../shared/data-sets.js').DataSet} */
  #dataSet = dataSets.mnist;
  /** @type {MessagePort | null} */
  #port = null;
  /** @type {Snapshot | null} the newest, not yet set */
  #snapshot = null;
  /** @type {Map<string, Float32Array>} weights of the snapshot in use, by parameter name */
  #weights = new Map();
  #step = 0;
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
    this.#snapshot = null;
    this.#weights = new Map();
    this.#session?.free();
    this.#session = null;
    this.#port?.close();
    this.#port = command.snapshots;
    this.#dataSet = dataSets[command.data];
    this.#inkgrad ??= await this.#load({ ...command.engine, workers: 1 });
    const session = await this.#inkgrad.Session.create(command.spec);
    if (this.#run !== command.run) return session.free();
    this.#session = session;
    this.#port.onmessage = ({ data }) => {
      this.#snapshot = data;
      this.#port?.postMessage(null);
      this.#work().catch((error) => this.#post(errorEvent(error), { run: command.run }));
    };
  }

  /** One drawing or snapshot at a time; what came meanwhile is taken up after it, the newest alone. */
  async #work() {
    this.#wanted = true;
    if (this.#busy || !this.#session) return;
    this.#busy = true;
    try {
      while (this.#wanted && this.#session) {
        this.#wanted = false;
        await this.#answer(this.#session);
      }
    } finally {
      this.#busy = false;
    }
    this.#look();
  }

  /** @param {import('inkgrad').Session} session */
  async #answer(session) {
    const begun = this.#now();
    const run = this.#run;
    const generation = this.#generation;
    const input = this.#drawing && this.#prepare(this.#drawing);
    if (this.#snapshot) await this.#adopt(session, this.#snapshot);
    this.#shown = { input, generation, run };
    if (!input || this.#weights.size === 0) return;
    const probabilities = await session.predict(input, { scale: 1 });
    const milliseconds = this.#now() - begun;
    this.#post({ type: 'answer', generation, step: this.#step, probabilities, input, milliseconds }, { run });
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
   * @param {import('inkgrad').Session} session
   * @param {Snapshot} snapshot
   */
  async #adopt(session, snapshot) {
    this.#snapshot = null;
    await session.setParameters(snapshot.parameters);
    this.#step = snapshot.step;
    this.#weights = new Map(snapshot.parameters.map(({ name, data }) => [name, data]));
  }

  /** @param {import('../shared/protocol.js').Predict} drawing */
  #prepare({ pixels, width, height }) {
    const { shape, fit } = this.#dataSet;
    return this.#inkgrad?.prepareDrawing({ pixels, width, height, shape, fit }).input ?? null;
  }

  /**
   * In pieces: a drawing that comes between two is answered, and what goes on inside for the one before is of no use.
   *
   * @param {Shown} shown
   */
  async #tellInside(shown) {
    const { input, generation, run } = shown;
    const session = this.#session;
    const current = () => !this.#busy && session === this.#session && this.#shown === shown;
    if (!session || run !== this.#run || this.#weights.size === 0 || !current()) return;
    const outputs = input ? await session.activations(input, { scale: 1 }) : null;
    const layers = [];
    for (const [at, { kind, outputShape }] of session.summary().entries()) {
      const weight =
        kind === 'dense' && outputShape.length === 1 ? this.#weights.get(`layers.${at}.weight`) : undefined;
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
    this.#post({ ...event, tiles: this.#tellTiles(session) }, { run, transfer });
  }

  /**
   * @param {import('inkgrad').Session} session
   * @returns {import('../shared/protocol.js').WeightTiles | null} null where they were told a moment ago, or are no pictures
   */
  #tellTiles(session) {
    const now = this.#now();
    if (!this.#tilesDue.take(now)) return null;
    return firstTiles(session.summary(), this.#weights, this.#dataSet.shape);
  }
}
