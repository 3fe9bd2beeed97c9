/** @file The class `Session`: validates and copies the arguments of a call, and queues the call for the backend. */

import * as check from './arguments.js';
import { bytes, checkInputs, checkLabels, checkParameters } from './array-arguments.js';
import { open } from './backend.js';
import { formatReasons } from './backend-reasons.js';
import { CallQueue } from './call-queue.js';
import { rankClasses } from './class-probabilities.js';
import { freedError, InkgradError, mismatch } from './error.js';
import { exporter } from './model-files.js';
import { plainObject } from './plain-object.js';
import { explainOptions, nearestOptions } from './query-options.js';
import { readScale } from './readers.js';
import { stepReport } from './step-report.js';
import { fit, train } from './training-loop.js';

/**
 * @typedef {import('./backend.js').Backend} Backend
 * @typedef {import('./inkgrad.js').Session} Session
 * @typedef {Omit<Session, symbol>} Members without `Symbol.dispose`, which not every engine has
 */

/** The key of the private constructor: only `create` and `load` have it. */
const CONSTRUCTOR_KEY = Symbol('constructor');

/**
 * The session class of one wasm instance.
 *
 * @param {import('./engine.js').Engine} engine
 * @param {import('./workers/open.js').WorkerRequest} request
 * @returns {import('./inkgrad.js').SessionClass}
 */
export function sessionClass(engine, request) {
  class Session extends SessionBase {
    /** @param {unknown} spec */
    static async create(spec) {
      return new Session(CONSTRUCTOR_KEY, await open(engine, request, { spec: plainObject(spec, 'spec') }));
    }

    /** @param {unknown} file */
    static async load(file) {
      const array = bytes(file, 'bytes');
      engine.ensureMemory(array.byteLength, 'bytes');
      const source = { file: request.workers === 1 ? array : array.slice() };
      return new Session(CONSTRUCTOR_KEY, await open(engine, request, source));
    }
  }
  if (Symbol.dispose) {
    Object.defineProperty(Session.prototype, Symbol.dispose, { value: Session.prototype.free, configurable: true });
  }
  return /** @type {import('./inkgrad.js').SessionClass} */ (/** @type {unknown} */ (Session));
}

/** @implements {Members} */
class SessionBase {
  /** @type {Backend | null} null once freed */
  #backend;
  #queue = new CallQueue(() => this.#requireBackend());

  /**
   * @param {symbol} [key]
   * @param {Backend} [backend]
   */
  constructor(key, backend) {
    if (key !== CONSTRUCTOR_KEY || !backend) {
      const message = 'a session comes from Session.create(spec) or Session.load(bytes)';
      throw new InkgradError('state', message, { id: 'state.constructed' });
    }
    this.#backend = backend;
  }

  get spec() {
    return this.#requireBackend().spec;
  }

  get classes() {
    return this.#requireBackend().classes;
  }

  get backend() {
    const placement = this.#requireBackend().placement;
    return { ...placement, reason: formatReasons(placement.reasons) };
  }

  summary() {
    return this.#requireBackend().summary;
  }

  /** @type {Session['setData']} */
  setData(part, data) {
    return this.#call('setData', {}, (backend) => {
      const samples = check.object(data, 'data');
      const name = check.string(part, 'part');
      const scale = readScale(samples, samples.inputs);
      const warmup = check.optionalBoolean(samples.warmup, 'warmup') ?? false;
      return { part: name, scale, warmup, ...this.#copyLabelledSamples(backend, samples.inputs, samples.labels) };
    });
  }

  /** @type {Session['step']} */
  step(k = 1, options = {}) {
    return this.#call('step', options, () => ({ count: check.integer(k, 'k') }), stepReport);
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
      part: check.string(part, 'part'),
      perSample: check.optionalBoolean(check.object(options, 'options').perSample, 'perSample') ?? false,
    }));
  }

  /**
   * @param {unknown} inputs
   * @param {unknown} [options]
   * @returns {Promise<any>} see the overloads in `inkgrad.d.ts`
   */
  predict(inputs, options = {}) {
    const named = () => check.optionalBoolean(check.object(options, 'options').named, 'named') ?? false;
    return this.#call(
      'predict',
      options,
      (backend) => ({ named: named(), ...this.#copyQueryInputs(backend, inputs, 'inputs', options) }),
      (outputs, { named }) => (named ? rankClasses(outputs, this.#requireBackend()) : outputs),
    );
  }

  /** @type {Session['activations']} */
  activations(input, options = {}) {
    return this.#call('activations', options, (backend) => this.#copyQueryInputs(backend, input, 'input', options));
  }

  /** @type {Session['gradients']} */
  gradients(inputs, targets, options = {}) {
    return this.#call('gradients', options, (backend) => ({
      scale: readScale(options, inputs),
      ...this.#copyLabelledSamples(backend, inputs, targets),
    }));
  }

  /** @type {Session['explain']} */
  explain(input, options = {}) {
    return this.#call('explain', options, (backend) => {
      const checked = explainOptions(check.object(options, 'options'));
      return { options: checked, ...this.#copyQueryInputs(backend, input, 'input', options) };
    });
  }

  /** @type {Session['nearest']} */
  nearest(input, options = {}) {
    return this.#call('nearest', options, (backend) => {
      const checked = nearestOptions(check.object(options, 'options'));
      return { ...checked, ...this.#copyQueryInputs(backend, input, 'input', options) };
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
    return this.#call('setParameters', {}, (backend) => ({ list: backend.copyParameters(checkParameters(list)) }));
  }

  /** @type {Session['configure']} */
  configure(changes) {
    return this.#call('configure', {}, () => ({ changes: plainObject(changes, 'changes') }));
  }

  /** @type {Session['save']} */
  save() {
    return this.#call('save', {});
  }

  /** @type {Session['export']} */
  async export(format, options = {}) {
    const exported = exporter(format, options, this.#requireBackend().placement.build);
    return exported(await this.save());
  }

  /** @type {Session['reset']} */
  reset(seed) {
    return this.#call('reset', {}, () => ({ seed: check.optionalInteger(seed, 'seed') }));
  }

  free() {
    this.#backend?.free();
    this.#backend = null;
  }

  /**
   * Queues a call.
   *
   * @param {string} name of the command
   * @param {unknown} options
   * @param {(backend: Backend) => any} [prepare] validates and copies the arguments
   * @param {(value: any, args: any) => any} [finish] converts the result
   * @returns {Promise<any>}
   */
  #call(name, options, prepare = () => ({}), finish = (value) => value) {
    const checked = () => ({ control: check.control(options), args: prepare(this.#requireBackend()) });
    return this.#queue.add(checked, ({ control, args }) => {
      try {
        const value = this.#requireBackend().call(name, args, control);
        if (!(value instanceof Promise)) return finish(value, args);
        return value.then((result) => finish(result, args)).finally(() => release(args));
      } catch (error) {
        release(args);
        throw error;
      }
    });
  }

  /**
   * The inputs of a query and their scale.
   *
   * @param {Backend} backend
   * @param {unknown} inputs
   * @param {string} path
   * @param {unknown} options
   */
  #copyQueryInputs(backend, inputs, path, options) {
    const scale = readScale(options, inputs);
    return { scale, inputs: backend.copyInputs(this.#readInputs(backend, inputs, path), path) };
  }

  /**
   * @param {Backend} backend
   * @param {unknown} values
   * @param {unknown} targets
   */
  #copyLabelledSamples(backend, values, targets) {
    const inputs = this.#readInputs(backend, values, 'inputs');
    const labels = checkLabels(targets);
    return { inputs: backend.copyInputs(inputs, 'inputs'), labels: backend.copyLabels(labels) };
  }

  /**
   * Validates inputs. For nested arrays the length of a sample must match the network's input.
   *
   * @param {Backend} backend
   * @param {unknown} values
   * @param {string} path
   */
  #readInputs(backend, values, path) {
    const inputs = checkInputs(values, path);
    if (inputs.sample === undefined) return inputs;
    const features = backend.spec.input.reduce((all, size) => all * size, 1);
    const isFlatSample = path === 'input' && inputs.array.length === features;
    if (inputs.sample === features || isFlatSample) return inputs;
    const expected = `${features} values, one sample`;
    const details = { features: String(features) };
    throw mismatch('shape.sample_length', `${path}[0]`, expected, inputs.sample, undefined, details);
  }

  /** @returns {import('./training-loop.js').Trainer} */
  #trainer() {
    return {
      step: (count, control) => this.step(count, control),
      evaluate: (part, control) => this.evaluate(part, control),
      progress: () => this.#call('progress', {}),
    };
  }

  #requireBackend() {
    if (this.#backend) return this.#backend;
    throw freedError();
  }
}

/**
 * Frees arguments in wasm memory that the core has not consumed, because the call failed before.
 *
 * @param {Record<string, any>} args
 */
function release(args) {
  for (const value of Object.values(args)) if (value?.__wbg_ptr) value.free();
}
