/** @file A session: its calls queue and run in order. What they are given is checked and copied when they are made. */

import * as check from './arguments.js';
import { divide } from './crew/divide.js';
import { Divided } from './crew/session.js';
import { InkgradError } from './error.js';
import { handOverInputs, handOverLabelled, handOverParameters } from './hand-over.js';
import { plainObject } from './plain.js';
import { Queue } from './queue.js';
import { stepReport } from './report.js';
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
 * The sessions of one instance; those that several workers train are among them.
 *
 * @param {Engine} engine
 * @param {import('./crew/rule.js').Team} team
 * @returns {SessionClass}
 */
export function sessionClass(engine, team) {
  /** @type {WeakSet<object>} */
  const divided = new WeakSet();
  class Session extends Calls {
    /**
     * @param {Handle} [handle]
     * @param {string} [reason]
     */
    constructor(handle, reason) {
      if (!handle) throw new InkgradError('state', 'a session comes from Session.create(spec) or Session.load(bytes)');
      super(engine, handle, reason);
    }

    /**
     * @override
     * @param {unknown} value
     */
    static [Symbol.hasInstance](value) {
      return Function.prototype[Symbol.hasInstance].call(Session, value) || divided.has(/** @type {object} */ (value));
    }

    /** @param {unknown} spec */
    static async create(spec) {
      const plain = plainObject(spec, 'spec');
      return begin({ spec: plain }, (glue) => glue.Handle.create(plain));
    }

    /** @param {unknown} bytes */
    static async load(bytes) {
      const file = check.bytes(bytes, 'bytes');
      engine.makeRoom(file.byteLength, 'bytes');
      const copy = team.wanted === 1 ? file : file.slice();
      return begin({ file: copy }, (glue) => glue.Handle.load(copy));
    }
  }

  /**
   * @param {{ spec: object } | { file: Uint8Array }} origin
   * @param {(glue: import('./engine.js').Glue) => Handle} alone
   */
  async function begin(origin, alone) {
    if (team.wanted === 1) return new Session(engine.call(alone));
    const { session, reason } = await divide(engine, team, origin);
    if (!session) return new Session(engine.call(alone), reason);
    divided.add(session);
    return session;
  }
  if (Symbol.dispose) {
    for (const { prototype } of [Session, Divided]) {
      Object.defineProperty(prototype, Symbol.dispose, { value: prototype.free, configurable: true });
    }
  }
  return /** @type {SessionClass} */ (/** @type {unknown} */ (Session));
}

/** @implements {Members} */
class Calls {
  #engine;
  /** @type {Handle | null} null once freed */
  #handle;
  #queue = new Queue(() => this.#live());
  #steps = new Turns();
  #pieces = new Turns();

  #reason;

  /**
   * @param {Engine} engine
   * @param {Handle} handle
   * @param {string} [reason] why it runs on one core, where more were thought of
   */
  constructor(engine, handle, reason = '') {
    this.#engine = engine;
    this.#reason = reason;
    this.#handle = handle;
  }

  get spec() {
    return this.#core((handle) => handle.spec());
  }

  get backend() {
    this.#core(() => {});
    const { info, reason } = this.#engine;
    const told = [reason, this.#reason].filter(Boolean).join('; ') || 'as asked for';
    return { build: info.build, workers: 1, gpu: info.gpu, reason: told };
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
    return this.#queue.add(prepare, ({ name, inputs, labels, scale, warmup }) =>
      this.#core((handle) => handle.set_data(name, inputs, labels, scale, warmup)),
    );
  }

  /** @type {import('./inkgrad.js').Session['step']} */
  step(k = 1, options = {}) {
    const prepare = () => ({
      count: check.whole(k, 'k'),
      signal: check.optionalSignal(check.object(options, 'options').signal),
    });
    return this.#queue.add(prepare, async ({ count, signal }) => {
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
    return this.#queue.add(prepare, async ({ name, perSample, signal }) => {
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
    return this.#queue.add(prepare, ({ inputs, labels, scale }) =>
      this.#core((handle) => handle.gradients(inputs, labels, scale)),
    );
  }

  parameters() {
    return this.#queue.add(nothing, () => this.#core((handle) => handle.parameters()));
  }

  /** @type {import('./inkgrad.js').Session['setParameters']} */
  setParameters(list) {
    return this.#queue.add(
      () => handOverParameters(this.#engine, list),
      (given) => this.#core((handle) => handle.set_parameters(given)),
    );
  }

  /** @type {import('./inkgrad.js').Session['configure']} */
  configure(changes) {
    return this.#queue.add(
      () => plainObject(changes, 'changes'),
      (given) => this.#core((handle) => handle.configure(given)),
    );
  }

  save() {
    return this.#queue.add(nothing, () => {
      const file = this.#core((handle) => handle.save());
      return /** @type {Uint8Array<ArrayBuffer>} */ (file);
    });
  }

  /** @type {import('./inkgrad.js').Session['reset']} */
  reset(seed) {
    return this.#queue.add(
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
    return this.#queue.add(prepare, ({ given, scale }) => this.#core((handle) => work(handle, given, scale)));
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

function nothing() {}
