/** @file The backend on the caller's thread. It runs commands in time slices; a GPU may take the training steps. */

import { reason } from './backend-reasons.js';
import { direct, sliced } from './commands.js';
import { freedError } from './error.js';
import { TimeSlicer } from './time-slicer.js';
import { WasmArrays } from './wasm-arrays.js';

/**
 * @typedef {import('./engine.js').Engine} Engine
 * @typedef {import('./generated/bindings.js').Handle} Handle
 * @typedef {import('./arguments.js').Control} Control
 * @typedef {import('./backend.js').Backend} Backend
 */

/** @implements {Backend} */
export class LocalBackend {
  #engine;
  /** @type {Handle | null} null once freed */
  #handle;
  /** @type {import('./gpu/ahead.js').Ahead | null} the GPU trainer; null if no GPU is requested */
  #gpuTrainer;
  #arrays;
  #timeSlicer = new TimeSlicer();
  #reasons;

  /**
   * @param {Engine} engine
   * @param {Handle} handle
   * @param {import('./inkgrad.js').Reason[]} [reasons] why it runs on one core although more were requested
   */
  constructor(engine, handle, reasons = []) {
    this.#engine = engine;
    this.#handle = handle;
    this.#reasons = reasons;
    this.#arrays = new WasmArrays(engine);
    this.#gpuTrainer = engine.gpu?.ahead((task) => this.#core(task), this.#timeSlicer) ?? null;
  }

  get spec() {
    return this.#core((handle) => handle.spec());
  }

  get summary() {
    return this.#core((handle) => handle.summary());
  }

  get classes() {
    return this.#core((handle) => handle.classes());
  }

  get placement() {
    this.#core(() => {});
    const { info, reasons } = this.#engine;
    const gpuReasons = this.#gpuTrainer?.reason ? [reason('gpu.told', { text: this.#gpuTrainer.reason })] : [];
    const gpu = this.#gpuTrainer?.gpu ?? null;
    return { build: info.build, workers: 1, gpu, reasons: [...reasons, ...gpuReasons, ...this.#reasons] };
  }

  /** @type {Backend['copyInputs']} */
  copyInputs(inputs, path) {
    return this.#arrays.inputs(inputs, path);
  }

  /** @type {Backend['copyLabels']} */
  copyLabels(labels) {
    return this.#arrays.labels(labels);
  }

  /** @type {Backend['copyParameters']} */
  copyParameters(list) {
    return this.#arrays.parameters(list);
  }

  /** @type {Backend['call']} */
  call(name, args, control) {
    if (name === 'step' && this.#gpuTrainer?.active) return this.#gpuTrainer.step(args.count, control.signal);
    // Other commands need the parameters of the last step, so they are read back from the GPU first.
    const synced = name === 'step' ? undefined : this.#gpuTrainer?.settle(direct[name]?.mutates);
    return synced ? synced.then(() => this.#run(name, args, control)) : this.#run(name, args, control);
  }

  /**
   * @param {string} name
   * @param {any} args
   * @param {Control} control
   */
  #run(name, args, control) {
    const command = direct[name];
    const work = command ? this.#asSliced(command, args) : /** @type {import('./commands.js').Sliced} */ (sliced[name]);
    this.#timeSlicer.throwIfAborted(control.signal);
    this.#core((handle) => work.begin(handle, args, this.#arrays));
    const advance = (/** @type {number} */ milliseconds) => this.#core((handle) => work.advance(handle, milliseconds));
    try {
      if (this.#timeSlicer.runFirst(advance, control.blocking)) return this.#core(work.finish);
    } catch (error) {
      this.#dropTask();
      throw error;
    }
    return this.#runRemaining(work, advance, control);
  }

  /**
   * Runs the slices after the first.
   *
   * @param {import('./commands.js').Sliced} work
   * @param {(milliseconds: number) => boolean} advance
   * @param {Control} control
   */
  async #runRemaining(work, advance, { signal, blocking }) {
    try {
      await this.#timeSlicer.run(signal, advance, blocking);
      return this.#core(work.finish);
    } catch (error) {
      this.#dropTask();
      throw error;
    }
  }

  /** Frees the memory of a command that failed. */
  #dropTask() {
    if (this.#handle && !this.#engine.failed) this.#core((handle) => handle.drop_task());
  }

  /**
   * A command that runs in one piece, in the form of a sliced command with one slice.
   *
   * @param {import('./commands.js').Direct} command
   * @param {any} args
   * @returns {import('./commands.js').Sliced}
   */
  #asSliced(command, args) {
    /** @type {unknown} */
    let result;
    return {
      begin() {},
      advance: (handle) => {
        result = command.run(handle, args, this.#arrays);
        return false;
      },
      finish: () => result,
    };
  }

  free() {
    this.#gpuTrainer?.free();
    if (!this.#engine.failed) this.#handle?.free();
    this.#handle = null;
  }

  /**
   * @template Result
   * @param {(handle: Handle) => Result} task
   * @returns {Result}
   */
  #core(task) {
    const handle = this.#handle;
    if (!handle) throw freedError();
    return this.#engine.call(() => task(handle));
  }
}
