/** @file A session: its calls queue and run in order. What they are given is checked and copied when they are made. */

import * as check from './arguments.js';
import { InkgradError } from './error.js';
import { handOverInputs, handOverLabelled, handOverParameters } from './hand-over.js';
import { plainObject } from './plain.js';
import { Turns } from './turns.js';

/**
 * @typedef {import('./engine.js').Engine} Engine
 * @typedef {import('./generated/bindings.js').Handle} Handle
 * @typedef {import('./generated/bindings.js').SampleInputs} SampleInputs
 * @typedef {import('./inkgrad.js').SessionClass} SessionClass
 * @typedef {Omit<import('./inkgrad.js').Session, symbol>} Members all but `Symbol.dispose`, which not every host has
 */

/** More steps or pieces than any call has. */
const ALL = 2 ** 32 - 1;

/**
 * The sessions of one instance.
 *
 * @param {Engine} engine
 * @returns {SessionClass}
 */
export function sessionClass(engine) {
  class Session extends Calls {
    /** @param {Handle} [handle] */
    constructor(handle) {
      if (!handle) throw new InkgradError('state', 'a session comes from Session.create(spec) or Session.load(bytes)');
      super(engine, handle);
    }

    /** @param {unknown} spec */
    static async create(spec) {
      const plain = plainObject(spec, 'spec');
      return new Session(engine.call((glue) => glue.Handle.create(plain)));
    }

    /** @param {unknown} bytes */
    static async load(bytes) {
      const file = check.bytes(bytes, 'bytes');
      engine.makeRoom(file.byteLength, 'bytes');
      return new Session(engine.call((glue) => glue.Handle.load(file)));
    }
  }
  if (Symbol.dispose) Object.defineProperty(Session.prototype, Symbol.dispose, { value: Session.prototype.free });
  return /** @type {SessionClass} */ (/** @type {unknown} */ (Session));
}

/** @implements {Members} */
class Calls {
  #engine;
  /** @type {Handle | null} null once freed */
  #handle;
  /** @type {Promise<void> | null} the end of the last call; null when none is under way */
  #last = null;
  #steps = new Turns();
  #pieces = new Turns();

  /**
   * @param {Engine} engine
   * @param {Handle} handle
   */
  constructor(engine, handle) {
    this.#engine = engine;
    this.#handle = handle;
  }

  get spec() {
    return this.#core((handle) => handle.spec());
  }

  get backend() {
    this.#core(() => {});
    const { info, reason } = this.#engine;
    return { build: info.build, workers: info.workers, gpu: info.gpu, reason };
  }

  summary() {
    return this.#core((handle) => handle.summary());
  }

  /** @type {import('./inkgrad.js').Session['setData']} */
  setData(part, data) {
    const prepare = () => {
      const given = check.object(data, 'data');
      const name = check.text(part, 'part');
      const scale = check.optionalNumber(given.scale, 'scale') ?? 1;
      const warmup = check.optionalFlag(given.warmup, 'warmup') ?? false;
      return { name, scale, warmup, ...handOverLabelled(this.#engine, given.inputs, given.labels) };
    };
    return this.#call(prepare, ({ name, inputs, labels, scale, warmup }) =>
      this.#core((handle) => handle.set_data(name, inputs, labels, scale, warmup)),
    );
  }

  /** @type {import('./inkgrad.js').Session['step']} */
  step(k = 1, options = {}) {
    const prepare = () => ({
      count: check.whole(k, 'k'),
      signal: check.optionalSignal(check.object(options, 'options').signal),
    });
    return this.#call(prepare, async ({ count, signal }) => {
      this.#core((handle) => handle.begin(count));
      const advance = (/** @type {number} */ most) => this.#core((handle) => handle.advance(most));
      if (signal) await this.#steps.run(signal, advance);
      else while (advance(ALL));
      return stepReport(this.#core((handle) => handle.report()));
    });
  }

  /** @type {import('./inkgrad.js').Session['evaluate']} */
  evaluate(part, options = {}) {
    const prepare = () => {
      const { perSample, signal } = check.object(options, 'options');
      return {
        name: check.text(part, 'part'),
        perSample: check.optionalFlag(perSample, 'perSample') ?? false,
        signal: check.optionalSignal(signal),
      };
    };
    return this.#call(prepare, async ({ name, perSample, signal }) => {
      this.#core((handle) => handle.begin_evaluation(name, perSample, 0, 1));
      const advance = (/** @type {number} */ most) => this.#core((handle) => handle.advance_evaluation(most));
      if (signal) await this.#pieces.run(signal, advance);
      else while (advance(ALL));
      return this.#core((handle) => handle.evaluation());
    });
  }

  /** @type {import('./inkgrad.js').Session['predict']} */
  predict(inputs, options = {}) {
    return this.#look(inputs, 'inputs', options, (handle, given, scale) => handle.predict(given, scale));
  }

  /** @type {import('./inkgrad.js').Session['activations']} */
  activations(input, options = {}) {
    return this.#look(input, 'input', options, (handle, given, scale) => handle.activations(given, scale));
  }

  /** @type {import('./inkgrad.js').Session['gradients']} */
  gradients(inputs, targets, options = {}) {
    const prepare = () => {
      const scale = scaleOf(options);
      return { scale, ...handOverLabelled(this.#engine, inputs, targets) };
    };
    return this.#call(prepare, ({ inputs, labels, scale }) =>
      this.#core((handle) => handle.gradients(inputs, labels, scale)),
    );
  }

  parameters() {
    return this.#call(nothing, () => this.#core((handle) => handle.parameters()));
  }

  /** @type {import('./inkgrad.js').Session['setParameters']} */
  setParameters(list) {
    return this.#call(
      () => handOverParameters(this.#engine, list),
      (given) => this.#core((handle) => handle.set_parameters(given)),
    );
  }

  /** @type {import('./inkgrad.js').Session['configure']} */
  configure(changes) {
    return this.#call(
      () => plainObject(changes, 'changes'),
      (given) => this.#core((handle) => handle.configure(given)),
    );
  }

  save() {
    return this.#call(nothing, () => {
      const file = this.#core((handle) => handle.save());
      return /** @type {Uint8Array<ArrayBuffer>} */ (file);
    });
  }

  /** @type {import('./inkgrad.js').Session['reset']} */
  reset(seed) {
    return this.#call(
      () => (seed === undefined ? undefined : check.whole(seed, 'seed')),
      (given) => this.#core((handle) => handle.reset(given)),
    );
  }

  free() {
    if (!this.#engine.ended) this.#handle?.free();
    this.#handle = null;
  }

  /**
   * @template Result
   * @param {unknown} inputs
   * @param {string} path
   * @param {unknown} options
   * @param {(handle: Handle, inputs: SampleInputs, scale?: number) => Result} work
   * @returns {Promise<Result>}
   */
  #look(inputs, path, options, work) {
    const prepare = () => ({ scale: scaleOf(options), given: handOverInputs(this.#engine, inputs, path) });
    return this.#call(prepare, ({ given, scale }) => this.#core((handle) => work(handle, given, scale)));
  }

  /**
   * The next call of the queue. With nothing before it, it begins at once.
   *
   * @template Given, Result
   * @param {() => Given} prepare
   * @param {(given: Given) => Result | Promise<Result>} work
   * @returns {Promise<Result>}
   */
  #call(prepare, work) {
    /** @type {() => Given} */
    let given;
    try {
      this.#live();
      const value = prepare();
      given = () => value;
    } catch (error) {
      given = () => {
        throw error;
      };
    }
    const run = async () => work(given());
    const result = this.#last ? this.#last.then(run) : run();
    const ended = () => {
      if (this.#last === last) this.#last = null;
    };
    const last = result.then(ended, ended);
    this.#last = last;
    return result;
  }

  /**
   * @template Result
   * @param {(handle: Handle) => Result} task
   * @returns {Result}
   */
  #core(task) {
    const handle = this.#live();
    return this.#engine.call(() => task(handle));
  }

  #live() {
    if (this.#handle) return this.#handle;
    throw new InkgradError('state', 'the session was freed; create or load another');
  }
}

/** @param {unknown} options */
function scaleOf(options) {
  return check.optionalNumber(check.object(options, 'options').scale, 'scale');
}

const FINISHED = /** @type {const} */ ([null, 'early_stopping', 'diverged']);

/**
 * @param {Float64Array} numbers as the bindings order them
 * @returns {import('./inkgrad.js').StepReport}
 */
function stepReport([step, epoch, samples, loss, accuracy, gradientNorm, learningRate, finished]) {
  return {
    step,
    epoch,
    samples,
    loss,
    accuracy: Number.isNaN(accuracy) ? null : accuracy,
    gradientNorm,
    learningRate,
    finished: FINISHED[finished],
  };
}

function nothing() {}
