/**
 * @file A session: its calls queue and run in order. What they are given is checked and copied when they are made; how it
 * is computed is the backend's business.
 */

import * as check from './arguments.js';
import { bytes, checkInputs, checkLabels, checkParameters } from './array-arguments.js';
import { open } from './backend.js';
import { say } from './backend-reasons.js';
import { Queue } from './call-queue.js';
import { rank } from './class-probabilities.js';
import { freed, InkgradError, mismatch } from './error.js';
import { plainObject } from './plain-object.js';
import { explainOptions, nearestOptions } from './query-options.js';
import { isScaled } from './readers.js';
import { stepReport } from './step-report.js';
import { fit, train } from './training-loop.js';

/**
 * @typedef {import('./backend.js').Backend} Backend
 * @typedef {import('./inkgrad.js').Session} Session
 * @typedef {Omit<Session, symbol>} Members all but `Symbol.dispose`, which not every host has
 */

/** What only `create` and `load` know. */
const OURS = Symbol('a backend');

/**
 * The sessions of one instance.
 *
 * @param {import('./engine.js').Engine} engine
 * @param {import('./workers/open.js').Request} team
 * @returns {import('./inkgrad.js').SessionClass}
 */
export function sessionClass(engine, team) {
  class Session extends Calls {
    /** @param {unknown} spec */
    static async create(spec) {
      return new Session(OURS, await open(engine, team, { spec: plainObject(spec, 'spec') }));
    }

    /** @param {unknown} file */
    static async load(file) {
      const given = bytes(file, 'bytes');
      engine.makeRoom(given.byteLength, 'bytes');
      return new Session(OURS, await open(engine, team, { file: team.wanted === 1 ? given : given.slice() }));
    }
  }
  if (Symbol.dispose) {
    Object.defineProperty(Session.prototype, Symbol.dispose, { value: Session.prototype.free, configurable: true });
  }
  return /** @type {import('./inkgrad.js').SessionClass} */ (/** @type {unknown} */ (Session));
}

/** @implements {Members} */
class Calls {
  /** @type {Backend | null} null once freed */
  #backend;
  #queue = new Queue(() => this.#live());

  /**
   * @param {symbol} [key]
   * @param {Backend} [backend]
   */
  constructor(key, backend) {
    if (key !== OURS || !backend) {
      const message = 'a session comes from Session.create(spec) or Session.load(bytes)';
      throw new InkgradError('state', message, { id: 'state.constructed' });
    }
    this.#backend = backend;
  }

  get spec() {
    return this.#live().spec;
  }

  get classes() {
    return this.#live().classes;
  }

  get backend() {
    const placement = this.#live().placement;
    return { ...placement, reason: say(placement.reasons) };
  }

  summary() {
    return this.#live().summary;
  }

  /** @type {Session['setData']} */
  setData(part, data) {
    return this.#call('setData', {}, (backend) => {
      const given = check.object(data, 'data');
      const name = check.text(part, 'part');
      const scale = scaleOf(given, given.inputs);
      const warmup = check.optionalFlag(given.warmup, 'warmup') ?? false;
      return { part: name, scale, warmup, ...this.#labelled(backend, given.inputs, given.labels) };
    });
  }

  /** @type {Session['step']} */
  step(k = 1, options = {}) {
    return this.#call('step', options, () => ({ count: check.whole(k, 'k') }), stepReport);
  }

  /** @type {Session['fit']} */
  fit(options) {
    return fit(this.#trainer(), options);
  }

  /** @type {Session['train']} */
  train(options) {
    return train(this.#trainer(), options);
  }

  /** @type {Session['evaluate']} */
  evaluate(part, options = {}) {
    return this.#call('evaluate', options, () => ({
      part: check.text(part, 'part'),
      perSample: check.optionalFlag(check.object(options, 'options').perSample, 'perSample') ?? false,
    }));
  }

  /**
   * @param {unknown} inputs
   * @param {unknown} [options]
   * @returns {Promise<any>} numbers, or classes by name, as the types say
   */
  predict(inputs, options = {}) {
    const named = () => check.optionalFlag(check.object(options, 'options').named, 'named') ?? false;
    return this.#call(
      'predict',
      options,
      (backend) => ({ named: named(), ...this.#scaled(backend, inputs, 'inputs', options) }),
      (outputs, { named }) => (named ? rank(outputs, this.#live()) : outputs),
    );
  }

  /** @type {Session['activations']} */
  activations(input, options = {}) {
    return this.#call('activations', options, (backend) => this.#scaled(backend, input, 'input', options));
  }

  /** @type {Session['gradients']} */
  gradients(inputs, targets, options = {}) {
    return this.#call('gradients', options, (backend) => ({
      scale: scaleOf(options, inputs),
      ...this.#labelled(backend, inputs, targets),
    }));
  }

  /** @type {Session['explain']} */
  explain(input, options = {}) {
    return this.#call('explain', options, (backend) => {
      const checked = explainOptions(check.object(options, 'options'));
      return { options: checked, ...this.#scaled(backend, input, 'input', options) };
    });
  }

  /** @type {Session['nearest']} */
  nearest(input, options = {}) {
    return this.#call('nearest', options, (backend) => {
      const checked = nearestOptions(check.object(options, 'options'));
      return { ...checked, ...this.#scaled(backend, input, 'input', options) };
    });
  }

  /** @type {Session['statistics']} */
  statistics(options = {}) {
    return this.#call('statistics', options);
  }

  /** @type {Session['parameters']} */
  parameters() {
    return this.#call('parameters', {});
  }

  /** @type {Session['setParameters']} */
  setParameters(list) {
    return this.#call('setParameters', {}, (backend) => ({ list: backend.holdParameters(checkParameters(list)) }));
  }

  /** @type {Session['configure']} */
  configure(changes) {
    return this.#call('configure', {}, () => ({ changes: plainObject(changes, 'changes') }));
  }

  /** @type {Session['save']} */
  save() {
    return this.#call('save', {});
  }

  /** @type {Session['reset']} */
  reset(seed) {
    return this.#call('reset', {}, () => ({ seed: check.optionalWhole(seed, 'seed') }));
  }

  free() {
    this.#backend?.free();
    this.#backend = null;
  }

  /**
   * A call of the queue.
   *
   * @param {string} name of its command
   * @param {unknown} options
   * @param {(backend: Backend) => any} [prepare] checks and copies what the call is given
   * @param {(value: any, given: any) => any} [finish]
   * @returns {Promise<any>}
   */
  #call(name, options, prepare = () => ({}), finish = (value) => value) {
    const checked = () => ({ control: check.control(options), given: prepare(this.#live()) });
    return this.#queue.add(checked, ({ control, given }) => {
      try {
        const value = this.#live().call(name, given, control);
        if (!(value instanceof Promise)) return finish(value, given);
        return value.then((late) => finish(late, given)).finally(() => release(given));
      } catch (error) {
        release(given);
        throw error;
      }
    });
  }

  /**
   * @param {Backend} backend
   * @param {unknown} inputs
   * @param {string} path
   * @param {unknown} options
   */
  #scaled(backend, inputs, path, options) {
    const scale = scaleOf(options, inputs);
    return { scale, inputs: backend.holdInputs(this.#inputs(backend, inputs, path), path) };
  }

  /**
   * @param {Backend} backend
   * @param {unknown} values
   * @param {unknown} targets
   */
  #labelled(backend, values, targets) {
    const inputs = this.#inputs(backend, values, 'inputs');
    const labels = checkLabels(targets);
    return { inputs: backend.holdInputs(inputs, 'inputs'), labels: backend.holdLabels(labels) };
  }

  /**
   * Where the nesting tells how many values a sample holds, they must be as many as the network takes.
   *
   * @param {Backend} backend
   * @param {unknown} values
   * @param {string} path
   */
  #inputs(backend, values, path) {
    const inputs = checkInputs(values, path);
    if (inputs.sample === undefined) return inputs;
    const features = backend.spec.input.reduce((all, size) => all * size, 1);
    const isOne = path === 'input' && inputs.array.length === features;
    if (inputs.sample === features || isOne) return inputs;
    const expected = `${features} values, one sample`;
    throw mismatch('shape.sample_length', `${path}[0]`, expected, inputs.sample, undefined, {
      features: `${features}`,
    });
  }

  /** @returns {import('./training-loop.js').Trainer} */
  #trainer() {
    return {
      step: (count, control) => this.step(count, control),
      evaluate: (part, control) => this.evaluate(part, control),
      progress: () => this.#call('progress', {}),
    };
  }

  #live() {
    if (this.#backend) return this.#backend;
    throw freed();
  }
}

/**
 * What was copied into the instance for a call that did not come to it.
 *
 * @param {Record<string, any>} given
 */
function release(given) {
  for (const held of Object.values(given)) if (held?.__wbg_ptr) held.free();
}

/**
 * @param {unknown} options
 * @param {unknown} inputs
 * @returns {number | undefined} 1 for what `prepareDrawing` has scaled already
 */
function scaleOf(options, inputs) {
  const given = check.optionalNumber(check.object(options, 'options').scale, 'scale');
  return given ?? (isScaled(inputs) ? 1 : undefined);
}
